import { formatLogicalType, parseLogicalType, type Value } from '@berth/core'
import { expect, test } from 'vitest'
import { coerce } from '../src/coerce.ts'

const cases: readonly [Value, string, Value][] = [
  [5, 'text', '5'],
  [5, 'int64', '5'],
  [5, 'decimal(9,2)', '5'],
  ['5.000', 'decimal(9,2)', '5.00'],
  ['5.00', 'decimal(9,0)', '5'],
  ['5.001', 'decimal(9,2)', '5.001'],
  ['0012.5', 'decimal(9,2)', '0012.5'],
  ['12', 'integer', 12],
  ['-12', 'double', -12],
  ['9223372036854775807', 'double', '9223372036854775807'],
  ['1 OR 1=1', 'integer', '1 OR 1=1'],
  [true, 'integer', 1],
  [true, 'text', 'true'],
  ['2024-02-29', 'text', '2024-02-29'],
  ['2024-02-29', 'datetime', '2024-02-29'],
  [0.5, 'decimal(9,2)', 0.5],
  [null, 'text', null],
]

test.each(cases)('%s as %s is %s', (value, notation, expected) => {
  const type = parseLogicalType(notation) ?? { name: 'text' }
  expect(formatLogicalType(type)).toBe(notation)
  expect(coerce(value, type)).toBe(expected)
})
