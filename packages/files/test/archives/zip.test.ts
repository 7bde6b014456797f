import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { ErrorCode } from '@berth/core'
import { afterAll, describe, expect, test } from 'vitest'
import { openZip, TemporaryCopies, type ZipOptions } from '../../src/index.ts'
import { fileContent, fixtureBytes, fixturePath, joined, quiet } from '../content.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zip-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(file: string, options?: ZipOptions): Promise<Record<string, string>> {
  await using copies = new TemporaryCopies()
  await using archive = await openZip(fileContent(file), copies, quiet, options)
  const found: Record<string, string> = {}
  for (const entry of archive.entries) found[entry.name] = (await joined(entry.bytes(quiet))).toString('latin1')
  return found
}

function made(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}

describe('names are read as their writer meant them', () => {
  test('in GBK, unsaid, by Windows', async () => {
    expect(await read(fixturePath('archives/windows.zip'))).toEqual({
      'windows.zip/数据/联通一.csv': Buffer.from([
        0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a, 0x31, 0x2c, 0xbc, 0xd7, 0x0d, 0x0a,
      ]).toString('latin1'),
    })
  })
  test('in UTF-8 by Info-ZIP and Python; what macOS adds is left out', async () => {
    expect(new Set(Object.keys(await read(fixturePath('archives/info-zip.zip'))))).toEqual(
      new Set(['info-zip.zip/数据/许可证.csv', 'info-zip.zip/数据/说明.txt']),
    )
    expect(await read(fixturePath('archives/python.zip'))).toEqual({ 'python.zip/目录/a.csv': 'id\n1\n' })
  })
})

test('only what is wanted is given, a local copy and the file beside it too', async () => {
  await using copies = new TemporaryCopies()
  const wants = (name: string): boolean => name.endsWith('.csv')
  await using archive = await openZip(fileContent(fixturePath('archives/info-zip.zip')), copies, quiet, { wants })
  const [entry] = archive.entries
  if (entry === undefined) throw new Error('the entry is not there')
  expect(archive.entries).toHaveLength(1)
  expect(await readFile(await entry.local(quiet), 'utf8')).toBe('id,name\n1,甲\n')
  expect(await entry.beside?.('txt', quiet)).toBeUndefined()
})

const refused: [string, string, ErrorCode][] = [
  ['encrypted', 'encrypted.zip', 'FILE_ENCRYPTED'],
  ['encrypted with AES', 'aes.zip', 'FILE_ENCRYPTED'],
  ['packed with bzip2', 'bzip2.zip', 'FILE_FORMAT_UNSUPPORTED'],
  ['an archive in an archive', 'nested.zip', 'FILE_FORMAT_UNSUPPORTED'],
  ['a link', 'link.zip', 'FILE_CONTENT_REFUSED'],
  ['a name that leads upwards', 'upwards.zip', 'FILE_CONTENT_REFUSED'],
]
test.each(refused)('%s is refused', async (_what, name, code) => {
  await expect(read(fixturePath(`archives/${name}`))).rejects.toMatchObject({ code })
})

describe('archives made to do harm', () => {
  interface Hostile {
    readonly name?: string
    readonly data?: Uint8Array
    readonly unpackedSize?: number
    readonly at?: number
  }
  /** A zip by hand, after APPNOTE.TXT 4.3. */
  function zip(entries: readonly Hostile[]): Buffer {
    const bodies: Buffer[] = []
    const directory: Buffer[] = []
    let offset = 0
    for (const { name = 'a.csv', data = Buffer.from('id\n'), unpackedSize = data.length, at = offset } of entries) {
      const raw = Buffer.from(name)
      const packed = deflateRawSync(data)
      const local = Buffer.alloc(30)
      local.writeUInt32LE(0x04034b50)
      local.writeUInt16LE(8, 8)
      local.writeUInt32LE(packed.length, 18)
      local.writeUInt32LE(unpackedSize, 22)
      local.writeUInt16LE(raw.length, 26)
      const central = Buffer.alloc(46)
      central.writeUInt32LE(0x02014b50)
      central.writeUInt16LE(0x800, 8)
      central.writeUInt16LE(8, 10)
      central.writeUInt32LE(packed.length, 20)
      central.writeUInt32LE(unpackedSize, 24)
      central.writeUInt16LE(raw.length, 28)
      central.writeUInt32LE(at, 42)
      directory.push(central, raw)
      bodies.push(local, raw, packed)
      offset += 30 + raw.length + packed.length
    }
    const size = directory.reduce((sum, each) => sum + each.length, 0)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50)
    end.writeUInt16LE(entries.length, 8)
    end.writeUInt16LE(entries.length, 10)
    end.writeUInt32LE(size, 12)
    end.writeUInt32LE(offset, 16)
    return Buffer.concat([...bodies, ...directory, end])
  }

  const cases: [string, readonly Hostile[], ErrorCode][] = [
    ['two entries of one name', [{}, {}], 'FILE_CONTENT_REFUSED'],
    ['two entries over the same bytes', [{ name: 'a' }, { name: 'b', at: 0 }], 'FILE_CONTENT_REFUSED'],
    ['an absolute name', [{ name: '/etc/passwd' }], 'FILE_CONTENT_REFUSED'],
    ['a drive of Windows', [{ name: 'C:\\x.csv' }], 'FILE_CONTENT_REFUSED'],
    ['upwards with backslashes', [{ name: 'a\\..\\..\\x.csv' }], 'FILE_CONTENT_REFUSED'],
    ['a NUL in a name', [{ name: 'a.csv\0.txt' }], 'FILE_CONTENT_REFUSED'],
    ['a checksum that is not its own', [{}], 'FILE_MALFORMED'],
    ['more bytes than the directory says', [{ data: Buffer.alloc(1000), unpackedSize: 10 }], 'FILE_MALFORMED'],
    ['fewer bytes than the directory says', [{ unpackedSize: 10 }], 'FILE_MALFORMED'],
    ['a ratio of a thousand', [{ data: Buffer.alloc(64 * 1024 * 1024) }], 'FILE_LIMIT_EXCEEDED'],
  ]
  test.each(cases)('%s', async (name, entries, code) => {
    await expect(read(made(`${name}.zip`, zip(entries)))).rejects.toMatchObject({ code })
  })

  test('too many entries, or too large ones, before anything is unpacked', async () => {
    const limits = { maxArchiveEntries: 2, maxUnpackedBytes: 100, maxUnpackedRatio: 10_000 }
    const many = made('many.zip', zip([{ name: 'a' }, { name: 'b' }, { name: 'c' }]))
    await expect(read(many, { limits })).rejects.toMatchObject({ details: { limit: 'maxArchiveEntries', maximum: 2 } })
    const large = made('large.zip', zip([{ data: Buffer.alloc(101) }]))
    await expect(read(large, { limits })).rejects.toMatchObject({ details: { limit: 'maxUnpackedBytes' } })
  })

  test('a file that is cut, or no archive', async () => {
    const whole = fixtureBytes('archives/info-zip.zip')
    const cut = made('cut.zip', whole.subarray(0, whole.length - 30))
    await expect(read(cut)).rejects.toMatchObject({ code: 'FILE_MALFORMED', details: { file: 'cut.zip' } })
    await expect(read(made('text.zip', Buffer.from('id,name\n')))).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
    await expect(read(made('empty.zip', Buffer.alloc(0)))).rejects.toMatchObject({ code: 'FILE_MALFORMED' })
  })
})
