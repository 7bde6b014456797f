import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../bin/create.ts', import.meta.url))

test('makes a docking of the sample and drafts it, in the language asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'create-berth-'))
  try {
    const words = ['trial', '--sample', '--no-install', '--ci', 'none', '--lang', 'zh']
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@berth/source', program, ...words], {
      cwd: folder,
    })
    expect(stdout).toMatch(/T_HYDJ {2}- +hydj {2}8/)
    const files = await readdir(join(folder, 'trial'))
    expect(new Set(files)).toEqual(
      new Set(['.env.example', '.gitignore', 'README.md', 'berth.yaml', 'package.json', 'sample.db', 'test']),
    )
    expect(await readFile(join(folder, 'trial', 'berth.yaml'), 'utf8')).toContain('draft: true')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
