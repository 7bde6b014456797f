import { formatLogicalType } from '@berth/core'
import { expect, test } from 'vitest'
import { sqliteColumn } from '../src/values.ts'

const types: readonly [string, string][] = [
  ['VARCHAR(20)', 'text(20)'],
  ['varchar2(8)', 'text(8)'],
  ['CHARACTER VARYING(5)', 'text(5)'],
  ['CHAR(18)', 'text(18)'],
  ['TEXT', 'text'],
  ['', 'text'],
  ['STRING', 'text'],
  ['INT', 'integer'],
  ['SMALLINT', 'integer'],
  ['INTEGER', 'int64'],
  ['UNSIGNED BIG INT', 'int64'],
  ['bigint', 'int64'],
  ['NUMERIC(10,2)', 'decimal(10,2)'],
  ['DECIMAL( 12 , 4 )', 'decimal(12,4)'],
  ['NUMBER(5)', 'decimal(5,0)'],
  ['NUMERIC', 'decimal'],
  ['DOUBLE PRECISION', 'double'],
  ['REAL', 'double'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
  ['TIME', 'time'],
  ['DATETIME', 'datetime'],
  ['TIMESTAMP', 'datetime'],
  ['BLOB', 'binary'],
  ['JSON', 'json'],
]

test.each(types)('%s is %s', (declared, notation) => {
  expect(formatLogicalType(sqliteColumn('c', declared, true).type)).toBe(notation)
})

const reads: readonly [string, unknown, unknown][] = [
  ['VARCHAR(20)', '张三  ', '张三  '],
  ['VARCHAR(20)', 42n, '42'],
  ['VARCHAR(20)', 1.5, '1.5'],
  ['INT', 7n, 7],
  ['INTEGER', 9007199254740993n, '9007199254740993'],
  ['DECIMAL(10,2)', 5n, '5.00'],
  ['DECIMAL(10,2)', 1.1, '1.10'],
  ['DECIMAL(10,2)', 0.07, '0.07'],
  ['DECIMAL(10,2)', -0.07, '-0.07'],
  ['DECIMAL(10,2)', -12.5, '-12.50'],
  ['DECIMAL(10,2)', 0.1 + 0.2, '0.30'],
  ['DECIMAL(10,2)', 1.125, '1.125'],
  ['DECIMAL(18,4)', 99999999999.9999, '99999999999.9999'],
  ['DECIMAL(20,8)', 1e-7, '0.00000010'],
  ['DECIMAL(20,8)', -2.5e-7, '-0.00000025'],
  ['DECIMAL(30,0)', 1e21, '1000000000000000000000'],
  ['NUMERIC', 12.34, '12.34'],
  ['REAL', 0.1, 0.1],
  ['REAL', 5n, 5],
  ['BOOLEAN', 1n, true],
  ['DATE', '2024-02-29', '2024-02-29'],
  ['DATE', '2024-02-29 00:00:00', '2024-02-29'],
  ['DATE', 20240229n, '2024-02-29'],
  ['TIME', '08:30', '08:30:00'],
  ['DATETIME', '2024-02-29 08:30:00.5', '2024-02-29T08:30:00.5'],
  ['DATETIME', '2024-02-29T08:30:00', '2024-02-29T08:30:00'],
  ['DATETIME', '2024-02-29 08:30', '2024-02-29T08:30:00'],
  ['DATETIME', '2024-02-29', '2024-02-29T00:00:00'],
  ['JSON', '{"a":1}', '{"a":1}'],
]

test.each(reads)('%s: %s is read as %s', (declared, raw, expected) => {
  expect(sqliteColumn('c', declared, true).convert?.(raw)).toBe(expected)
})

const refused: readonly [string, unknown][] = [
  ['VARCHAR(20)', Uint8Array.of(1)],
  ['INT', 'abc'],
  ['INT', 2147483648n],
  ['INT', 1.5],
  ['INTEGER', 'abc'],
  ['DECIMAL(10,2)', 'abc'],
  ['DECIMAL(10,2)', Number.POSITIVE_INFINITY],
  ['REAL', 'abc'],
  ['REAL', 9007199254740993n],
  ['BOOLEAN', 2n],
  ['DATE', '2023-02-29'],
  ['DATE', '0000-01-01'],
  ['DATE', '2024-02-29 08:00:00'],
  ['DATE', 1709164800n],
  ['DATETIME', '2024-02-29 24:00:00'],
  ['DATETIME', '2024-02-29 08:00:00Z'],
  ['DATETIME', 1709164800n],
  ['BLOB', 'text'],
  ['JSON', '{'],
]

test.each(refused)('%s: %s is refused without its value', (declared, raw) => {
  const column = sqliteColumn('c', declared, true)
  expect(() => column.convert?.(raw)).toThrow(
    expect.objectContaining({
      code: 'VALUE_INVALID',
      details: { type: column.type.name, length: raw instanceof Uint8Array ? raw.length : String(raw).length },
    }),
  )
})

test('a decimal that SQLite would round is refused', () => {
  const { bind } = sqliteColumn('c', 'DECIMAL(18,4)', true)
  expect(bind?.('99999999999.9999')).toBe('99999999999.9999')
  expect(bind?.('100000000000000000.0000')).toBe('100000000000000000.0000')
  expect(() => bind?.('123456789012.3456')).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
})
