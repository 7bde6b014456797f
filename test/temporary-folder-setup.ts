import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Has the tests of a run make their temporary folders in one, and removes it with whatever they left. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tests-'))
  // Servers give up the rights of root and still have to reach their folders.
  chmodSync(folder, 0o755)
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
