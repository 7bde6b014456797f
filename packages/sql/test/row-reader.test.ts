import { BerthError } from '@berth/core'
import { expect, test, vi } from 'vitest'
import type { SqlColumn, SqlTable } from '../src/column.ts'
import type { SqlConnection } from '../src/connection.ts'
import { SqlContext } from '../src/context.ts'
import type { SqlDialect } from '../src/dialect.ts'
import { RowReader } from '../src/row-reader.ts'

/** A column whose cells are good unless they begin with an exclamation mark. */
function column(name: string, more: Partial<SqlColumn> = {}): SqlColumn {
  const convert = vi.fn((raw: unknown) => {
    if (String(raw).startsWith('!')) throw new BerthError('VALUE_INVALID', { type: 'text', length: String(raw).length })
    return String(raw).toUpperCase()
  })
  return { name, type: { name: 'text' }, nativeType: 'TEXT', nullable: true, convert, ...more }
}

async function readerOf(columns: readonly SqlColumn[], key: readonly string[], selected = columns): Promise<RowReader> {
  const table: SqlTable = { name: 'T', reference: 'T', columns }
  const dialect = { name: 'test', quote: (name: string) => name } as SqlDialect
  const context = new SqlContext(dialect, {} as SqlConnection, async () => table)
  return new RowReader(
    context,
    await context.table('T', new AbortController().signal),
    selected.map(({ name }) => ({ name })),
    key,
  )
}

test('a batch without a bad cell keeps its rows in place', async () => {
  const reader = await readerOf([column('a'), column('b')], ['a'])
  const raw = [
    ['x', 'y'],
    ['z', null],
  ]
  const { rows, unreadable, lastKey } = reader.read(raw)
  expect(rows).toBe(raw)
  expect(rows).toEqual([
    ['X', 'Y'],
    ['Z', null],
  ])
  expect(unreadable).toBeUndefined()
  expect(lastKey).toEqual(['Z'])
})

test('rows with a bad cell are told by position in the read, for their first bad cell, in order', async () => {
  const last = column('c')
  const reader = await readerOf([column('a'), column('b'), last], ['a'])
  reader.read([['k', 'y', 'y']])
  const raw = [
    ['l', 'y', '!ab'],
    ['m', '!', '!'],
    ['n', 'y', 'y'],
    ['o', '!a', 'y'],
  ]
  const { rows, unreadable, lastKey } = reader.read(raw)
  expect(rows).toEqual([['N', 'Y', 'Y']])
  expect(unreadable).toMatchObject([
    { row: 2, error: { code: 'VALUE_INVALID', details: { dataset: 'T', column: 'c', row: 2, length: 3 } } },
    { row: 3, error: { details: { column: 'b', length: 1 } } },
    { row: 5, error: { details: { column: 'b', length: 2 } } },
  ])
  expect(lastKey).toEqual(['O'])
  expect(last.convert).toHaveBeenCalledTimes(3)
  expect(reader.read([['p', '!', 'y']]).unreadable).toMatchObject([{ row: 6 }])
  expect(reader.read([['q', '!', 'y']], 0).unreadable).toMatchObject([{ row: 1, error: { details: { row: 1 } } }])
})

test('the key of a row that cannot be read is kept as it was read where it can be bound again', async () => {
  const columns = [column('a'), column('k', { bindsRaw: true })]
  const reader = await readerOf(columns, ['k'], columns.slice(0, 1))
  const { rows, unreadable, lastKey } = reader.read([['!', 'raw']])
  expect(rows).toEqual([])
  expect(unreadable?.length).toBe(1)
  expect(lastKey).toEqual(['raw'])
})

test.each([
  ['behind the columns asked for', ['a']],
  ['among them', ['a', 'k']],
])('a bad cell of the key ends the read, key %s', async (_, names) => {
  const columns = [column('a'), column('k')]
  const reader = await readerOf(
    columns,
    ['k'],
    columns.filter(({ name }) => names.includes(name)),
  )
  const raw = [
    ['x', 'y'],
    ['!', '!!'],
  ]
  expect(() => reader.read(raw)).toThrow(
    expect.objectContaining({ code: 'VALUE_INVALID', details: expect.objectContaining({ column: 'k', row: 2 }) }),
  )
})

test('what is no fault of one row ends the read', async () => {
  const failing = (error: Error): SqlColumn =>
    column('b', {
      convert: () => {
        throw error
      },
    })
  for (const error of [new BerthError('PROTOCOL_ERROR', { problem: 'x' }), new RangeError('x')]) {
    const reader = await readerOf([column('a'), failing(error)], ['a'])
    expect(() => reader.read([['x', 'y']])).toThrow(error.message)
  }
})

const limit = { maxLength: 3, length: (reference: string) => `length(${reference})` }

test('a column with a limit is read only within it, and its length only beyond it', async () => {
  const reader = await readerOf([column('a'), column('b', { limit })], ['a'])
  expect(reader.expressions).toEqual([
    'a',
    'CASE WHEN length(b) <= 3 THEN b END',
    'CASE WHEN length(b) > 3 THEN length(b) END',
  ])
  const { rows, unreadable, lastKey } = reader.read([
    ['k', 'abc', null],
    ['l', null, 4_000_000_000n],
    ['m', null, null],
  ])
  expect(rows).toEqual([
    ['K', 'ABC'],
    ['M', null],
  ])
  expect(lastKey).toEqual(['M'])
  const details = { dataset: 'T', column: 'b', row: 2, length: 4_000_000_000, maxLength: 3 }
  expect(unreadable).toMatchObject([{ row: 2, error: { code: 'VALUE_TOO_LONG', details } }])
  expect(reader.read([['n', null, 9]], 0).unreadable).toMatchObject([{ row: 1 }])
})

test('a key that is longer than its limit ends the read: nothing could go on behind it', async () => {
  const reader = await readerOf([column('a'), column('k', { limit, bindsRaw: true })], ['k'])
  const raw = [
    ['x', 'abc', null],
    ['y', null, 9],
  ]
  expect(() => reader.read(raw)).toThrow(
    expect.objectContaining({ code: 'VALUE_TOO_LONG', details: expect.objectContaining({ column: 'k', row: 2 }) }),
  )
})

test('a cell that the driver left unread is the error that says so', async () => {
  const unread = new BerthError('VALUE_TOO_LONG', { length: '> 3', maxLength: 3 })
  const convert = (raw: unknown): string => {
    if (BerthError.is(raw)) throw raw
    return String(raw)
  }
  const reader = await readerOf([column('a'), column('b', { convert })], ['a'])
  const { rows, unreadable } = reader.read([
    ['k', unread],
    ['l', 'x'],
  ])
  expect(rows).toEqual([['L', 'x']])
  expect(unreadable).toMatchObject([
    { row: 1, error: { code: 'VALUE_TOO_LONG', details: { column: 'b', length: '> 3' } } },
  ])
})
