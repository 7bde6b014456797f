import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
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
  await expect(store.write('out/new.csv', content('x'), signal)).rejects.toThrow()
  await expect(store.write('out/deep/new.csv', content('x'), signal)).rejects.toThrow()
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
  const options = { folder: outside.path, receiptKey: 'key.json' }
  await expect(openSession(connector, options)).rejects.toMatchObject({ code: 'OPTION_MISSING' })
})

test('a file that is written appears whole, and what is there stays', async () => {
  const store = await LocalFolder.open(folder.path)
  const seen: string[] = []
  async function* slow(): AsyncIterable<Uint8Array> {
    for (let piece = 0; piece < 3; piece++) {
      await Promise.resolve()
      seen.push(...readdirSync(path.join(folder.path, 'out')).filter((name) => !name.startsWith('.')))
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
