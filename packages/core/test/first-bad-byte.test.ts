import { TextDecoder } from 'node:util'
import { expect, test } from 'vitest'
import { textDecoding } from '../src/index.ts'

/** Bytes that begin, continue and break characters, and one in four at random; 0x80 and 0xFF are refused on purpose and tried elsewhere. */
const often = [
  0x30, 0x39, 0x41, 0x0a, 0x81, 0xfe, 0xe4, 0xb8, 0xad, 0xd6, 0xd0, 0x84, 0x31, 0xa4, 0x37, 0xf0, 0x9f, 0xed,
]

function* texts(count: number): Generator<Uint8Array> {
  let seed = 20_261_123
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % limit
  }
  for (let index = 0; index < count; index++) {
    yield Uint8Array.from({ length: 1 + below(8) }, () => {
      const byte = below(4) === 0 ? below(0xff) : (often[below(often.length)] ?? 0)
      return byte === 0x80 ? 0x40 : byte
    })
  }
}

/** As the decoder of the platform tells it when it is given one byte more each time. */
function firstBadByte(charset: string, bytes: Uint8Array): number {
  const decodes = (end: number, stream: boolean): boolean => {
    try {
      new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), { stream })
      return true
    } catch {
      return false
    }
  }
  for (let end = 1; end <= bytes.length; end++) if (!decodes(end, true)) return end - 1
  let sound = bytes.length
  while (!decodes(sound, false)) sound--
  return sound === bytes.length ? -1 : sound
}

test.each(['utf-8', 'gbk', 'gb18030', 'big5', 'shift_jis', 'euc-kr'])(
  'the first bad byte of %s is found',
  (charset) => {
    const decoding = textDecoding(charset)
    const found = new Set<number>()
    for (const bytes of texts(1500)) {
      const expected = firstBadByte(charset, bytes)
      expect([Buffer.from(bytes).toString('hex'), decoding.firstBadByte(bytes, 0)]).toEqual([
        Buffer.from(bytes).toString('hex'),
        expected,
      ])
      found.add(expected)
    }
    expect(found.size).toBeGreaterThan(5)
  },
)

test('it is looked for from a place on, and U+FFFD itself is a character', () => {
  const bytes = Buffer.from('41ff42ff43', 'hex')
  expect([0, 1, 2, 4].map((start) => textDecoding('utf-8').firstBadByte(bytes, start))).toEqual([1, 1, 3, -1])
  expect(textDecoding('utf-8').firstBadByte(Buffer.from('\ufffd'), 0)).toBe(-1)
  expect(textDecoding('gb18030').firstBadByte(Buffer.from('8431a437ff', 'hex'), 0)).toBe(4)
})

test('a lone 0x80 is told where it stands, although something else is bad behind it', () => {
  for (const charset of ['gbk', 'gb18030', 'big5'])
    expect(textDecoding(charset).firstBadByte(Buffer.from('4180418120', 'hex'), 0)).toBe(1)
})
