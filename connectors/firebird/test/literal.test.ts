import { expect, test } from 'vitest'
import { literal } from '../src/literal.ts'
import { firebirdColumn } from '../src/values.ts'

const base = {
  name: 'C',
  subType: 0,
  scale: 0,
  precision: 0,
  length: 4,
  characters: 0,
  charset: undefined,
  nullable: true,
}
const text = firebirdColumn({ ...base, type: 37, characters: 30, charset: 'UTF8' }, undefined)
const time = firebirdColumn({ ...base, type: 35 }, undefined)
const double = firebirdColumn({ ...base, type: 27 }, undefined)

test.each([
  ["o'x", text, "_UTF8 'o''x'"],
  ['', text, "_UTF8 ''"],
  ['a\r\n', text, "_UTF8 X'610d0a'"],
  ['2024-02-29 10:00:00.1', time, "'2024-02-29 10:00:00.1'"],
  [0.1, double, '0.1'],
  [-12_345, double, '-12345'],
  [0.1 + 0.2, double, "CAST('1351079888211149' AS DOUBLE PRECISION) * POWER(2e0, -26) * POWER(2e0, -26)"],
  [true, double, 'TRUE'],
  [Buffer.of(1, 255), text, "X'01ff'"],
  [Buffer.alloc(0), text, "X''"],
] as const)('%j is written as it is', (bound, column, expected) => {
  expect(literal(bound, column)).toBe(expected)
})

test('what is long is put together, what is too long is refused before anything is written', () => {
  const long = literal('汉'.repeat(5000), text)
  expect(long).toMatch(
    /^CAST\(CAST\(X'[0-9a-f]{16000}' AS BLOB SUB_TYPE BINARY\) \|\| X'[0-9a-f]{14000}' AS BLOB SUB_TYPE TEXT/,
  )
  expect(() => literal(Buffer.alloc(4_000_001), text)).toThrow(expect.objectContaining({ code: 'VALUE_TOO_LONG' }))
})

test('every other double is told as an exact product', () => {
  for (const value of [5e-324, -2.2250738585072014e-308, Number.MAX_VALUE, 1e21, -1e-7, 123_456_789.123_456_78]) {
    const [, whole, half, rest] =
      /^CAST\('(-?\d+)' AS DOUBLE PRECISION\) \* POWER\(2e0, (-?\d+)\) \* POWER\(2e0, (-?\d+)\)$/.exec(
        literal(value, double),
      ) ?? []
    expect(Number(whole) * 2 ** Number(half) * 2 ** Number(rest)).toBe(value)
    expect(Number.isSafeInteger(Number(whole))).toBe(true)
  }
})
