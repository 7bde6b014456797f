import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { BerthError } from '@berth/core'
import type { FileStore } from '@berth/files'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { openSockets } from './open-sockets.ts'

/** A store on trial. */
export interface StoreOnTrial {
  /** Opens the store at a folder of the server; `folder` is the path of that on this machine. */
  open(folder: string, nameCharset?: string): Promise<FileStore>
  /** A folder of this machine that the server shows, and may write in. */
  readonly folder: string
  /** What the listing says of times is cut to so many milliseconds. */
  readonly clockMs: number
  /** Links to files in the same folder are followed. */
  readonly followsLinks: boolean
  /** The most bytes that the server takes in one file. */
  readonly maxBytes?: number
}

const never = new AbortController().signal

/** What every store of a server keeps to, whatever protocol is spoken; the server's own folder is the second channel. */
export function describeFileStore(trial: StoreOnTrial): void {
  const folder = path.join(trial.folder, `store-${randomBytes(4).toString('hex')}`)
  let store: FileStore
  beforeAll(async () => {
    makeOpenFolder(folder)
    store = await trial.open(folder)
  })
  afterAll(async () => {
    await store.close()
  })

  test.each([0, 1, 32_767, 32_768, 32_769, 100_000, 1_048_577])('%d bytes go there and come back', async (length) => {
    const bytes = randomBytes(length)
    await store.write(`size-${length}.bin`, pieces(bytes, 30_000), never)
    expect(readFileSync(path.join(folder, `size-${length}.bin`)).equals(bytes)).toBe(true)
    expect(digestOf(await gathered(store.read(`size-${length}.bin`, 0, never)))).toBe(digestOf(bytes))
    expect(existsSync(path.join(folder, `size-${length}.bin.part`))).toBe(false)
  })

  test('a large file under a Chinese name in folders that are made', async () => {
    const bytes = randomBytes(Math.min(50_000_000, trial.maxBytes ?? 50_000_000))
    await store.write('年报/二〇二六/婚姻登记 数据.csv', pieces(bytes, 1_000_000), never)
    expect(digestOf(readFileSync(path.join(folder, '年报/二〇二六/婚姻登记 数据.csv')))).toBe(digestOf(bytes))
    const hash = createHash('sha256')
    let largest = 0
    for await (const piece of store.read('年报/二〇二六/婚姻登记 数据.csv', 0, never)) {
      hash.update(piece)
      largest = Math.max(largest, piece.length)
    }
    expect(hash.digest('hex')).toBe(digestOf(bytes))
    expect(largest).toBeLessThanOrEqual(1_048_576)
    expect(await store.folders?.('', never)).toContain('年报')
    expect(await store.list('年报', never)).toEqual([])
  })

  test('lists files with size and time, and nothing that leads elsewhere', async () => {
    const at = path.join(folder, 'listed')
    makeOpenFolder(at)
    writeFileSync(path.join(at, 'a.csv'), '1,2\n')
    writeFileSync(path.join(at, ' 有 空格 .csv'), 'x')
    writeFileSync(path.join(at, 'line\nbreak.csv'), 'x')
    const time = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000)
    utimesSync(path.join(at, 'a.csv'), time, time)
    mkdirSync(path.join(at, 'folder'))
    symlinkSync('/etc/passwd', path.join(at, 'outside'))
    symlinkSync('a.csv', path.join(at, 'inside.csv'))
    const found = await store.list('listed', never).catch((error: BerthError) => error)
    // A listing of lines cannot tell a name with a line break from two names: that is refused as a whole.
    if (BerthError.is(found)) {
      expect(found.code).toBe('PROTOCOL_ERROR')
      expect(trial.followsLinks).toBe(false)
      return
    }
    const files = new Map(found.map((file) => [file.path, file]))
    const links = trial.followsLinks ? ['listed/inside.csv'] : []
    expect(new Set(files.keys())).toEqual(new Set(['listed/ 有 空格 .csv', 'listed/a.csv', ...links]))
    expect(files.get('listed/a.csv')).toEqual({ path: 'listed/a.csv', size: 4, modified: time.getTime() })
    expect(await store.find('listed/a.csv', never)).toEqual(files.get('listed/a.csv'))
  })

  test('what is not there is told so', async () => {
    expect(await store.list('nothing', never)).toEqual([])
    expect(await store.find('nothing.csv', never)).toBeUndefined()
    expect(await store.find('nothing/here.csv', never)).toBeUndefined()
    await expect(gathered(store.read('nothing.csv', 0, never))).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })

  test('reads from a place, and goes on being usable when a reader leaves early', async () => {
    const bytes = randomBytes(2_000_000)
    writeFileSync(path.join(folder, 'early.bin'), bytes)
    expect(digestOf(await gathered(store.read('early.bin', 1_234_567, never)))).toBe(
      digestOf(bytes.subarray(1_234_567)),
    )
    for (let round = 0; round < 3; round++) {
      for await (const piece of store.read('early.bin', 0, never)) {
        expect(bytes.subarray(0, piece.length).equals(piece)).toBe(true)
        break
      }
      expect(await store.find('early.bin', never)).toMatchObject({ size: 2_000_000 })
    }
  })

  test('two reads at the same time', async () => {
    writeFileSync(path.join(folder, 'one.bin'), randomBytes(300_000))
    writeFileSync(path.join(folder, 'two.bin'), randomBytes(300_000))
    const one = store.read('one.bin', 0, never)[Symbol.asyncIterator]()
    await one.next()
    expect(digestOf(await gathered(store.read('two.bin', 0, never)))).toBe(
      digestOf(readFileSync(path.join(folder, 'two.bin'))),
    )
    await one.return?.()
  })

  test.each(['../x', 'a/../../x', 'a\r\nDELE early.bin', 'a\0b', 'a\\..\\b', 'a\u0085b'])(
    'refuses the path %j',
    async (hostile) => {
      for (const attempt of [
        () => store.find(hostile, never),
        () => store.list(hostile, never),
        () => gathered(store.read(hostile, 0, never)),
        () => store.write(hostile, pieces(Buffer.from('x'), 1), never),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'PARAMETER_INVALID' })
    },
  )

  test('a file that is there stays as it is', async () => {
    await store.write('taken.csv', pieces(Buffer.from('first'), 5), never)
    await expect(store.write('taken.csv', pieces(Buffer.from('second'), 6), never)).rejects.toMatchObject({
      code: 'FILE_EXISTS',
    })
    expect(readFileSync(path.join(folder, 'taken.csv'), 'utf8')).toBe('first')
    expect(existsSync(path.join(folder, 'taken.csv.part'))).toBe(false)
  })

  test('a source that breaks off leaves nothing', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(500_000)
      throw new RangeError('the source is broken')
    }
    await expect(store.write('broken.bin', broken(), never)).rejects.toThrow()
    expect(existsSync(path.join(folder, 'broken.bin'))).toBe(false)
    expect(await eventually(() => !existsSync(path.join(folder, 'broken.bin.part')))).toBe(true)
  })

  test('an abort ends a read and a write at once, and closing leaves no socket', async () => {
    const before = openSockets()
    const own = await trial.open(folder)
    writeFileSync(path.join(folder, 'aborted.bin'), randomBytes(2_000_000))
    const reading = new AbortController()
    const read = async (): Promise<void> => {
      for await (const piece of own.read('aborted.bin', 0, reading.signal)) if (piece.length > 0) reading.abort()
    }
    await expect(read()).rejects.toMatchObject({ code: 'ABORTED' })
    const writing = new AbortController()
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield randomBytes(100_000)
      writing.abort()
      await new Promise((resolve) => setTimeout(resolve, 50))
      yield randomBytes(100_000)
    }
    await expect(own.write('stopped.bin', endless(), writing.signal)).rejects.toMatchObject({ code: 'ABORTED' })
    expect(existsSync(path.join(folder, 'stopped.bin'))).toBe(false)
    await own.close()
    expect(await eventually(() => openSockets() <= before)).toBe(true)
  })

  test('a folder that must not be written or looked into', async () => {
    const shut = path.join(folder, 'shut')
    makeOpenFolder(shut)
    writeFileSync(path.join(shut, 'secret.csv'), 'x')
    chmodSync(path.join(shut, 'secret.csv'), 0o000)
    chmodSync(shut, 0o555)
    await expect(store.write('shut/new.csv', pieces(Buffer.from('x'), 1), never)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
    await expect(gathered(store.read('shut/secret.csv', 0, never))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    chmodSync(shut, 0o000)
    await expect(store.list('shut', never)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    chmodSync(shut, 0o777)
  })

  describe('goes on with an upload', () => {
    const bytes = randomBytes(1_500_000)
    const sent: number[] = []
    const from = (start: number): AsyncIterable<Uint8Array> => {
      sent.push(start)
      return pieces(bytes.subarray(start), 100_000)
    }
    const resumed = async (name: string, part: Uint8Array): Promise<void> => {
      writeFileSync(path.join(folder, `${name}.part`), part)
      chmodSync(path.join(folder, `${name}.part`), 0o666)
      sent.length = 0
      await store.resume?.(name, from, bytes.length, never)
      expect(digestOf(readFileSync(path.join(folder, name)))).toBe(digestOf(bytes))
      expect(existsSync(path.join(folder, `${name}.part`))).toBe(false)
    }

    test('behind what is there', async () => {
      await resumed('half.bin', bytes.subarray(0, 700_001))
      expect(sent.at(-1)).toBe(700_001)
    })

    test('when all of it is there', async () => {
      await resumed('all.bin', bytes)
      expect(sent.at(-1)).toBe(bytes.length)
    })

    test('from the beginning when something else is there, or more', async () => {
      const other = Buffer.from(bytes.subarray(0, 700_000))
      other[699_999] = (other[699_999] ?? 0) ^ 1
      await resumed('other.bin', other)
      expect(sent.at(-1)).toBe(0)
      await resumed('longer.bin', Buffer.concat([bytes, Buffer.from('x')]))
      expect(sent.at(-1)).toBe(0)
    })

    test('from the beginning when nothing is there', async () => {
      sent.length = 0
      await store.resume?.('new.bin', from, bytes.length, never)
      expect(sent.at(-1)).toBe(0)
      expect(digestOf(readFileSync(path.join(folder, 'new.bin')))).toBe(digestOf(bytes))
    })
  })

  test('names in GBK, and the same folder taken for UTF-8', async () => {
    const at = path.join(folder, 'gbk')
    makeOpenFolder(at)
    // 爛 is A0 80: neither byte is a letter or a blank in any other charset.
    for (const name of ['婚姻登记.csv', '爛账.csv', 'plain.csv'])
      writeFileSync(Buffer.concat([Buffer.from(`${at}/`), iconv.encode(name, 'gbk')]), name)
    const own = await trial.open(at, 'GBK')
    const listed = (await own.list('', never)).map((file) => file.path)
    expect(new Set(listed)).toEqual(new Set(['plain.csv', '婚姻登记.csv', '爛账.csv']))
    expect((await gathered(own.read('爛账.csv', 0, never))).toString()).toBe('爛账.csv')
    await own.write('年报/统计.csv', pieces(Buffer.from('x'), 1), never)
    const written = Buffer.concat([Buffer.from(`${at}/`), iconv.encode('年报/统计.csv', 'gbk')])
    expect(readFileSync(written, 'utf8')).toBe('x')
    await expect(own.find('😀.csv', never)).rejects.toMatchObject({ code: 'TEXT_UNENCODABLE' })
    await own.close()
    const wrong = await trial.open(at)
    await expect(wrong.list('', never)).rejects.toMatchObject({ code: 'FILE_NAME_UNREADABLE' })
    await wrong.close()
  })

  test('a link in the place of the unfinished file is not followed', async () => {
    const target = path.join(folder, 'target.txt')
    writeFileSync(target, 'untouched')
    chmodSync(target, 0o666)
    symlinkSync(target, path.join(folder, 'trap.csv.part'))
    const written = store.write('trap.csv', pieces(Buffer.from('data'), 4), never)
    if (trial.followsLinks) await expect(written).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    else await written
    symlinkSync(target, path.join(folder, 'again.csv.part'))
    const from = (start: number): AsyncIterable<Uint8Array> => pieces(Buffer.from('untouched data').subarray(start), 14)
    await store.resume?.('again.csv', from, 14, never).catch(() => undefined)
    expect(readFileSync(target, 'utf8')).toBe('untouched')
    expect(lstatSync(target).isFile()).toBe(true)
    const trapped = ['trap.csv', 'again.csv'].filter((name) => existsSync(path.join(folder, name)))
    expect(trapped).toEqual(trial.followsLinks ? [] : ['trap.csv', 'again.csv'])
    for (const name of trapped) expect(lstatSync(path.join(folder, name)).isFile()).toBe(true)
  })

  test('nothing is read or written where a link leads outside, by exact paths either', async () => {
    const outside = `${folder}-outside`
    makeOpenFolder(outside)
    writeFileSync(path.join(outside, 'secret.csv'), 'secret')
    symlinkSync(outside, path.join(folder, 'out'))
    symlinkSync(path.join(outside, 'secret.csv'), path.join(folder, 'secret.csv'))
    makeOpenFolder(path.join(folder, 'real'))
    writeFileSync(path.join(folder, 'real', 'a.csv'), 'inside')
    symlinkSync('real', path.join(folder, 'alias'))
    for (const file of ['secret.csv', 'out/secret.csv'])
      await expect(gathered(store.read(file, 0, never))).rejects.toMatchObject({ code: 'FILE_MISSING' })
    expect(await store.find('out/secret.csv', never)).toBeUndefined()
    expect(await store.list('out', never)).toEqual([])
    for (const file of ['out/new.csv', 'out/deep/new.csv'])
      await expect(store.write(file, pieces(Buffer.from('x'), 1), never)).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
      })
    expect(readdirSync(outside)).toEqual(['secret.csv'])
    expect((await gathered(store.read('alias/a.csv', 0, never))).toString()).toBe('inside')
  })

  test('nothing unfinished is left in the folder', () => {
    const parts = readdirSync(folder).filter((name) => name.endsWith('.part') && !/^(?:trap|again|stopped)/.test(name))
    expect(parts).toEqual([])
  })
}

/** Makes a folder that a server under another user may write in. */
export function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o777)
}

/** Bytes in pieces. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

/** All bytes of a stream. */
export async function gathered(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of bytes) all.push(piece)
  return Buffer.concat(all)
}

/** SHA-256, hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
