import { textDecoding } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textEncoding, unencodable } from '../../src/text/encode-strictly.ts'

const charsets = ['UTF-8', 'GBK', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'windows-1251', 'ISO-8859-15']
const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    fc.constantFrom('张', '𠮷', '€', '\ue5e5', '\ufe10', '\u9fb4', '\ufffd', '?', '\ud800'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

test.each(charsets)('what %s encodes decodes to the same text, or nothing is encoded', (charset) => {
  const encoding = textEncoding(charset)
  const decoding = textDecoding(charset)
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = encoding.encode(text)
      if (bytes !== undefined) expect(decoding.decode(bytes, 'c')).toBe(text)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['GBK', '张三', true],
  ['GBK', '€', false],
  ['GBK', '張𠮷', false],
  ['GB18030', '張𠮷€', true],
  ['Big5', '張', true],
  ['Big5', '张', false],
  ['windows-1251', 'Ж', true],
  ['windows-1251', '张', false],
  ['UTF-8', 'a\ud800', false],
  ['UTF-16LE', 'a\udc00b', false],
])('%s has all of %j: %s', (charset, text, has) => {
  expect(textEncoding(charset).encode(text) !== undefined).toBe(has)
})

test('of the characters of GBK and Big5 hardly one is refused that is not for private use', () => {
  for (const charset of ['GBK', 'Big5']) {
    const encoding = textEncoding(charset)
    const decoding = textDecoding(charset)
    let same = 0
    const refused: string[] = []
    let longer = 0
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        let text: string
        try {
          text = decoding.decode(Uint8Array.of(lead, trail), 'c')
        } catch {
          continue
        }
        const bytes = encoding.encode(text)
        if (bytes === undefined) refused.push(text)
        else if (bytes.length === 2) same++
        else longer++
      }
    }
    expect(same).toBeGreaterThan(13_000)
    expect(longer).toBe(0)
    // The euro sign, and characters that readers have moved out of the private area and writers have not.
    expect(refused.filter((text) => !/^\p{Co}$/u.test(text)).length).toBeLessThan(20)
  }
})

test('the first character that is missing is told by its place', () => {
  const encoding = textEncoding('GBK')
  const error = unencodable('张三𠮷丰', encoding, 'name')
  expect([error.code, error.details]).toEqual(['TEXT_UNENCODABLE', { column: 'name', offset: 2, charset: 'gbk' }])
  expect(() => textEncoding('EBCDIC')).toThrow('EBCDIC')
})
