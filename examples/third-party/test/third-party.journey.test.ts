import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ConformanceReport } from '@berth/conformance'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('../conformance.js', import.meta.url))

test('a connector of a third party tries itself, reaches the full level and gets its report', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'third-party-'))
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@berth/source', script], {
      cwd: folder,
    })
    expect(stdout).toMatch(/^level full: \d+ passed, 0 failed, seed \d+$/m)
    expect((await readdir(join(folder, 'report'))).sort()).toEqual(
      ['html', 'json', 'svg', 'xml'].map((ending) => `ledger.${ending}`),
    )
    const report = JSON.parse(await readFile(join(folder, 'report', 'ledger.json'), 'utf8')) as ConformanceReport
    expect(report).toMatchObject({
      role: 'connector',
      subject: { name: 'ledger', system: 'ledger 1.0' },
      reached: 'full',
    })
    expect(Object.keys(report.subject.digests)).toEqual(['connector-ledger@1.0.0'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
