import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { dockedFolder } from './docked-folder.ts'

const program = fileURLToPath(new URL('scan-in-process.ts', import.meta.url))

test('a scan keeps nothing of what it has given out', { timeout: 60_000 }, async () => {
  using folder = dockedFolder()
  const lines = Array.from({ length: 16_000 }, (_, at) => `${at},镕某某有限公司,${'备注'.repeat(80)}\n`)
  const megabytes = 64
  const content = Buffer.from(lines.join(''))
  const times = Math.ceil((megabytes * 1024 ** 2) / content.length)
  folder.put(
    'permits-1.csv',
    Buffer.concat([Buffer.from('id,name,note\n'), ...Array.from({ length: times }, () => content)]),
  )
  // Young garbage would be let grow to 128 MB, whatever the file: held small, what is kept shows.
  const flags = ['--max-semi-space-size=8', '--conditions=@berth/source', '--disable-warning=ExperimentalWarning']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, folder.path])
  const { rows, aboveIdle } = JSON.parse(stdout) as { readonly rows: number; readonly aboveIdle: number }
  expect(rows).toBe(times * lines.length)
  expect(aboveIdle / 1024 ** 2).toBeLessThan(megabytes / 2)
})
