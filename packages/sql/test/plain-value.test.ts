import { canonicalProblem, type LogicalType, type Value } from '@berth/core'
import { expect, test } from 'vitest'
import { bindRows } from '../src/bind-rows.ts'
import { coerce } from '../src/coerce.ts'
import type { SqlColumn } from '../src/index.ts'
import { plainValue } from '../src/plain-value.ts'

const types: readonly LogicalType[] = [
  { name: 'text' },
  { name: 'text', maxLength: 4 },
  { name: 'integer' },
  { name: 'int64' },
  { name: 'decimal' },
  { name: 'decimal', precision: 5, scale: 2 },
  { name: 'decimal', precision: 3, scale: 3 },
  { name: 'decimal', precision: 4, scale: 0 },
  { name: 'double' },
  { name: 'boolean' },
  { name: 'date' },
  { name: 'time' },
  { name: 'datetime' },
  { name: 'instant' },
  { name: 'binary' },
  { name: 'binary', maxLength: 2 },
  { name: 'json' },
]

const texts =
  `,a,abcd,abcde,四个汉字,五个汉字呀,😀😀😀,😀😀😀😀,\ud800,a\udc00,0,-0,007,12,-12,+1,1e3,999,1000,99999,0.5,.5,1.,-0.00,
0.123,0.1234,123.45,123.450,1234.5,-123.45,-999.99,2147483647,2147483648,-2147483648,9007199254740993,999999999999999999,
9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809,2024-02-29,2023-02-29,2024-02-30,
2024-2-1,0000-01-01,0001-01-01,9999-12-31,2024-13-01,2024-12-32,12024-01-01,2024-02-01\n,23:59:59,24:00:00,23:59:60,
08:00:00.123456789,08:00:00.1234567890,08:00:00.,08:00,2024-02-29T23:59:59,2024-02-29 23:59:59,2024-02-01T08:00:00.5,
2024-02-01T08:00:00Z,2024-02-01T24:00:00,2024-02-01T08:00:00\n,true,{"a":1},{a,null`.split(',')

const values: readonly Value[] = [
  ...texts.map((text) => text.replace(/^\n/, '')),
  ...[0, -0, 1, -1, 1.5, 2147483647, 2147483648, -2147483649, 9007199254740991, 9007199254740992, 1e300],
  ...[Number.NaN, Number.POSITIVE_INFINITY, true, false, null],
  ...[new Uint8Array(0), new Uint8Array(2), new Uint8Array(3)],
]

test('what is plainly of a type is canonical, and the value that a close look gives', () => {
  const told = new Set<string>()
  for (const type of types) {
    const plain = plainValue(type)
    for (const value of values) {
      const found = plain(value)
      if (found === undefined) continue
      told.add(type.name)
      expect(found, JSON.stringify([type, value])).toBe(coerce(value, type))
      expect(canonicalProblem(found, type), JSON.stringify([type, value])).toBeUndefined()
      expect(typeof found === 'string' ? found.isWellFormed() : true, JSON.stringify([type, value])).toBe(true)
    }
  }
  // Looked at closely always: what is rare, and what only a parser knows.
  expect(types.map(({ name }) => name).filter((name) => !told.has(name))).toEqual(['instant', 'json'])
})

const column = (name: string, type: LogicalType, more: Partial<SqlColumn> = {}): SqlColumn => ({
  name,
  type,
  nativeType: type.name,
  nullable: true,
  ...more,
})

test('a row names its first column at fault, and the others keep their places', () => {
  const columns = [
    column('a', { name: 'integer' }, { nullable: false }),
    column('b', { name: 'text', maxLength: 2 }),
    column('c', { name: 'int64' }, { bind: String, bindNumber: (value) => value * 10 }),
  ]
  const rows: readonly Value[][] = [
    [1, 'ok', 7],
    [2, 'long', 'x'],
    ['x', 'long', 8],
    [null, 'ok', 9],
    [5, null, '8'],
    [6, 'ok', 'x'],
  ]
  const fields = columns.map(({ name, type }) => ({ name, type }))
  const request = { dataset: 'T', fields, rows, key: [], mode: 'insert', batch: 'b', onReject: 'skip' } as const
  expect(bindRows(request, columns)).toEqual({
    cells: [
      [1, 'ok', 70],
      [5, null, '8'],
    ],
    indexes: [0, 4],
    rejects: [
      { row: 1, column: 'b', code: 'VALUE_TOO_LONG' },
      { row: 2, column: 'a', code: 'VALUE_INVALID' },
      { row: 3, column: 'a', code: 'VALUE_MISSING' },
      { row: 5, column: 'c', code: 'VALUE_INVALID' },
    ],
  })
})

test('a column that keeps values otherwise is asked of numbers too', () => {
  const refusing = column(
    'c',
    { name: 'int64' },
    {
      bindNumber: (value) => value,
      checkStored: () => {
        throw new TypeError('asked')
      },
    },
  )
  const rows: readonly Value[][] = [[1]]
  const request = {
    dataset: 'T',
    fields: [],
    rows,
    key: [],
    mode: 'insert',
    batch: 'b',
    onReject: 'skip',
  } as const
  expect(() => bindRows(request, [refusing])).toThrow('asked')
})
