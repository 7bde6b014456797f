import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  canonicalProblem,
  characterCount,
  formatLogicalType,
  isCalendarDate,
  parseLogicalType,
  type Value,
} from '../src/index.ts'

const type = (notation: string) => {
  const parsed = parseLogicalType(notation)
  if (parsed === undefined) throw new Error(`not a type: ${notation}`)
  return parsed
}

test.each<[string, Value, string | undefined]>([
  ['integer', 2147483647, undefined],
  ['integer', 2147483648, 'shape'],
  ['integer', 1.5, 'shape'],
  ['integer', '1', 'shape'],
  ['int64', '-9223372036854775808', undefined],
  ['int64', '9223372036854775808', 'shape'],
  ['int64', '-0', 'shape'],
  ['int64', '007', 'shape'],
  ['decimal(18,4)', '-12345678901234.5678', undefined],
  ['decimal(18,4)', '0.12345', 'length'],
  ['decimal(4,4)', '0.1234', undefined],
  ['decimal(4,4)', '1.1234', 'length'],
  ['decimal', '1e3', 'shape'],
  ['decimal', '+1', 'shape'],
  ['double', Number.NaN, 'shape'],
  ['double', Number.POSITIVE_INFINITY, 'shape'],
  ['boolean', 1, 'shape'],
  ['date', '2024-02-29', undefined],
  ['date', '2023-02-29', 'shape'],
  ['date', '0000-01-01', 'shape'],
  ['date', '9999-12-31', undefined],
  ['time', '23:59:59.9999', undefined],
  ['time', '24:00:00', 'shape'],
  ['datetime', '0001-01-01T00:00:00', undefined],
  ['datetime', '2024-01-01 00:00:00', 'shape'],
  ['datetime', '2024-01-01T00:00:00Z', 'shape'],
  ['instant', '2024-01-01T00:00:00.000000001Z', undefined],
  ['instant', '2024-01-01T00:00:00', 'shape'],
  ['text(2)', '𠮷中', undefined],
  ['text(1)', '中国', 'length'],
  ['text', '', undefined],
  ['binary(2)', new Uint8Array(3), 'length'],
  ['json', '{"a":1}', undefined],
  ['json', '{a:1}', 'shape'],
  ['date', null, undefined],
])('%s: %j is %s', (notation, value, problem) => {
  expect(canonicalProblem(value, type(notation))).toBe(problem)
})

test('a notation that is none is undefined', () => {
  for (const notation of [
    'varchar(3)',
    'text()',
    'text(0)',
    'integer(3)',
    'decimal(4,5)',
    'decimal(0)',
    'date(1)',
    'text(3,1)',
    '',
  ]) {
    expect(parseLogicalType(notation), notation).toBeUndefined()
  }
})

test('a type survives being written and read', () => {
  for (const notation of ['text', 'text(30)', 'decimal', 'decimal(38,10)', 'binary(16)', 'instant', 'json']) {
    expect(formatLogicalType(type(notation))).toBe(notation)
  }
  expect(formatLogicalType(type('decimal(9)'))).toBe('decimal(9,0)')
})

test('characters are code points, as the iterator of strings counts them', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => characterCount(text) === [...text].length))
})

test('a calendar date is one that Date keeps', () => {
  const dates = fc.record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 0, max: 13 }),
    day: fc.integer({ min: 0, max: 32 }),
  })
  fc.assert(
    fc.property(dates, ({ year, month, day }) => {
      const date = new Date(0)
      date.setUTCFullYear(year, month - 1, day)
      const kept = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
      return isCalendarDate(year, month, day) === kept
    }),
  )
})
