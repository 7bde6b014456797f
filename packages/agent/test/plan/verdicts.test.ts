import type { Field, Row } from '@berth/core'
import { expect, test } from 'vitest'
import { compilePlan } from '../../src/plan/compile-plan.ts'
import { planColumns } from '../../src/plan/plan-columns.ts'
import { testItem, type } from './test-item.ts'

const fields: Field[] = [
  { name: 'ID', type: type('integer') },
  { name: 'XM', type: type('text') },
]
const id = testItem('id', 'integer')

test('onInvalid decides what becomes of a value at fault, and each is counted', () => {
  const rows: Row[] = [
    [1, 'fine'],
    [2, 'too long'],
    [3, null],
    [4, 'as long '.repeat(2)],
  ]
  const run = (onInvalid: 'reject' | 'null' | 'warn', required = false) => {
    const name = testItem('name', 'text(4)', { from: 'XM', onInvalid, required })
    return compilePlan({ items: [id, name], fields, format: 'values' }).run(rows)
  }
  expect(run('reject')).toMatchObject({
    output: [
      [1, 'fine'],
      [3, null],
    ],
    rows: 2,
    rejects: [
      { row: 1, item: 'name', code: 'VALUE_TOO_LONG', length: 8 },
      { row: 3, item: 'name', code: 'VALUE_TOO_LONG', length: 16 },
    ],
    warnings: [],
  })
  expect(run('null').output).toEqual([
    [1, 'fine'],
    [2, null],
    [3, null],
    [4, null],
  ])
  expect(run('null').warnings).toEqual([{ item: 'name', code: 'VALUE_TOO_LONG', count: 2 }])
  expect(run('warn').output.map(([, name]) => name)).toEqual(['fine', 'too long', null, 'as long as long'])
  expect(run('warn').warnings).toEqual([{ item: 'name', code: 'VALUE_TOO_LONG', count: 2 }])
  expect(run('null', true).rejects.map(({ row, code }) => [row, code])).toEqual([
    [1, 'VALUE_MISSING'],
    [2, 'VALUE_MISSING'],
    [3, 'VALUE_MISSING'],
  ])
})

test('the items alone decide what is in the output, and which columns are read', () => {
  const secret = testItem('secret', 'text', { from: 'XM', charset: 'GBK' })
  expect(planColumns([id, secret, testItem('again', 'text', { from: 'XM' })])).toEqual([
    { name: 'ID' },
    { name: 'XM', charset: 'GBK' },
  ])
  expect(compilePlan({ items: [id], fields, format: 'json' }).run([[1, 'x']]).output).toBe('[{"id":1}]')
})

test('an item whose column is not there is an error', () => {
  const absent = testItem('absent', 'text')
  expect(() => compilePlan({ items: [absent], fields, format: 'json' })).toThrow('has no column ABSENT')
})

test('ids are data in the generated code, whatever they are', () => {
  const id = '"+process.exit(1)+"\u2028`\u0024{1}\\'
  const evil = testItem(id, 'integer', { from: 'ID' })
  const { output } = compilePlan({ items: [evil], fields, format: 'json' }).run([[7, '']])
  expect(JSON.parse(output)).toEqual([{ [id]: 7 }])
})

test('a CSV header is quoted like any record, and begins with a mark where one is asked for', () => {
  const items = [testItem('a,b', 'integer', { from: 'ID' }), testItem('c', 'text', { from: 'XM' })]
  const plan = compilePlan({ items, fields, format: 'csv', byteOrderMark: true })
  expect(plan.header).toBe('\ufeff"a,b",c\r\n')
  const rows: Row[] = [
    [1, ''],
    [2, null],
    [3, 'x"y\r\nz'],
  ]
  expect(plan.run(rows).output.join('')).toBe('1,""\r\n2,\r\n3,"x""y\r\nz"\r\n')
})

test('a long batch comes in pieces that follow each other', () => {
  const rows = Array.from({ length: 1000 }, (_, index): Row => [index, '文'.repeat(50)])
  const { output } = compilePlan({ items: [id, testItem('xm', 'text')], fields, format: 'ndjson' }).run(rows)
  expect(output.length).toBeGreaterThan(3)
  expect(Math.max(...output.map((piece) => piece.length))).toBeLessThan(20_000)
  const ids = output
    .join('')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).id)
  expect(ids).toEqual(rows.map(([number]) => number))
})

test('a wide row is written like a narrow one, NULL and special characters anywhere in it', () => {
  const wide = Array.from({ length: 40 }, (_, index) => testItem(`i${index}`, 'text'))
  const columns: Field[] = wide.map((item) => ({ name: item.from, type: type('text') }))
  const rows = Array.from(
    { length: 41 },
    (_, special): Row =>
      wide.map((_item, index) => (index === special ? '"' : index === (special * 7) % 41 ? null : `v${index}`)),
  )
  const { output } = compilePlan({ items: wide, fields: columns, format: 'ndjson' }).run(rows)
  const expected = rows.map((row) => Object.fromEntries(row.map((value, index) => [`i${index}`, value])))
  expect(output.join('')).toBe(expected.map((record) => `${JSON.stringify(record)}\n`).join(''))
})
