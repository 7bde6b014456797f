import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { readExactly } from '../src/cells.ts'
import type { OutputDescriptor, WireReader } from '../src/driver.ts'

const { XdrReader } = createRequire(import.meta.url)('node-firebird/lib/wire/serialize.js') as {
  readonly XdrReader: new (buffer: Buffer) => WireReader
}

/** A column of VARCHAR. */
function varying(charSetId: number): OutputDescriptor {
  const descriptor: OutputDescriptor = {
    type: 448,
    subType: charSetId,
    scale: 0,
    length: 40,
    charSetId,
    decode: () => undefined,
  }
  readExactly([descriptor])
  return descriptor
}

const utf8 = 4
const none = 0

test.each([utf8, none])('a text of charset %i is read with its padding', (charset) => {
  const reading = new XdrReader(Buffer.from('\0\0\0\x05abcde\0\0\0\0\0\0\0'))
  expect(Buffer.from(varying(charset).decode(reading, false) as string).toString()).toBe('abcde')
  expect(reading.pos).toBe(12)
})

test.each(
  [utf8, none].flatMap((charset) => [-1, -8, -16, -(2 ** 31), 2 ** 31 - 1, 17].map((n) => [charset, n] as const)),
)('in charset %i, a length of %i leads past the end, never back', (charset, length) => {
  const bytes = Buffer.alloc(20)
  bytes.writeInt32BE(length)
  const reading = new XdrReader(bytes)
  varying(charset).decode(reading, false)
  expect(reading.pos).toBeGreaterThan(bytes.length)
  expect(() => reading.readInt()).toThrow(RangeError)
})
