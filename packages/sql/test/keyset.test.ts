import { expect, test } from 'vitest'
import type { SqlColumn, SqlDialect } from '../src/index.ts'
import { keysetCondition } from '../src/keyset.ts'
import { SqlParameters } from '../src/parameters.ts'

const columns: SqlColumn[] = ['a', 'b', 'c'].map((name) => ({
  name,
  type: { name: 'text' },
  nativeType: 'TEXT',
  nullable: false,
}))
const base: SqlDialect = {
  name: 'test',
  quote: (identifier) => identifier,
  marker: (position) => `$${position}`,
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 100,
  maxUnionBranches: 10,
  maxWriteRows: 1,
  rowValues: true,
  write: () => '',
  ledger: () => ({ exists: '', create: '', find: '', insert: '' }),
}

function condition(count: number, operator: '>' | '<=', rowValues: boolean): [string, unknown[]] {
  const dialect = { ...base, rowValues }
  const parameters = new SqlParameters(dialect)
  const text = keysetCondition(dialect, columns.slice(0, count), operator, ['x', 'y', 'z'].slice(0, count), parameters)
  return [text, parameters.values]
}

test('row values', () => {
  expect(condition(1, '>', true)).toEqual(['a > $1', ['x']])
  expect(condition(3, '>', true)).toEqual(['(a, b, c) > ($1, $2, $3)', ['x', 'y', 'z']])
  expect(condition(2, '<=', true)).toEqual(['(a, b) <= ($1, $2)', ['x', 'y']])
})

test('spelled out where row values are not understood', () => {
  expect(condition(2, '>', false)).toEqual(['a >= $1 AND (a > $2 OR (a = $3 AND b > $4))', ['x', 'x', 'x', 'y']])
  expect(condition(2, '<=', false)).toEqual(['a <= $1 AND (a < $2 OR (a = $3 AND b <= $4))', ['x', 'x', 'x', 'y']])
  expect(condition(3, '>', false)).toEqual([
    'a >= $1 AND (a > $2 OR (a = $3 AND (b > $4 OR (b = $5 AND c > $6))))',
    ['x', 'x', 'x', 'y', 'y', 'z'],
  ])
})
