import { readdirSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ErrorCode } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { defaultFileLimits, gunzippedContent, TemporaryCopies } from '../../src/index.ts'
import { bytesContent, fileContent, fixtureBytes, fixturePath, joined, quiet } from '../content.ts'

async function unpacked(bytes: Uint8Array, chunkBytes?: number): Promise<Buffer> {
  await using copies = new TemporaryCopies()
  return joined(gunzippedContent(bytesContent('a.csv.gz', bytes, chunkBytes), copies).bytes(quiet))
}

const members = 'id,name\n1,甲\n2,乙\n'

test('members one behind the other are one file, named without .gz', async () => {
  await using copies = new TemporaryCopies()
  const content = gunzippedContent(fileContent(fixturePath('archives/members.csv.gz')), copies)
  expect(content.name).toBe('members.csv')
  expect((await joined(content.bytes(quiet))).toString()).toBe(members)
  expect((await joined(content.bytes(quiet))).toString()).toBe(members)
})

test('a local copy is private, made once, and gone with the copies', async () => {
  let copied: string
  {
    await using copies = new TemporaryCopies()
    const content = gunzippedContent(fileContent(fixturePath('archives/members.csv.gz')), copies)
    copied = await content.local(quiet)
    expect(await content.local(quiet)).toBe(copied)
    expect(await readFile(copied, 'utf8')).toBe(members)
    expect(statSync(copied).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(copied)).mode & 0o777).toBe(0o700)
  }
  await expect(stat(path.dirname(copied))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an archive in it is refused by its name', async () => {
  await using copies = new TemporaryCopies()
  expect(() => gunzippedContent(bytesContent('a.tar.gz', Buffer.alloc(0)), copies)).toThrow(
    expect.objectContaining({ code: 'FILE_FORMAT_UNSUPPORTED' }),
  )
})

test('no copy is made any more when the copies are gone', async () => {
  const copies = new TemporaryCopies()
  await copies[Symbol.asyncDispose]()
  await expect(copies.copy('b', bytesContent('b', Buffer.from('b')).bytes(quiet), quiet)).rejects.toThrow('disposed')
})

describe('what is not whole is told', () => {
  const packed = fixtureBytes('archives/members.csv.gz')
  const second = Buffer.from(packed)
  second[packed.length - 9] = (second[packed.length - 9] ?? 0) ^ 1
  const cases: [string, Uint8Array, ErrorCode][] = [
    ['of no bytes', Buffer.alloc(0), 'FILE_CUT'],
    ['cut in the first header', packed.subarray(0, 5), 'FILE_CUT'],
    ['cut in the middle', packed.subarray(0, 15), 'FILE_CUT'],
    ['cut in the second member', packed.subarray(0, packed.length - 3), 'FILE_CUT'],
    ['no gzip at all', Buffer.from('id,name\n'), 'FILE_MALFORMED'],
    ['a wrong checksum', second, 'FILE_MALFORMED'],
    ['other bytes behind the end', Buffer.concat([packed, Buffer.from('more')]), 'FILE_MALFORMED'],
    ['other bytes behind zeros', Buffer.concat([packed, Buffer.alloc(600), Buffer.from('x')]), 'FILE_MALFORMED'],
  ]
  test.each(cases)('%s', async (_name, bytes, code) => {
    await expect(unpacked(bytes)).rejects.toMatchObject({ code, details: { file: 'a.csv.gz' } })
    await expect(unpacked(bytes, 5)).rejects.toMatchObject({ code })
  })
  test('zeros behind the end are the padding of a block', async () => {
    expect((await unpacked(Buffer.concat([packed, Buffer.alloc(100)]))).toString()).toBe(members)
  })
})

describe('a bomb is refused while it unpacks', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  test('by its ratio', async () => {
    await expect(unpacked(bomb)).rejects.toMatchObject({
      code: 'FILE_LIMIT_EXCEEDED',
      details: { file: 'a.csv.gz', limit: 'maxUnpackedRatio', maximum: 250 },
    })
  })
  test('by its size', async () => {
    await using copies = new TemporaryCopies()
    const limits = { ...defaultFileLimits, maxUnpackedBytes: 1_000_000, maxUnpackedRatio: 10_000 }
    const content = gunzippedContent({ ...bytesContent('a.gz', bomb), limits }, copies)
    await expect(joined(content.bytes(quiet))).rejects.toMatchObject({
      code: 'FILE_LIMIT_EXCEEDED',
      details: { limit: 'maxUnpackedBytes' },
    })
  })
  test('by the room for copies, and nothing of it stays', async () => {
    const copies = new TemporaryCopies(1_000_000)
    const limits = { ...defaultFileLimits, maxUnpackedRatio: 10_000 }
    const folder = path.dirname(await copies.copy('b', bytesContent('b', Buffer.from('b')).bytes(quiet), quiet))
    await expect(
      gunzippedContent({ ...bytesContent('a.gz', bomb), limits }, copies).local(quiet),
    ).rejects.toMatchObject({
      code: 'FILE_LIMIT_EXCEEDED',
      details: { limit: 'maxCopyBytes' },
    })
    expect(readdirSync(folder)).toContain('1')
    await copies[Symbol.asyncDispose]()
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

test('the source is closed when the reader leaves early or is aborted', async () => {
  const packed = gzipSync(Buffer.from(Array.from({ length: 100_000 }, (_, at) => `${at * 7919}`).join('\n')))
  let open = 0
  const content = {
    ...bytesContent('a.gz', packed),
    async *bytes(signal: AbortSignal) {
      open++
      try {
        yield* bytesContent('a.gz', packed, 1000).bytes(signal)
      } finally {
        open--
      }
    },
  }
  await using copies = new TemporaryCopies()
  for await (const chunk of gunzippedContent(content, copies).bytes(quiet)) if (chunk.length > 0) break
  expect(open).toBe(0)
  const abort = new AbortController()
  const reading = (async () => {
    for await (const chunk of gunzippedContent(content, copies).bytes(abort.signal)) if (chunk.length > 0) abort.abort()
  })()
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(open).toBe(0)
})
