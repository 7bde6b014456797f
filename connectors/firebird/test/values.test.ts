import { formatLogicalType } from '@berth/core'
import { expect, test } from 'vitest'
import { firebirdColumn, type NativeField } from '../src/values.ts'

const base: NativeField = {
  name: 'C',
  type: 8,
  subType: 0,
  scale: 0,
  precision: 0,
  length: 4,
  characters: 0,
  charset: undefined,
  nullable: true,
}

const table: readonly [Partial<NativeField>, string, string][] = [
  [{ type: 7 }, 'SMALLINT', 'integer'],
  [{ type: 8 }, 'INTEGER', 'integer'],
  [{ type: 16 }, 'BIGINT', 'int64'],
  [{ type: 7, subType: 1, scale: -2, precision: 4 }, 'NUMERIC(4,2)', 'decimal(4,2)'],
  [{ type: 8, subType: 2, scale: -2, precision: 9 }, 'DECIMAL(9,2)', 'decimal(9,2)'],
  [{ type: 16, subType: 1, scale: -4, precision: 18 }, 'NUMERIC(18,4)', 'decimal(18,4)'],
  [{ type: 16, subType: 1, precision: 18 }, 'NUMERIC(18,0)', 'decimal(18,0)'],
  [{ type: 16, scale: -2 }, 'NUMERIC(18,2)', 'decimal(18,2)'],
  [{ type: 10 }, 'FLOAT', 'double'],
  [{ type: 27 }, 'DOUBLE PRECISION', 'double'],
  [{ type: 27, scale: -2 }, 'DOUBLE PRECISION', 'double'],
  [{ type: 12 }, 'DATE', 'date'],
  [{ type: 13 }, 'TIME', 'time'],
  [{ type: 35 }, 'TIMESTAMP', 'datetime'],
  [{ type: 23 }, 'BOOLEAN', 'boolean'],
  [{ type: 14, characters: 18, length: 72, charset: 'UTF8' }, 'CHAR(18)', 'text(18)'],
  [{ type: 37, characters: 30, length: 60, charset: 'GBK' }, 'VARCHAR(30)', 'text(30)'],
  [{ type: 37, characters: 30, length: 30, charset: 'NONE' }, 'VARCHAR(30)', 'text(30)'],
  [{ type: 14, characters: 16, length: 16, charset: 'OCTETS' }, 'CHAR(16)', 'binary(16)'],
  [{ type: 261, subType: 1, charset: 'UTF8' }, 'BLOB SUB_TYPE TEXT', 'text'],
  [{ type: 261, subType: 0 }, 'BLOB SUB_TYPE BINARY', 'binary'],
  [{ type: 261, subType: -5 }, 'BLOB SUB_TYPE -5', 'binary'],
  [{ type: 26, precision: 38, scale: -10, subType: 1 }, 'NUMERIC(38,10)', 'decimal(38,10)'],
  [{ type: 29 }, 'TIMESTAMP WITH TIME ZONE', 'text(64)'],
]

test.each(table)('%o is %s and means %s', (field, native, logical) => {
  const column = firebirdColumn({ ...base, ...field }, undefined)
  expect(column.nativeType).toBe(native)
  expect(formatLogicalType(column.type)).toBe(logical)
})

test('times finer than Firebird keeps are refused, others are sent as they are', () => {
  const { bind } = firebirdColumn({ ...base, type: 35 }, undefined)
  expect(bind?.('2024-06-01T12:00:00.12340')).toBe('2024-06-01 12:00:00.1234')
  expect(bind?.('0001-01-01T00:00:00')).toBe('0001-01-01 00:00:00')
  expect(() => bind?.('2024-06-01T12:00:00.123456')).toThrow(expect.objectContaining({ code: 'VALUE_LOSS' }))
})

test('a double that is no number is refused', () => {
  const { convert } = firebirdColumn({ ...base, type: 27 }, undefined)
  expect(convert?.(1.5)).toBe(1.5)
  expect(() => convert?.(Number.NaN)).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
})

test('a declared charset is for columns of NONE only', () => {
  const none = { ...base, type: 37, characters: 30, length: 30, charset: 'NONE' }
  const gbk = Uint8Array.of(0xd6, 0xd0)
  expect(firebirdColumn(none, 'GBK').convert?.(gbk)).toBe('中')
  expect(() => firebirdColumn(none, undefined).convert?.(gbk)).toThrow(
    expect.objectContaining({ code: 'TEXT_UNDECODABLE' }),
  )
  expect(firebirdColumn({ ...none, charset: 'UTF8' }, 'GBK').convert?.('中')).toBe('中')
  expect(() => firebirdColumn(none, 'nonsense')).toThrow(expect.objectContaining({ code: 'CHARSET_UNKNOWN' }))
})
