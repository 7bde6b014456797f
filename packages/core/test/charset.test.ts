import { expect, test } from 'vitest'
import { BerthError, textDecoding } from '../src/index.ts'

function failure(run: () => unknown): BerthError {
  try {
    run()
  } catch (error) {
    if (BerthError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

test.each([
  ['GBK', 'd6d0 b9fa', '中国'],
  ['ZHS16GBK', 'd6d0 b9fa', '中国'],
  ['GB18030', '8139ee39', '㐀'],
  ['GB18030', 'a2e3', '€'],
  ['Big5', 'a4a4 b0ea', '中國'],
  ['UNICODE_FSS', 'e4b8ad', '中'],
  ['WIN1251', 'cfc8', 'ПИ'],
])('%s reads %s as %s', (charset, hex, text) => {
  expect(textDecoding(charset).decode(bytes(hex), 'XM')).toBe(text)
})

test.each([
  ['GBK', 'd6d0 ff b9fa', 2, 'a foreign byte'],
  ['GBK', '6162 d6', 2, 'a cut pair'],
  ['GBK', 'd6d0 80', 2, 'a lone 0x80'],
  ['Big5', 'a4a4 80', 2, 'a lone 0x80'],
  ['Big5', 'ff a4a4', 0, 'a lone 0xFF'],
  ['GB18030', 'd6d0 ff', 2, 'a lone 0xFF'],
  ['GB18030', '61 8130', 1, 'a cut four-byte character'],
  ['UTF-8', '61 e4b8', 1, 'a cut character'],
  ['UTF-8', '616263 c0', 3, 'an overlong lead'],
])('%s refuses %s at byte %i: %s', (charset, hex, offset) => {
  const error = failure(() => textDecoding(charset).decode(bytes(hex), 'XM'))
  expect(error.code).toBe('TEXT_UNDECODABLE')
  expect(error.details).toEqual({ column: 'XM', offset, charset })
})

test('an unknown charset is named', () => {
  expect(failure(() => textDecoding('KOI9-Z')).details).toEqual({ charset: 'KOI9-Z' })
})
