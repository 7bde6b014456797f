import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Saved, watchDocking } from '../../src/dev/watch-docking.ts'

let folder = ''
let saved: Saved[] = []
let watcher: AsyncDisposable

beforeEach(async () => {
  saved = []
  folder = await mkdtemp(join(tmpdir(), 'berth-watch-'))
  for (const below of ['.berth', join('.berth', 'secrets'), join('node_modules', 'x'), '.git']) {
    await mkdir(join(folder, below), { recursive: true })
  }
  await writeFile(join(folder, 'berth.yaml'), 'berth: 1\n')
  watcher = await watchDocking({
    folder,
    onSaved: (each) => saved.push(each),
    onFailure: (failure) => expect.unreachable(String(failure)),
  })
})
afterEach(async () => {
  await watcher[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const files = (): string[] => saved.flatMap((each) => each.files)

test('a file that takes the place of the old one is a save, and what the docking writes itself is none', async () => {
  await writeFile(join(folder, 'registry.db'), 'x')
  await writeFile(join(folder, '.berth', 'state.sqlite'), 'x')
  await writeFile(join(folder, '.berth', 'agent.key'), 'x')
  await writeFile(join(folder, 'node_modules', 'x', 'package.json'), '{}')
  await writeFile(join(folder, '.git', 'a.json'), '{}')
  await writeFile(join(folder, '.berth.yaml.swp'), 'x')
  await writeFile(join(folder, 'new'), 'berth: 1\n# changed\n')
  await rename(join(folder, 'new'), join(folder, 'berth.yaml'))
  await expect.poll(files, { timeout: 20_000 }).toContain('berth.yaml')
  await writeFile(join(folder, '.env'), 'A=1\n')
  await writeFile(join(folder, '.env.production'), 'A=1\n')
  await writeFile(join(folder, 'app.properties'), 'a=1\n')
  await writeFile(join(folder, '.berth', 'secrets', 'DB_PASSWORD'), 'x')
  const told = ['berth.yaml', '.env', '.env.production', 'app.properties', join('.berth', 'secrets', 'DB_PASSWORD')]
  await expect.poll(() => new Set(files()), { timeout: 20_000 }).toEqual(new Set(told))
  expect(saved.some(({ restart }) => restart)).toBe(false)
})

test('many writes in a moment are not told one by one, and code among them asks for a new start', async () => {
  for (let write = 0; write < 20; write++) await writeFile(join(folder, 'berth.yaml'), `berth: 1\n# ${write}\n`)
  await writeFile(join(folder, 'connector.ts'), 'export {}\n')
  await expect.poll(files, { timeout: 20_000 }).toContain('connector.ts')
  expect(saved.length).toBeLessThan(20)
  expect(saved.at(-1)?.restart).toBe(true)
})
