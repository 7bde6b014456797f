import { expect, test } from 'vitest'
import { decodeSource } from '../../src/source/decode-source.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('UTF-8 with and without a mark is read', () => {
  expect(decodeSource(bytes('berth: 1 泊位'))).toEqual({ text: 'berth: 1 泊位' })
  expect(decodeSource(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ text: 'a' })
  expect(decodeSource(new Uint8Array())).toEqual({ text: '' })
})

test('UTF-16 is recognised, with and without a mark', () => {
  for (const start of ['\uFEFF', '']) {
    const encoded = Uint8Array.from(
      [...`${start}berth: 1`].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    )
    expect(decodeSource(encoded)).toMatchObject({ problem: 'utf-16', line: 1, column: 1 })
  }
})

test('GBK is recognised, with the place of its first character', () => {
  const gbk = Uint8Array.of(...bytes('a: 1\nb: '), 0xb2, 0xb4, 0xce, 0xbb)
  expect(decodeSource(gbk)).toEqual({ problem: 'gb18030', offset: 8, line: 2, column: 4 })
})

test('a byte that is neither is named, also where a character is cut at the end', () => {
  expect(decodeSource(Uint8Array.of(...bytes('泊: '), 0xff))).toEqual({
    problem: 'not-utf-8',
    offset: 5,
    line: 1,
    column: 4,
  })
  expect(decodeSource(bytes('a\n泊').subarray(0, 4))).toMatchObject({ offset: 2, line: 2, column: 1 })
})
