import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openSession } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalFolder } from '../src/driver.ts'
import { connector } from '../src/index.ts'
import { type DockedFolder, dockedFolder, named, readAll } from './docked-folder.ts'

const { signal } = new AbortController()
let folder: DockedFolder
let outside: DockedFolder

beforeEach(() => {
  folder = dockedFolder()
  outside = dockedFolder()
  outside.put('secret.csv', 'id\r\nsecret\r\n')
})
afterEach(() => {
  folder[Symbol.dispose]()
  outside[Symbol.dispose]()
})

async function bytesOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytes)).toString()
}

test('a link that leads outside is as if it were not there, one that stays inside is followed', async () => {
  folder.put('real/a.csv', 'id\r\n1\r\n')
  symlinkSync(path.join(outside.path, 'secret.csv'), path.join(folder.path, 'b.csv'))
  symlinkSync(outside.path, path.join(folder.path, 'elsewhere'))
  symlinkSync('real/a.csv', path.join(folder.path, 'c.csv'))
  symlinkSync('d.csv', path.join(folder.path, 'd.csv'))
  const store = await LocalFolder.open(folder.path)
  expect((await store.list('', signal)).map((file) => file.path)).toEqual(['c.csv'])
  expect(await store.list('elsewhere', signal)).toEqual([])
  expect(await store.folders('', signal)).toEqual(['real'])
  for (const file of ['b.csv', 'elsewhere/secret.csv', 'd.csv']) {
    expect(await store.find(file, signal)).toBeUndefined()
    await expect(bytesOf(store.read(file, 0, signal))).rejects.toMatchObject({ code: 'FILE_MISSING' })
    await expect(store.localPath(file)).rejects.toMatchObject({ code: 'FILE_MISSING' })
  }
  expect(await bytesOf(store.read('c.csv', 4, signal))).toBe('1\r\n')
  await using session = await folder.open({ d: { files: '*/*.csv', columns: { id: {} } } })
  expect((await readAll(session.scan({ dataset: 'd', columns: named('id') }))).rows).toEqual([['1']])
})

test.each(['../secret.csv', 'a/../../x', '/etc/passwd/..', 'a\\..\\b', 'a\0b', 'a\nb'])(
  'the path %j is refused',
  async (file) => {
    const store = await LocalFolder.open(folder.path)
    const refused = { code: 'PARAMETER_INVALID' }
    await expect(store.find(file, signal)).rejects.toMatchObject(refused)
    await expect(bytesOf(store.read(file, 0, signal))).rejects.toMatchObject(refused)
    await expect(store.write(file, content('x'), signal)).rejects.toMatchObject(refused)
  },
)

async function* content(text: string): AsyncIterable<Uint8Array> {
  await Promise.resolve()
  yield Buffer.from(text)
}

test('nothing is written through a folder that leads outside', async () => {
  symlinkSync(outside.path, path.join(folder.path, 'out'))
  const store = await LocalFolder.open(folder.path)
  for (const file of ['out/new.csv', 'out/deep/new.csv'])
    await expect(store.write(file, content('x'), signal)).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
  expect(readdirSync(outside.path)).toEqual(['secret.csv'])
})

test('a pipe, a folder and a name with a line break are no files', async () => {
  execFileSync('mkfifo', [path.join(folder.path, 'pipe.csv')])
  mkdirSync(path.join(folder.path, 'folder.csv'))
  writeFileSync(path.join(folder.path, 'a\n.csv'), 'id\r\n1\r\n')
  folder.put('a.csv', 'id\r\n2\r\n')
  const store = await LocalFolder.open(folder.path)
  expect((await store.list('', signal)).map((file) => file.path)).toEqual(['a.csv'])
  await expect(bytesOf(store.read('pipe.csv', 0, signal))).rejects.toMatchObject({ code: 'FILE_MISSING' })
})

test('a folder that is not there is told when the session opens', async () => {
  rmSync(folder.path, { recursive: true })
  await expect(folder.open({})).rejects.toMatchObject({ code: 'DIRECTORY_MISSING' })
  const options = { folder: outside.path, receiptKeyFile: 'key.json' }
  await expect(openSession(connector, options)).rejects.toMatchObject({ code: 'OPTION_MISSING' })
})

test('a file that is written appears whole, and what is there stays', async () => {
  const store = await LocalFolder.open(folder.path)
  const seen: string[] = []
  async function* slow(): AsyncIterable<Uint8Array> {
    for (let piece = 0; piece < 3; piece++) {
      await Promise.resolve()
      seen.push(...readdirSync(path.join(folder.path, 'out')).filter((name) => name !== 'a.csv.part'))
      yield Buffer.from('xx')
    }
  }
  await store.write('out/a.csv', slow(), signal)
  expect(seen).toEqual([])
  expect(readFileSync(path.join(folder.path, 'out/a.csv'), 'utf8')).toBe('xxxxxx')
  await expect(store.write('out/a.csv', content('y'), signal)).rejects.toMatchObject({ code: 'FILE_EXISTS' })
  async function* failing(): AsyncIterable<Uint8Array> {
    yield Buffer.from('xx')
    await Promise.resolve()
    throw new Error('cut')
  }
  await expect(store.write('out/b.csv', failing(), signal)).rejects.toThrow()
  expect(readdirSync(path.join(folder.path, 'out'))).toEqual(['a.csv'])
})

test('what a killed run left, or somebody planted, in the place of the unfinished file is neither kept nor followed', async () => {
  const store = await LocalFolder.open(folder.path)
  folder.put('a.csv.part', 'the beginning of something el')
  symlinkSync(path.join(outside.path, 'secret.csv'), path.join(folder.path, 'b.csv.part'))
  symlinkSync(path.join(outside.path, 'made.csv'), path.join(folder.path, 'c.csv.part'))
  for (const name of ['a.csv', 'b.csv', 'c.csv']) await store.write(name, content(name), signal)
  mkdirSync(path.join(folder.path, 'd.csv.part'))
  await expect(store.write('d.csv', content('d'), signal)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
  expect(readdirSync(folder.path).sort()).toEqual(['a.csv', 'b.csv', 'c.csv', 'd.csv.part'])
  expect(readFileSync(path.join(folder.path, 'a.csv'), 'utf8')).toBe('a.csv')
  expect(readdirSync(outside.path)).toEqual(['secret.csv'])
  expect(readFileSync(path.join(outside.path, 'secret.csv'), 'utf8')).toBe('id\r\nsecret\r\n')
})

test('a process that is killed while it writes leaves what the next write removes', async () => {
  const program = `import { LocalFolder } from ${JSON.stringify(import.meta.resolve('../src/driver.ts'))}
    async function* endless() { for (;;) { yield Buffer.alloc(1000); process.stdout.write('.'); await new Promise((next) => setTimeout(next, 5)) } }
    await (await LocalFolder.open(process.argv[1])).write('a.csv', endless(), new AbortController().signal)`
  const flags = ['--conditions=@berth/source', '--input-type=module', '-e', program, folder.path]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(readdirSync(folder.path)).toEqual(['a.csv.part'])
  await (await LocalFolder.open(folder.path)).write('a.csv', content('whole'), signal)
  expect(readdirSync(folder.path)).toEqual(['a.csv'])
  expect(readFileSync(path.join(folder.path, 'a.csv'), 'utf8')).toBe('whole')
})

test('two that write the same file at once never mix: one of them is there whole', async () => {
  const stores = [await LocalFolder.open(folder.path), await LocalFolder.open(folder.path)]
  async function* slow(text: string): AsyncIterable<Uint8Array> {
    for (let piece = 0; piece < 20; piece++) {
      await new Promise((next) => setTimeout(next, 1))
      yield Buffer.from(text.repeat(1000))
    }
  }
  const ends = await Promise.allSettled(
    stores.map((store, at) => store.write('deep/down/a.csv', slow(at === 0 ? 'x' : 'y'), signal)),
  )
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const winner = ends[0]?.status === 'fulfilled' ? 'x' : 'y'
  expect(readFileSync(path.join(folder.path, 'deep/down/a.csv'), 'utf8')).toBe(winner.repeat(20_000))
  expect(readdirSync(path.join(folder.path, 'deep/down'))).toEqual(['a.csv'])
})

test('below a file there is nothing, and nothing is written there', async () => {
  folder.put('a.csv', 'id')
  const store = await LocalFolder.open(folder.path)
  expect(await store.find('a.csv/b.csv', signal)).toBeUndefined()
  expect(await store.list('a.csv', signal)).toEqual([])
  await expect(store.write('a.csv/b.csv', content('x'), signal)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
})

/** Where a link leads; empty where it is gone already. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

test('a read is left behind when its signal says so, and no file stays open', async () => {
  folder.put('a.csv', Buffer.alloc(4_000_000, 'a'))
  const store = await LocalFolder.open(folder.path)
  const abort = new AbortController()
  const reading = async (): Promise<void> => {
    for await (const _ of store.read('a.csv', 0, abort.signal)) abort.abort()
  }
  await expect(reading()).rejects.toMatchObject({ code: 'ABORTED' })
  for await (const _ of store.read('a.csv', 0, signal)) break
  const open = readdirSync('/proc/self/fd').filter((link) => targetOf(`/proc/self/fd/${link}`).startsWith(folder.path))
  expect(open).toEqual([])
})

test('a finished file that is handed over names its place in no error, and leads nowhere else', async () => {
  outside.put('local', 'abc')
  const from = path.join(outside.path, 'local')
  const sha256 = createHash('sha256').update('abc').digest('hex')
  await using session = await folder.open({}, 'write')
  for (const [name, into] of [
    ['../a', ''],
    ['a/b', ''],
    ['a', '..'],
    ['a', 'b/../..'],
  ] as const)
    await expect(session.putFile({ folder: into, name, from, bytes: 3, sha256 })).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
    })
  await session.putFile({ folder: '/x//y/', name: 'a.csv', from, bytes: 3, sha256 })
  expect(readFileSync(path.join(folder.path, 'x/y/a.csv'), 'utf8')).toBe('abc')
})
