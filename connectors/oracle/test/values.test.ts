import { BerthError, formatLogicalType } from '@berth/core'
import { nativeField } from '@berth/sql/oracle-family'
import { expect, test } from 'vitest'
import { BoundCell } from '../src/binds.ts'
import { oracleColumn, type TextSettings } from '../src/values.ts'
import { columnRow } from './scripted-driver.ts'

type Parts = Parameters<typeof columnRow>[3]

const plain: TextSettings = { databaseCharset: 'AL32UTF8', charset: undefined, emptyText: 'refuse', maxCellBytes: 4096 }

function column(
  dataType: string,
  parts: Parts = {},
  settings: Partial<TextSettings> = {},
): ReturnType<typeof oracleColumn> {
  const field = nativeField(columnRow('T', 'C', dataType, parts).slice(4))
  return oracleColumn('C', field, { ...plain, ...settings })
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
  ['NUMBER', { scale: 0 }, 'decimal(38,0)', 'INTEGER'],
  ['NUMBER', { precision: 9, scale: 0 }, 'integer', 'NUMBER(9)'],
  ['NUMBER', { precision: 10, scale: 0 }, 'int64', 'NUMBER(10)'],
  ['NUMBER', { precision: 19, scale: 0 }, 'decimal(19,0)', 'NUMBER(19)'],
  ['NUMBER', { precision: 18, scale: 4 }, 'decimal(18,4)', 'NUMBER(18,4)'],
  ['NUMBER', { precision: 5, scale: -2 }, 'decimal(7,0)', 'NUMBER(5,-2)'],
  ['NUMBER', { precision: 2, scale: 5 }, 'decimal(5,5)', 'NUMBER(2,5)'],
  ['FLOAT', { precision: 126 }, 'decimal', 'FLOAT'],
  ['BINARY_DOUBLE', {}, 'double', 'BINARY_DOUBLE'],
  ['VARCHAR2', { length: 90, characters: 30, used: 'C', charset: 'CHAR_CS' }, 'text(30)', 'VARCHAR2(30 CHAR)'],
  ['VARCHAR2', { length: 30, characters: 30, used: 'B', charset: 'CHAR_CS' }, 'text(30)', 'VARCHAR2(30 BYTE)'],
  ['CHAR', { length: 18, characters: 18, used: 'B', charset: 'CHAR_CS' }, 'text(18)', 'CHAR(18 BYTE)'],
  ['NVARCHAR2', { length: 40, characters: 20, used: 'C', charset: 'NCHAR_CS' }, 'text(20)', 'NVARCHAR2(20)'],
  ['CLOB', {}, 'text', 'CLOB'],
  ['LONG', { length: 0 }, 'text', 'LONG'],
  ['RAW', { length: 16 }, 'binary(16)', 'RAW(16)'],
  ['BLOB', {}, 'binary', 'BLOB'],
  ['DATE', {}, 'datetime', 'DATE'],
  ['TIMESTAMP(6)', { scale: 6 }, 'datetime', 'TIMESTAMP(6)'],
  ['TIMESTAMP(3) WITH TIME ZONE', { scale: 3 }, 'instant', 'TIMESTAMP(3) WITH TIME ZONE'],
  ['TIMESTAMP(6) WITH LOCAL TIME ZONE', { scale: 6 }, 'instant', 'TIMESTAMP(6) WITH LOCAL TIME ZONE'],
  ['INTERVAL DAY(2) TO SECOND(6)', {}, 'text(40)', 'INTERVAL DAY(2) TO SECOND(6)'],
  ['ROWID', {}, 'text(18)', 'ROWID'],
  ['XMLTYPE', {}, 'text', 'XMLTYPE'],
  ['JSON', {}, 'json', 'JSON'],
  ['BOOLEAN', {}, 'boolean', 'BOOLEAN'],
] as const)('%s %j is %s', (dataType, parts, type, native) => {
  const { type: told, nativeType } = column(dataType, parts)
  expect([formatLogicalType(told), nativeType]).toEqual([type, native])
})

test.each([
  ['NUMBER', {}, '.5', '0.5'],
  ['NUMBER', {}, '-.05', '-0.05'],
  ['NUMBER', {}, '9007199254740993.1', '9007199254740993.1'],
  ['NUMBER', {}, '-1e126', `-1${'0'.repeat(126)}`],
  ['NUMBER', {}, '1.5E-7', '0.00000015'],
  ['NUMBER', { precision: 18, scale: 4 }, '1.1', '1.1000'],
  ['NUMBER', { precision: 18, scale: 4 }, '-12', '-12.0000'],
  ['NUMBER', { precision: 9, scale: 0 }, '-12', -12],
  ['NUMBER', { precision: 19, scale: 0 }, '9223372036854775808', '9223372036854775808'],
  ['DATE', {}, ' 2024-02-29T23:59:59', '2024-02-29T23:59:59'],
  ['DATE', {}, ' 0001-01-01T00:00:00', '0001-01-01T00:00:00'],
  ['TIMESTAMP(6)', { scale: 6 }, ' 2024-02-29T23:59:59.120000', '2024-02-29T23:59:59.12'],
  ['TIMESTAMP(9)', { scale: 9 }, ' 2024-02-29T23:59:59.123456789', '2024-02-29T23:59:59.123456789'],
  ['TIMESTAMP(6)', { scale: 6 }, ' 1991-04-14T02:30:00.000000', '1991-04-14T02:30:00'],
  ['TIMESTAMP(3) WITH TIME ZONE', { scale: 3 }, ' 2024-02-29T15:59:59.500', '2024-02-29T15:59:59.5Z'],
  ['VARCHAR2', { length: 30, characters: 30, used: 'B', charset: 'CHAR_CS' }, ' 张三 ', ' 张三 '],
  ['RAW', { length: 3 }, Buffer.from([0, 1, 255]), Uint8Array.of(0, 1, 255)],
  ['BINARY_DOUBLE', {}, 5e-324, 5e-324],
] as const)('%s %j: %s is read as %s', (dataType, parts, raw, value) => {
  const { convert = (cell: unknown) => cell } = column(dataType, parts)
  expect(convert(raw)).toStrictEqual(value)
})

test.each([
  ['a date before Christ', 'DATE', '-4712-01-01T00:00:00', 'VALUE_INVALID'],
  ['a day of the Julian calendar alone', 'DATE', ' 1500-02-29T00:00:00', 'VALUE_INVALID'],
  ['not a number', 'BINARY_DOUBLE', Number.NaN, 'VALUE_INVALID'],
  ['a number that the driver did not print', 'NUMBER', 0.1, 'VALUE_INVALID'],
  ['infinite', 'BINARY_FLOAT', Number.POSITIVE_INFINITY, 'VALUE_INVALID'],
  ['text that was converted with loss', 'VARCHAR2', '张\ufffd', 'TEXT_UNDECODABLE'],
  ['a type that nobody knows', 'SDO_GEOMETRY', {}, 'VALUE_INVALID'],
])('%s is refused', (_, dataType, raw, code) => {
  expect(codeOf(() => column(dataType).convert?.(raw))).toBe(code)
})

test('text with a character that stands for lost bytes is told with their place, in bytes', () => {
  try {
    column('VARCHAR2').convert?.('张a\ufffd')
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'TEXT_UNDECODABLE', details: { column: 'C', offset: 4, charset: 'AL32UTF8' } })
  }
})

test('an empty LOB is not taken for NULL: the server marks it', () => {
  const clob = column('CLOB')
  const mark = /WHEN 0 THEN TO_CLOB\('([0-9a-f]{32})'\) ELSE "C" END/.exec(clob.select?.('"C"') ?? '')?.[1] ?? ''
  expect(clob.convert?.(mark)).toBe('')
  expect(clob.convert?.('text')).toBe('text')
  const blob = column('BLOB')
  const hex = /TO_BLOB\(HEXTORAW\('([0-9a-f]{32})'\)\)/.exec(blob.select?.('"C"') ?? '')?.[1] ?? ''
  expect(blob.convert?.(Buffer.from(hex, 'hex'))).toEqual(new Uint8Array(0))
  expect(blob.convert?.(Buffer.alloc(16))).toEqual(new Uint8Array(16))
  expect([clob.limit?.maxLength, blob.limit?.maxLength]).toEqual([2048, 4096])
  expect(clob.limit?.length('"C"')).toBe('DBMS_LOB.GETLENGTH("C")')
})

test.each([
  ['NUMBER', {}, '12.5', '12.5', 'TO_NUMBER(:1)'],
  ['NUMBER', { precision: 9, scale: 0 }, 12, '12', 'TO_NUMBER(:1)'],
  ['DATE', {}, '2024-02-29T01:02:03', '2024-02-29T01:02:03', `TO_DATE(:1, 'YYYY-MM-DD"T"HH24:MI:SS')`],
  [
    'TIMESTAMP(6)',
    { scale: 6 },
    '2024-02-29T01:02:03.5',
    '2024-02-29T01:02:03.500000000',
    `TO_TIMESTAMP(:1, 'YYYY-MM-DD"T"HH24:MI:SS.FF9')`,
  ],
  [
    'TIMESTAMP(6) WITH TIME ZONE',
    { scale: 6 },
    '2024-02-29T01:02:03Z',
    '2024-02-29T01:02:03.000000000',
    `CAST(FROM_TZ(TO_TIMESTAMP(:1, 'YYYY-MM-DD"T"HH24:MI:SS.FF9'), 'UTC') AS TIMESTAMP WITH TIME ZONE)`,
  ],
  ['VARCHAR2', {}, '张', '张', ':1'],
  ['CHAR', { characters: 5 }, 'a', new BoundCell('CHAR', 'a'), ':1'],
  ['NCLOB', {}, 'a', new BoundCell('NCLOB', 'a'), ':1'],
  ['BINARY_DOUBLE', {}, 5e-324, new BoundCell('BINARY_DOUBLE', 5e-324), ':1'],
  ['RAW', { length: 2 }, Uint8Array.of(1), new BoundCell('RAW', Uint8Array.of(1)), ':1'],
  ['XMLTYPE', {}, '<a/>', new BoundCell('CLOB', '<a/>'), 'XMLPARSE(DOCUMENT :1)'],
] as const)('%s %j: %s is bound as %j in %s', (dataType, parts, value, cell, marker) => {
  const told = column(dataType, parts)
  expect(told.bind?.(value) ?? value).toEqual(cell)
  expect(told.marker?.(':1') ?? ':1').toBe(marker)
})

test.each([
  ['a NUMBER of 39 digits', 'NUMBER', {}, '1'.repeat(39)],
  ['a FLOAT of 53 binary digits', 'FLOAT', { precision: 53 }, '1234567890.1234567'],
  ['a double in a BINARY_FLOAT', 'BINARY_FLOAT', {}, 0.1],
  ['microseconds in a TIMESTAMP(3)', 'TIMESTAMP(3)', { scale: 3 }, '2024-01-01T00:00:00.1234'],
  ['an empty text', 'VARCHAR2', { characters: 5 }, ''],
  ['an empty text in a CLOB', 'CLOB', {}, ''],
  ['no bytes in a RAW', 'RAW', { length: 5 }, new Uint8Array(0)],
] as const)('%s would be stored as another value, and is refused', (_, dataType, parts, value) => {
  const { checkStored, bind } = column(dataType, parts)
  expect(codeOf(() => checkStored?.(value))).toBe('VALUE_LOSS')
  expect(codeOf(() => bind?.(value))).toBe('passed')
})

test('what is kept exactly is not refused', () => {
  expect(codeOf(() => column('NUMBER').checkStored?.(`0.${'0'.repeat(50)}${'1'.repeat(38)}`))).toBe('passed')
  expect(codeOf(() => column('NUMBER').checkStored?.(`1${'0'.repeat(60)}`))).toBe('passed')
  expect(codeOf(() => column('BINARY_FLOAT').checkStored?.(0.5))).toBe('passed')
  expect(codeOf(() => column('TIMESTAMP(3)', { scale: 3 }).checkStored?.('2024-01-01T00:00:00.123000'))).toBe('passed')
  expect(codeOf(() => column('VARCHAR2', {}, { emptyText: 'null' }).checkStored?.(''))).toBe('passed')
})

test.each(['1582-10-05T00:00:00', '1582-10-14T23:59:59'])(
  '%s does not exist for Oracle, which would take another day',
  (value) => {
    expect(codeOf(() => column('DATE').bind?.(value))).toBe('VALUE_LOSS')
    expect(codeOf(() => column('TIMESTAMP(6)', { scale: 6 }).bind?.(value))).toBe('VALUE_LOSS')
  },
)

test('a fraction of a second finds nothing in a DATE', () => {
  expect(codeOf(() => column('DATE').bind?.('2024-01-01T00:00:00.5'))).toBe('VALUE_LOSS')
  expect(column('DATE').bind?.('2024-01-01T00:00:00.000')).toBe('2024-01-01T00:00:00')
})

test.each([
  ['ZHS16GBK', '张三', 'passed'],
  ['ZHS16GBK', '㐁', 'TEXT_UNENCODABLE'],
  ['ZHS32GB18030', '𠀀', 'passed'],
  ['ZHT16BIG5', '张', 'TEXT_UNENCODABLE'],
  ['WE8ISO8859P1', 'é', 'passed'],
  ['WE8ISO8859P1', '€', 'TEXT_UNENCODABLE'],
  ['US7ASCII', 'é', 'TEXT_UNENCODABLE'],
  ['KO16MSWIN949', '한', 'TEXT_UNENCODABLE'],
  ['AL32UTF8', '𠀀', 'passed'],
])('a %s database would put a question mark for what it does not have: %s', (databaseCharset, value, code) => {
  expect(codeOf(() => column('VARCHAR2', {}, { databaseCharset }).bind?.(value))).toBe(code)
  expect(codeOf(() => column('NVARCHAR2', {}, { databaseCharset }).bind?.(value))).toBe('passed')
})

test('GBK in a US7ASCII database is read and written as bytes', () => {
  const settings = { databaseCharset: 'US7ASCII', charset: 'GBK' }
  const name = column('VARCHAR2', { length: 4, characters: 4 }, settings)
  expect(name.select?.('"C"')).toBe('UTL_RAW.CAST_TO_RAW("C")')
  expect(name.marker?.(':1')).toBe('UTL_RAW.CAST_TO_VARCHAR2(:1)')
  expect(name.convert?.(Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd))).toBe('张三')
  expect(name.bind?.('张三')).toEqual(new BoundCell('RAW', Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])))
  expect(codeOf(() => name.bind?.('张三丰'))).toBe('VALUE_TOO_LONG')
  expect(codeOf(() => name.convert?.(Uint8Array.of(0xd5)))).toBe('TEXT_UNDECODABLE')
  expect(name.limit).toBeUndefined()
  const padded = column('CHAR', { length: 8, characters: 8, used: 'B' }, settings)
  expect(padded.marker?.(':1')).toBe('CAST(UTL_RAW.CAST_TO_VARCHAR2(:1) AS CHAR(8 BYTE))')
  const wide = column('VARCHAR2', { length: 4000, characters: 4000 }, settings)
  expect([wide.limit?.maxLength, wide.limit?.length('"C"')]).toEqual([2000, 'LENGTHB("C")'])
  const clob = column('CLOB', {}, settings)
  expect(clob.select?.('"C"')).toBe('UTL_RAW.CAST_TO_RAW(DBMS_LOB.SUBSTR("C", 2000, 1))')
  expect(clob.limit?.length('"C"')).toBe('DBMS_LOB.GETLENGTH("C")')
  expect(column('CLOB', {}, { databaseCharset: 'ZHS16GBK', charset: 'GB18030' }).bytes).toBeUndefined()
  expect(column('NVARCHAR2', {}, settings).select).toBeUndefined()
})

test('LONG may stand in no union', () => {
  expect([column('LONG').notInUnion, column('LONG RAW').notInUnion, column('CLOB').notInUnion]).toEqual([
    true,
    true,
    undefined,
  ])
})
