import type { LogicalTypeName, Value } from '@berth/core'
import { expect, test } from 'vitest'
import { valueBefore } from '../src/values/overlap.ts'

const cases: readonly [LogicalTypeName, Value, number, Value][] = [
  ['integer', 100, 15, 85],
  ['double', 1.5, 1, 0.5],
  ['int64', '9223372036854775807', 7, '9223372036854775800'],
  ['int64', '3', 5, '-2'],
  ['decimal', '10.50', 1, '9.50'],
  ['decimal', '0.05', 1, '-0.95'],
  ['decimal', '-1.00', 1, '-2.00'],
  ['decimal', '12', 20, '-8'],
  ['date', '2024-03-01', 86_400_000, '2024-02-29'],
  ['date', '2024-03-01', 1, '2024-02-29'],
  ['datetime', '2024-03-01T00:00:00', 1, '2024-02-29T23:59:59.999'],
  ['datetime', '2024-03-01T00:00:01.123456', 1000, '2024-03-01T00:00:00.123456'],
  ['datetime', '2024-03-01T00:00:01.5', 500, '2024-03-01T00:00:01.000'],
  ['datetime', '0001-01-01T00:00:00', 5000, '0001-01-01T00:00:00.000'],
  ['instant', '2024-03-01T00:00:00Z', 60_000, '2024-02-29T23:59:00.000Z'],
]

test.each(cases)('%s %s less %s is %s', (name, value, overlap, expected) => {
  expect(valueBefore(value, overlap, { name }, 'test')).toBe(expected)
})

test('a text has no distances', () => {
  expect(() => valueBefore('x', 1, { name: 'text' }, 'test')).toThrow(
    expect.objectContaining({ code: 'NOT_SUPPORTED' }),
  )
})
