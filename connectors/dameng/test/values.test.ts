import { BerthError, formatLogicalType } from '@berth/core'
import { nativeField } from '@berth/sql/oracle-family'
import { expect, test } from 'vitest'
import { dialect } from '../src/dialect.ts'
import { damengColumn, type TextSettings } from '../src/values.ts'
import { columnRow } from './scripted-driver.ts'

type Parts = Parameters<typeof columnRow>[3]

function column(
  dataType: string,
  parts: Parts = {},
  changed: Partial<TextSettings> = {},
): ReturnType<typeof damengColumn> {
  const settings = { databaseCharset: 'UTF-8', refusesEmpty: false, maxCellBytes: 4096, ...changed }
  return damengColumn('C', nativeField(columnRow('T', 'C', dataType, parts).slice(4)), settings)
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return BerthError.is(error) ? error.code : String(error)
  }
  return 'passed'
}

test.each([
  ['NUMBER', {}, 'decimal', 'NUMBER'],
  ['DEC', { precision: 18, scale: 4 }, 'decimal(18,4)', 'DEC(18,4)'],
  ['NUMERIC', { precision: 38, scale: 0 }, 'decimal(38,0)', 'NUMERIC(38,0)'],
  ['INT', {}, 'integer', 'INT'],
  ['TINYINT', {}, 'integer', 'TINYINT'],
  ['BIGINT', {}, 'int64', 'BIGINT'],
  ['BIT', {}, 'boolean', 'BIT'],
  ['DOUBLE', {}, 'double', 'DOUBLE'],
  ['VARCHAR', { length: 30 }, 'text(30)', 'VARCHAR(30)'],
  ['TEXT', { length: 2147483647 }, 'text', 'TEXT'],
  ['CLOB', {}, 'text', 'CLOB'],
  ['VARBINARY', { length: 16 }, 'binary(16)', 'VARBINARY(16)'],
  ['IMAGE', { length: 2147483647 }, 'binary', 'IMAGE'],
  ['DATE', {}, 'date', 'DATE'],
  ['TIME', { scale: 0 }, 'time', 'TIME'],
  ['DATETIME', { scale: 6 }, 'datetime', 'DATETIME'],
  ['TIMESTAMP', { scale: 6 }, 'datetime', 'TIMESTAMP'],
  ['DATETIME WITH TIME ZONE', { scale: 6 }, 'instant', 'DATETIME WITH TIME ZONE'],
  ['JSON', {}, 'json', 'JSON'],
] as const)('%s %j is %s', (dataType, parts, type, native) => {
  const told = column(dataType, parts)
  expect([formatLogicalType(told.type), told.nativeType]).toEqual([type, native])
})

test.each([
  ['DEC', { precision: 18, scale: 4 }, '1.1', '1.1000'],
  ['NUMBER', {}, '1E-7', '0.0000001'],
  ['INT', {}, -12, -12],
  ['BIT', {}, 1, true],
  ['BIT', {}, false, false],
  ['DATE', {}, '2024-02-29', '2024-02-29'],
  ['TIME', { scale: 6 }, '23:59:59.120000', '23:59:59.12'],
  ['DATETIME', {}, '2024-02-29 23:59:59.000000', '2024-02-29T23:59:59'],
  ['TIMESTAMP WITH TIME ZONE', {}, '2024-02-29 15:59:59.500000', '2024-02-29T15:59:59.5Z'],
  ['VARCHAR', {}, '', ''],
  ['VARBINARY', {}, Buffer.from([0, 255]), Uint8Array.of(0, 255)],
] as const)('%s %j: %s is read as %s', (dataType, parts, raw, value) => {
  expect(column(dataType, parts).convert?.(raw)).toStrictEqual(value)
})

test.each([
  ['INT', {}, 1.5, 'VALUE_INVALID'],
  ['BIT', {}, 2, 'VALUE_INVALID'],
  ['DOUBLE', {}, Number.NaN, 'VALUE_INVALID'],
  ['DATE', {}, '-4712-01-01', 'VALUE_INVALID'],
  ['VARCHAR', {}, '张\ufffd', 'TEXT_UNDECODABLE'],
  ['CLOB', {}, '\ufffd', 'TEXT_UNDECODABLE'],
  ['SYSGEO.ST_POINT', {}, {}, 'VALUE_INVALID'],
] as const)('%s %j: %s is refused', (dataType, parts, raw, code) => {
  expect(codeOf(() => column(dataType, parts).convert?.(raw))).toBe(code)
})

test.each([
  ['BIGINT', '9223372036854775807', 9223372036854775807n, undefined],
  ['NUMBER', '12.5', '12.5', 'TO_NUMBER(?)'],
  // As a number the library would send 1e300 as an integer of 64 bits.
  ['DOUBLE', 1e300, '1e+300', 'CAST(? AS DOUBLE)'],
  ['BIT', true, 1, undefined],
  ['DATE', '2024-02-29', undefined, "CAST(TO_DATE(?, 'YYYY-MM-DD') AS DATE)"],
  ['TIME', '12:00:00.5', undefined, 'CAST(? AS TIME(6))'],
  ['DATETIME', '2024-02-29T01:02:03.5', '2024-02-29 01:02:03.500000', "TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS.FF6')"],
  [
    'DATETIME WITH TIME ZONE',
    '2024-02-29T01:02:03Z',
    '2024-02-29 01:02:03.000000 +00:00',
    "TO_TIMESTAMP_TZ(?, 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM')",
  ],
  ['VARBINARY', Uint8Array.of(1), Buffer.from([1]), undefined],
] as const)('%s: %s is bound as %s', (dataType, value, bound, marker) => {
  const told = column(dataType)
  expect(told.bind?.(value)).toEqual(bound)
  expect(told.marker?.('?')).toBe(marker)
})

test.each([
  ['NUMBER', {}, '1'.repeat(39)],
  ['REAL', {}, 0.1],
  ['TIME', { scale: 0 }, '12:00:00.5'],
  ['DATETIME', { scale: 3 }, '2024-01-01T00:00:00.1234'],
] as const)('%s %j would keep %s as another value', (dataType, parts, value) => {
  expect(codeOf(() => column(dataType, parts).checkStored?.(value))).toBe('VALUE_LOSS')
})

test('a seventh digit of a second finds nothing and is not written', () => {
  expect(codeOf(() => column('DATETIME').bind?.('2024-01-01T00:00:00.1234567'))).toBe('VALUE_LOSS')
})

test('an empty text is refused only where the database keeps it as NULL', () => {
  expect(codeOf(() => column('VARCHAR', {}, { refusesEmpty: true }).checkStored?.(''))).toBe('VALUE_LOSS')
  expect(column('VARCHAR').checkStored).toBeUndefined()
})

test('long cells are measured by the server before they are read', () => {
  expect([column('TEXT').limit?.maxLength, column('TEXT').limit?.length('"C"')]).toEqual([2048, 'LENGTH("C")'])
  expect([column('IMAGE').limit?.maxLength, column('IMAGE').limit?.length('"C"')]).toEqual([4096, 'LENGTHB("C")'])
})

test('no line end stands in a text of a script, where what follows would be a statement', () => {
  const column = { name: 'X', type: { name: 'text' }, nativeType: 'TEXT', nullable: true } as const
  expect(dialect.literal?.("o'x;\n/\r\nDROP TABLE T;\n", column)).toBe(
    "'o''x;' || CHR(10) || '/' || CHR(13) || '' || CHR(10) || 'DROP TABLE T;' || CHR(10) || ''",
  )
})
