import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { digestFile, digestFolder, digestPackage, digestPackages } from '../../src/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'berth-digests-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function packageIn(base: string, reverse = false): Promise<string> {
  const home = join(base, 'node_modules', '@a', 'b')
  await mkdir(join(home, 'dist'), { recursive: true })
  const files = [
    ['package.json', '{"name":"@a/b","version":"1.2.3"}'],
    ['dist/index.js', 'export {}\n'],
    ['dist-x.js', ''],
  ] as const
  for (const [name, content] of reverse ? files.toReversed() : files) await writeFile(join(home, name), content)
  return home
}

test('the digest of a package is the same wherever and however it was unpacked, and changes with every part of it', async () => {
  const one = await packageIn(join(folder, 'one'))
  const two = await packageIn(join(folder, 'two'), true)
  await mkdir(join(two, 'node_modules', 'c'), { recursive: true })
  await writeFile(join(two, 'node_modules', 'c', 'index.js'), 'of another package')
  const digest = await digestFolder(one)
  expect(await digestFolder(two)).toBe(digest)
  await writeFile(join(two, 'dist', 'index.js'), 'export { }\n')
  const altered = await digestFolder(two)
  await writeFile(join(two, 'dist', 'index.js'), 'export {}\n')
  await writeFile(join(two, '.hidden.js'), '')
  const added = await digestFolder(two)
  await rm(join(two, '.hidden.js'))
  await symlink('/', join(two, 'link'))
  const linked = await digestFolder(two)
  expect(new Set([digest, altered, added, linked]).size).toBe(4)
  expect(await digestPackages(['@a/b', '@a/none'], join(folder, 'one'))).toEqual({ '@a/b@1.2.3': digest })
})

test('what a package is not published with does not change its digest: it is the same beside its sources', async () => {
  const home = await packageIn(join(folder, 'three'))
  await writeFile(join(home, 'package.json'), '{"name":"@a/b","version":"1.2.3","files":["dist/","./src"]}')
  const digest = await digestPackage(home)
  await mkdir(join(home, 'test'))
  await writeFile(join(home, 'test', 'a.test.js'), '')
  await writeFile(join(home, 'dist-x.js'), 'changed')
  expect(await digestPackage(home)).toBe(digest)
  await writeFile(join(home, 'dist', 'b.js'), '')
  expect(await digestPackage(home)).not.toBe(digest)
})

test('a file that is not there is an error that names it', async () => {
  await expect(digestFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})
