import type { Value } from '@berth/core'
import { expect, test } from 'vitest'
import { checkedRows, type DriverRows } from '../src/driver.ts'
import { profileNamed } from '../src/profiles.ts'
import { odbcColumn } from '../src/values.ts'

const settings = { profile: profileNamed('generic'), charset: undefined, maxCellBytes: 1000 }

function converted(dataType: number, raw: unknown, size?: number, scale?: number): Value | undefined {
  const native = { name: 'C', dataType, typeName: 'X', size, scale, nullable: true }
  return odbcColumn(native, settings).convert?.(raw)
}

test.each([
  [3, '.5', 10, 2, '0.50'],
  [3, '-.5', 10, 2, '-0.50'],
  [3, '-0.00', 10, 2, '0.00'],
  [3, '0', 10, 2, '0.00'],
  [3, '7.', 10, 0, '7'],
  [3, '0000000000000012.3400', 18, 2, '12.34'],
  [3, '1234567890123456789012345678.0123456789', 38, 10, '1234567890123456789012345678.0123456789'],
  [-5, '9223372036854775807', undefined, undefined, '9223372036854775807'],
  [4, '-2147483648', undefined, undefined, -2147483648],
  [91, '2020-02-29 00:00:00.000', undefined, undefined, '2020-02-29'],
  [93, '2020-02-29 01:02:03.120000', undefined, undefined, '2020-02-29T01:02:03.12'],
  [93, '2020-02-29', undefined, undefined, '2020-02-29T00:00:00'],
  [92, '01:02:03.000000', undefined, undefined, '01:02:03'],
  [-7, '1', undefined, undefined, true],
  [8, '0.1', undefined, undefined, 0.1],
])('type %d: %j', (dataType, raw, size, scale, expected) => {
  expect(converted(dataType, raw, size, scale)).toBe(expected)
})

test.each([
  [3, 'abc', 10, 2],
  [3, '', 10, 2],
  [3, '1.234', 10, 2],
  [-5, '9223372036854775808', undefined, undefined],
  [4, '2147483648', undefined, undefined],
  [91, '2023-02-29', undefined, undefined],
  [91, '', undefined, undefined],
  [93, '0000-00-00 00:00:00', undefined, undefined],
  [-7, '2', undefined, undefined],
])('type %d refuses %j', (dataType, raw, size, scale) => {
  expect(() => converted(dataType, raw, size, scale)).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }))
})

test('bytes that the library replaced are reported with their place', () => {
  expect(() => converted(12, 'ab中\ufffd', 20)).toThrow(
    expect.objectContaining({ code: 'TEXT_UNDECODABLE', details: expect.objectContaining({ offset: 5 }) }),
  )
})

test('a text that fills the buffer of the library was cut', () => {
  const rows: DriverRows = [['x'.repeat(40)], ['张'.repeat(10)], ['\u{20bb7}'.repeat(9)], ['ok']]
  const columns = [{ dataTypeName: 'SQL_VARCHAR', columnSize: 10 }]
  const checked = checkedRows(Object.assign(rows, { columns }))
  expect(checked).toEqual([[{ cut: 40 }], ['张'.repeat(10)], ['\u{20bb7}'.repeat(9)], ['ok']])
  expect(() => converted(12, checked[0]?.[0], 10)).toThrow(expect.objectContaining({ code: 'VALUE_TOO_LONG' }))
})

test('a text with a NUL is never bound', () => {
  const column = odbcColumn(
    { name: 'C', dataType: 12, typeName: 'VARCHAR', size: 9, scale: undefined, nullable: true },
    settings,
  )
  expect(() => column.bind?.('a\0b')).toThrow(expect.objectContaining({ code: 'TEXT_UNENCODABLE' }))
})
