import { expect, test } from 'vitest'
import { charsetColumn, type SqlColumn } from '../src/index.ts'

const column: SqlColumn = {
  name: 'XM',
  type: { name: 'text' },
  nativeType: 'VARCHAR(20)',
  nullable: true,
  bytes: { select: (reference) => `CAST(${reference} AS BLOB)` },
}

test('bytes are decoded strictly and texts encoded', () => {
  const gbk = charsetColumn(column, 'GBK', 'test')
  expect(gbk.select?.('"XM"')).toBe('CAST("XM" AS BLOB)')
  expect(gbk.convert?.(Uint8Array.of(0xd5, 0xc5))).toBe('张')
  expect(gbk.bind?.('张')).toEqual(Buffer.of(0xd5, 0xc5))
  expect(() => gbk.convert?.(Uint8Array.of(0x41, 0xd5))).toThrow(expect.objectContaining({ code: 'TEXT_UNDECODABLE' }))
})

test('a character that the charset lacks is named by its place', () => {
  const gbk = charsetColumn(column, 'GBK', 'test')
  expect(() => gbk.bind?.('张a𠀀b')).toThrow(
    expect.objectContaining({ code: 'TEXT_UNENCODABLE', details: { column: 'XM', offset: 2, charset: 'gbk' } }),
  )
})

test('four-byte characters go into GB18030', () => {
  const gb18030 = charsetColumn(column, 'GB18030', 'test')
  expect(gb18030.bind?.('𠀀')).toEqual(Buffer.of(0x95, 0x32, 0x82, 0x36))
})

test('an unknown charset and a column without bytes are refused', () => {
  expect(() => charsetColumn(column, 'KLINGON', 'test')).toThrow(expect.objectContaining({ code: 'CHARSET_UNKNOWN' }))
  const { bytes: _, ...plain } = column
  expect(() => charsetColumn(plain, 'GBK', 'test')).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED' }))
})
