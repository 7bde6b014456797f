import { expect, test } from 'vitest'
import { exactJson, isJsonNumber, valueOfText } from '../src/index.ts'

test.each([
  '12345678901234567890',
  '0.10',
  '1.10',
  '1e3',
  '-0',
  '123456789012345.678',
  '9007199254740993',
  '1.00000000000000001',
])('the number %s stays as it was written', (digits) => {
  const value = exactJson(`{"a":[${digits}]}`, 'body') as { readonly a: readonly [unknown] }
  expect(JSON.stringify(value)).toBe(`{"a":[${digits}]}`)
  expect(isJsonNumber(value.a[0] as never)).toBe(true)
})

test('numbers that a double holds are numbers', () => {
  expect(exactJson('[1, 2.5, -7, 123456.789, 0]', 'body')).toEqual([1, 2.5, -7, 123456.789, 0])
})

test('a text that is no JSON is named by its length', () => {
  expect(() => exactJson('{"a":canary}', 'body')).toThrow(
    expect.objectContaining({ code: 'VALUE_INVALID', details: { column: 'body', type: 'json', length: 12 } }),
  )
})

test.each([
  ['integer', ' +007 ', 7],
  ['integer', '-0', 0],
  ['int64', '+9223372036854775807', '9223372036854775807'],
  ['decimal', '+0012.50', '12.50'],
  ['decimal', '-0.00', '0.00'],
  ['decimal', '.5', '0.5'],
  ['boolean', '1', true],
  ['date', '2024-02-29', '2024-02-29'],
  ['datetime', '2024-02-29 08:00:00.5', '2024-02-29T08:00:00.5'],
  ['instant', '2024-03-01T07:59:59.123456+08:00', '2024-02-29T23:59:59.123456Z'],
  ['text', ' 007 ', ' 007 '],
] as const)('a %s written as %j', (name, text, value) => {
  expect(valueOfText(text, { name }, 'A')).toBe(value)
})

test.each([
  ['integer', '2147483648'],
  ['integer', '1.0'],
  ['int64', '9223372036854775808'],
  ['decimal', '1e3'],
  ['decimal', '.'],
  ['double', 'NaN'],
  ['boolean', 'yes'],
  ['date', '2023-02-29'],
  ['instant', '2024-02-29T08:00:00'],
  ['instant', '0001-01-01T00:00:00+08:00'],
  ['binary', 'a'],
] as const)('no %s is %j', (name, text) => {
  expect(() => valueOfText(text, { name }, 'A')).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
})

test('bytes are base64', () => {
  expect(valueOfText('AP8=', { name: 'binary' }, 'A')).toEqual(Uint8Array.of(0, 255))
})
