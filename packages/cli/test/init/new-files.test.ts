import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseManifest } from '@berth/manifest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addEntry } from '../../src/add/add-entry.ts'
import { writeCiFiles } from '../../src/ci/write-ci-files.ts'
import { newConnector } from '../../src/connector/new-connector.ts'
import { NewFiles } from '../../src/init/new-files.ts'
import { planDocking } from '../../src/init/plan-docking.ts'
import { scaffoldDocking } from '../../src/init/scaffold-docking.ts'
import { marriageManifest } from '../dev/marriage-docking.ts'

let home = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'berth-new-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** A file where a folder should be: nothing is there yet that would be overwritten, and nothing can be made below it. */
async function hinder(folder: string): Promise<void> {
  await writeFile(join(home, folder), 'mine')
}

const unwritable = (file: string): object => ({ code: 'FILE_UNWRITABLE', details: { file } })

describe('what cannot be made whole is not made at all', () => {
  it('a docking', async () => {
    await hinder('test')
    const plan = await planDocking({ folder: home, systemId: 'trial', options: {}, sample: true, ci: 'gitlab' })
    await expect(scaffoldDocking(plan, 'en')).rejects.toMatchObject(unwritable('test/docking.test.js'))
    expect(await readdir(home)).toEqual(['test'])
    await rm(join(home, 'test'))
    await hinder('ci')
    await expect(scaffoldDocking(plan, 'en')).rejects.toMatchObject(unwritable('ci/check.sh'))
    expect(await readdir(home)).toEqual(['ci'])
    await rm(join(home, 'ci'))
    expect(await scaffoldDocking(plan, 'en')).toContain('ci/check.sh')
  })

  it('a folder that was made for a file', async () => {
    {
      await using made = new NewFiles()
      await made.write(join(home, 'a', 'b', 'file'), 'x')
      await made.write(join(home, 'a', 'file'), 'x')
      await writeFile(join(home, 'mine'), 'x')
      await expect(made.write(join(home, 'mine'), 'y')).rejects.toMatchObject({ code: 'EEXIST' })
    }
    expect(await readdir(home)).toEqual(['mine'])
    expect(await readFile(join(home, 'mine'), 'utf8')).toBe('x')
  })

  it('a pipeline', async () => {
    await hinder('ci')
    await expect(writeCiFiles('github', home)).rejects.toMatchObject(unwritable('ci/check.sh'))
    expect(await readdir(home)).toEqual(['ci'])
  })

  it('a connector', async () => {
    await hinder('test')
    const wishes = { folder: home, name: 'acme', kind: 'protocol', language: 'en' } as const
    await expect(newConnector(wishes)).rejects.toMatchObject(unwritable('test/conformance.test.js'))
    expect(await readdir(home)).toEqual(['test'])
  })

  it('an entry of the manifest with its test', async () => {
    await writeFile(join(home, 'berth.yaml'), marriageManifest)
    await writeFile(join(home, 'test'), 'no folder')
    const { manifest } = parseManifest(marriageManifest, { file: 'berth.yaml', folder: home })
    if (manifest === undefined) throw new Error('the manifest does not hold')
    const column = { name: 'ID', nativeType: 'int64', type: { name: 'int64' }, nullable: false } as const
    const target = {
      connection: 'legacy',
      dataset: { name: 'T_SQ', kind: 'table', columns: [column], key: ['ID'] },
      samples: new Map(),
      charsets: new Map(),
    } as const
    const settings = { manifest, kind: 'resource', id: 'request', language: 'en', dryRun: false } as const
    await expect(addEntry(settings, target)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
    expect(await readFile(join(home, 'berth.yaml'), 'utf8')).toBe(marriageManifest)
    await rm(join(home, 'test'))
    expect(await addEntry(settings, target)).toMatchObject({ entry: 'resources.request', written: true })
    expect(existsSync(join(home, 'test', 'request.test.js'))).toBe(true)
  })
})
