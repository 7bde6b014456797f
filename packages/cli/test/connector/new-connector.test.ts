import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newConnector } from '../../src/connector/new-connector.ts'

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-connector-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs a program of the new package; resolves also where it ends with another code than 0. */
async function run(words: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const child = promisify(execFile)(process.execPath, ['--conditions=@berth/source', ...words], { cwd: folder })
  return await child.then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stdout, stderr }) => ({ code, text: `${stdout}${stderr}` }),
  )
}

describe.each(['sql', 'protocol'] as const)('berth connector new --kind %s', (kind) => {
  it('passes on its sample, and says of the real system that it was not tried', async () => {
    const title = `Acme's "7"\nrelease`
    const files = await newConnector({ folder, name: 'acme', kind, title, language: 'zh' })
    await symlink(modules, join(folder, 'node_modules'), 'junction')
    for (const file of files) expect(await readFile(join(folder, file), 'utf8'), file).not.toContain('{{')
    const tried = await run(['conformance.js'])
    expect(tried).toMatchObject({ code: 0, text: expect.stringMatching(/^level full: \d+ passed, 0 failed/m) })
    expect(await readdir(join(folder, 'report'))).toContain('acme-sample.json')
    const real = await run(['conformance.js', '--real'])
    expect(real).toMatchObject({ code: 1, text: expect.stringContaining('ACME_ADDRESS') })
    expect(await readdir(join(folder, 'report'))).not.toContain('acme.json')
  })
})

describe('berth connector new', () => {
  it('never overwrites, and takes no name that is a path', async () => {
    await writeFile(join(folder, 'connector.js'), 'mine')
    const wishes = { folder, kind: 'protocol', language: 'en' } as const
    await expect(newConnector({ ...wishes, name: 'acme' })).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    await expect(newConnector({ ...wishes, name: '../acme' })).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
    expect(await readdir(folder)).toEqual(['connector.js'])
  })
})
