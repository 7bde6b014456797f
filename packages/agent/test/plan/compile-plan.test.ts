import type { Field, LogicalType, Row, Value } from '@berth/core'
import type { Item } from '@berth/manifest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePlan } from '../../src/plan/compile-plan.ts'
import { expectedOf } from './oracle.ts'
import { testItem, type } from './test-item.ts'

const digits = fc.stringMatching(/^[+-]?0{0,3}\d{0,21}(\.\d{0,6})?$/)
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 8 }).map((text) => `${text}  `),
  fc.constantFrom('', ' ', '"', '\\', '\n', '\u2028', '\ud800', '𠮷野家', '2024-02-29', '20240229', '20230229'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  digits,
  digits.map((text) => ` ${text} `),
)

/** Canonical cells of a column, and now and then one that is not: a connector's mistake must not get through. */
const cells: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  text: texts,
  integer: fc.oneof(fc.integer(), fc.constantFrom(-0, 0, 1, 2147483648, 1.5)),
  int64: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.constantFrom('0', '-0', '01', '9223372036854775807', '9223372036854775808'),
  ),
  decimal: fc.oneof(fc.stringMatching(/^-?(0|[1-9]\d{0,19})(\.\d{1,8})?$/), fc.constantFrom('-0', '00', '1.', '0.00')),
  double: fc.double(),
  boolean: fc.boolean(),
  date: fc.oneof(
    fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    fc.constantFrom('2023-02-29', '2024-02-29', '1900-02-29', '0000-01-01', '2024-04-31', '2024-12-31'),
  ),
  time: fc.constantFrom('00:00:00', '23:59:59.123456789', '24:00:00', '12:00'),
  datetime: fc.constantFrom(
    '2024-02-29T00:00:00',
    '2024-12-31T23:59:59.5',
    '2023-02-29T00:00:00',
    '2024-01-01 00:00:00',
  ),
  instant: fc.constantFrom('2024-02-29T00:00:00Z', '2024-02-29T00:00:00', '2024-01-30T10:00:00.123Z'),
  binary: fc.uint8Array({ maxLength: 9 }),
  json: fc.oneof(fc.json({ maxDepth: 1 }), fc.constant('{')),
}

const conversions: readonly (readonly [string, string, Partial<Item>?])[] = [
  ...Object.keys(cells).map((name) => [name, name] as const),
  ['text', 'text(5)'],
  ['text', 'text(5)', { trim: false }],
  ['binary', 'binary(4)'],
  ['decimal', 'decimal(8,3)'],
  ['decimal', 'decimal(3,3)'],
  ['decimal', 'integer'],
  ['decimal', 'int64'],
  ['int64', 'decimal(12,2)'],
  ['int64', 'integer'],
  ['integer', 'int64'],
  ['integer', 'text(4)'],
  ['integer', 'boolean'],
  ['text', 'integer'],
  ['text', 'int64'],
  ['text', 'decimal'],
  ['text', 'decimal(8,3)'],
  ['text', 'boolean', { format: { true: ['是'], false: ['0', ''] } }],
  ['text', 'date'],
  ['text', 'date', { format: { pattern: 'yyyyMMdd' } }],
  ['text', 'text(3)', { codes: { map: { '0': '女', '1': '男', '"': '未知 的' } } }],
  ['integer', 'integer', { codes: { map: { '0': '2', '1': '1', '-0': '7' } } }],
]

const itemAndCells = fc
  .tuple(fc.constantFrom(...conversions), fc.constantFrom<Item['onInvalid']>('reject', 'null', 'warn'), fc.boolean())
  .map(([[from, to, more], onInvalid, required]) => ({ from: type(from), to, more: { ...more, onInvalid, required } }))

const tables = fc.array(itemAndCells, { minLength: 1, maxLength: 5 }).chain((columns) =>
  fc
    .array(
      fc.tuple(...columns.map((column) => fc.option(cells[column.from.name] as fc.Arbitrary<Value>, { freq: 6 }))),
      {
        maxLength: 6,
      },
    )
    .map((rows) => ({ columns, rows: rows as Row[] })),
)

function layout(columns: readonly { from: LogicalType; to: string; more: Partial<Item> }[]): [Item[], Field[]] {
  const items = columns.map((column, index) => testItem(`列${index}"`, column.to, column.more))
  return [items, columns.map((column, index) => ({ name: (items[index] as Item).from, type: column.from }))]
}

describe('against an interpreter that shares nothing with it', () => {
  test('the same verdict and the same bytes', () => {
    fc.assert(
      fc.property(tables, ({ columns, rows }) => {
        const [items, fields] = layout(columns)
        const expected = expectedOf(
          items,
          columns.map((column) => column.from),
          rows,
        )
        const ndjson = compilePlan({ items, fields, format: 'ndjson' }).run(rows)
        expect(ndjson.output.join('')).toBe(expected.text)
        expect(ndjson.rejects).toEqual(expected.rejects)
        expect(ndjson.rows).toBe(expected.values.length)
        const values = compilePlan({ items, fields, format: 'values' }).run(rows)
        expect(values.output).toEqual(expected.values)
        expect(values.rejects).toEqual(expected.rejects)
      }),
      { numRuns: 4000 },
    )
  })

  test('json is the records of ndjson in an array, csv is read back by a plain reader', () => {
    fc.assert(
      fc.property(tables, ({ columns, rows }) => {
        const [items, fields] = layout(columns)
        const { text, values } = expectedOf(
          items,
          columns.map((column) => column.from),
          rows,
        )
        const json = compilePlan({ items, fields, format: 'json' }).run(rows).output
        expect(JSON.parse(json)).toEqual(
          text === ''
            ? []
            : text
                .trimEnd()
                .split('\n')
                .map((line) => JSON.parse(line)),
        )
        const plan = compilePlan({ items, fields, format: 'csv' })
        const [header, ...records] = readCsv(plan.header + plan.run(rows).output.join(''))
        expect(header).toEqual(items.map((item) => item.id))
        expect(records).toEqual(values.map((row) => row.map(csvText)))
      }),
      { numRuns: 1000 },
    )
  })
})

function csvText(value: Value): string | null {
  if (value === null) return null
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
}

/** RFC 4180, a bare empty field being NULL. */
function readCsv(text: string): (string | null)[][] {
  const records: (string | null)[][] = []
  let record: (string | null)[] = []
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(match[1] === undefined ? match[2] || null : match[1].replaceAll('""', '"'))
    if (match[3] === '\r\n') {
      records.push(record)
      record = []
    }
  }
  return records
}
