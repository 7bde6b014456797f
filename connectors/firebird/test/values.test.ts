import { formatLogicalType } from '@berth/core'
import { expect, test } from 'vitest'
import { declaration, firebirdColumn, type NativeField } from '../src/values.ts'

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
  [{ type: 26 }, 'INT128', 'decimal(38,0)'],
  [{ type: 24, precision: 16 }, 'DECFLOAT(16)', 'text(64)'],
  [{ type: 25, precision: 34 }, 'DECFLOAT(34)', 'text(64)'],
  [{ type: 28 }, 'TIME WITH TIME ZONE', 'text(64)'],
  [{ type: 29 }, 'TIMESTAMP WITH TIME ZONE', 'text(64)'],
  [{ type: 30 }, 'type 30', 'text(64)'],
  [{ type: 14, characters: 6, length: 18, charset: 'UNICODE_FSS' }, 'CHAR(6)', 'text(6)'],
  [{ type: 37, characters: 6, length: 12, charset: 'BIG_5' }, 'VARCHAR(6)', 'text(6)'],
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

test.each([24, 25, 26, 28, 29, 30])(
  'type %i of a later server is cast to text there, so that the line never carries it',
  (type) => {
    const { select, convert } = firebirdColumn({ ...base, type, precision: 38, scale: -2 }, undefined)
    expect(select?.('MAX("C")')).toBe('CAST(MAX("C") AS VARCHAR(64))')
    expect(convert?.('12.50') ?? '12.50').toBe('12.50')
  },
)

test.each([7, 8, 10, 12, 13, 16, 23, 27, 35])('type %i is read as it is', (type) => {
  expect(firebirdColumn({ ...base, type }, undefined).select).toBeUndefined()
})

test('a column is declared again with its charset', () => {
  const text = { ...base, type: 37, characters: 10, length: 20, charset: 'GBK' }
  expect(declaration(firebirdColumn(text, undefined))).toBe('VARCHAR(10) CHARACTER SET GBK')
  expect(declaration(firebirdColumn({ ...text, charset: 'NONE' }, 'GBK'))).toBe('VARCHAR(10) CHARACTER SET NONE')
  expect(declaration(firebirdColumn(base, undefined))).toBe('INTEGER')
  expect(declaration({ name: 'C', type: { name: 'text' }, nativeType: 'BIGINT', nullable: true })).toBe('BIGINT')
})

test('an answer with another scale than the catalogue told is refused, or read as the decimal that it is', () => {
  const whole = firebirdColumn(base, undefined)
  expect(whole.convert?.(7)).toBe(7)
  expect(() => whole.convert?.('0.7')).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
  const long = firebirdColumn({ ...base, type: 16 }, undefined)
  expect(long.convert?.('9007199254740993')).toBe('9007199254740993')
  expect(() => long.convert?.('90071992547409.93')).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
  expect(firebirdColumn({ ...base, subType: 1, scale: -2 }, undefined).convert?.(7)).toBe('7')
})
