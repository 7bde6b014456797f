import { BerthError, type Value } from '@berth/core'
import type { Item } from '@berth/manifest'
import { describe, expect, test } from 'vitest'
import { faultCode } from '../../src/plan/cell-fault.ts'
import { itemReader } from '../../src/plan/item-reader.ts'
import { testItem, type } from './test-item.ts'

/** Reads a cell: the value, or the code of what is wrong. */
function read(from: string, to: string, more: Partial<Item>, cell: Value): Value {
  const value = itemReader(testItem('a', to, more), type(from))(cell)
  return typeof value === 'symbol' ? `! ${faultCode(value)}` : value
}

describe('text in another form', () => {
  test.each<[string, string, string, Value]>([
    ['date', 'yyyyMMdd', '20240229', '2024-02-29'],
    ['date', 'yyyyMMdd', '20230229', '! VALUE_INVALID'],
    ['date', 'yyyyMMdd', '00000000', '! VALUE_INVALID'],
    ['date', 'yyyyMMdd', '2024022', '! VALUE_INVALID'],
    ['date', 'yyyyMMdd', '２０２４０２２９', '! VALUE_INVALID'],
    ['date', 'yyyyMMdd', '        ', null],
    ['date', 'yyyyMMdd', ' 20240229 ', '2024-02-29'],
    ['date', 'yyyy年MM月dd日', '2024年02月29日', '2024-02-29'],
    ['date', 'dd/MM/yyyy HH:mm', '29/02/2024 00:00', '2024-02-29'],
    ['date', 'dd/MM/yyyy HH:mm', '29/02/2024 00:01', '! VALUE_LOSS'],
    ['datetime', 'yyyyMMddHHmmss', '20240229235959', '2024-02-29T23:59:59'],
    ['datetime', 'yyyyMMddHHmmss', '20240229240000', '! VALUE_INVALID'],
    ['datetime', "yyyy-MM-dd'T'HH:mm:ss.SSS", '2024-02-29T01:02:03.004', '2024-02-29T01:02:03.004'],
    ['datetime', 'yyyyMMdd', '00010101', '0001-01-01T00:00:00'],
    ['time', 'HHmmss', '235959', '23:59:59'],
    ['time', 'HHmm', '2400', '! VALUE_INVALID'],
  ])('%s by %s: %j is %j', (to, pattern, cell, expected) => {
    expect(read('text', to, { format: { pattern } }, cell)).toBe(expected)
  })

  test.each<[string, string, Value, Value]>([
    ['int64', 'date', '20240229', '2024-02-29'],
    ['integer', 'date', 20240229, '2024-02-29'],
    ['integer', 'date', 0, '! VALUE_INVALID'],
  ])('a %s column by yyyyMMdd', (from, to, cell, expected) => {
    expect(read(from, to, { format: { pattern: 'yyyyMMdd' } }, cell)).toBe(expected)
  })

  test.each<[string, string, Value, Value]>([
    ['datetime', 'date', '2024-02-29T00:00:00.000', '2024-02-29'],
    ['datetime', 'date', '2024-02-29T00:00:00.001', '! VALUE_LOSS'],
    ['date', 'datetime', '2024-02-29', '2024-02-29T00:00:00'],
    ['double', 'decimal(6,2)', 12.5, '12.5'],
    ['double', 'decimal(6,2)', 0.1 + 0.2, '! VALUE_LOSS'],
    ['double', 'decimal', 1e21, '! VALUE_LOSS'],
    ['double', 'integer', 3, 3],
    ['double', 'integer', 3.5, '! VALUE_LOSS'],
    ['decimal', 'double', '0.10', 0.1],
    ['decimal', 'double', '0.1000000000000000001', '! VALUE_LOSS'],
    ['int64', 'double', '9007199254740993', '! VALUE_LOSS'],
    ['int64', 'double', '9007199254740992', 9007199254740992],
    ['text', 'double', '1.5e3', 1500],
    ['text', 'double', '1e999', '! VALUE_LOSS'],
    ['text', 'instant', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['text', 'instant', '2024-02-29T00:00:00+08:00', '! VALUE_INVALID'],
    ['text', 'json', '{"a":1}', '{"a":1}'],
    ['text', 'json', '{a:1}', '! VALUE_INVALID'],
  ])('a %s column as %s: %j', (from, to, cell, expected) => {
    expect(read(from, to, {}, cell)).toBe(expected)
  })
})

describe('data elements and code tables', () => {
  const citizen = { element: 'person.citizenNumber' }
  test.each<[string, string, Partial<Item>, Value, Value]>([
    ['a number is brought into its one spelling', 'text', citizen, '11010519491231002x ', '11010519491231002X'],
    ['a wrong check digit', 'text', citizen, '110105194912310020', '! ELEMENT_CHECK_FAILED'],
    ['blanks hold no number', 'text', citizen, ' '.repeat(18), null],
    ['a code of the table', 'text', { codes: { table: 'gb.sex' } }, '1', '1'],
    ['a code that is not in it', 'text', { codes: { table: 'gb.sex' } }, '7', '! CODE_UNKNOWN'],
    ['a legacy code by the map', 'text', { codes: { table: 'gb.sex', map: { 男: '1' } } }, '男', '1'],
    [
      'a map that leads out of the table',
      'text',
      { codes: { table: 'gb.sex', map: { 男: 'x' } } },
      '男',
      '! CODE_UNKNOWN',
    ],
    ['padding is cut before the map is asked', 'text', { codes: { map: { '01': 'a' } } }, '01  ', 'a'],
    ['blanks hold no code', 'text', { codes: { map: { '01': 'a' } } }, '  ', null],
  ])('%s', (_, to, more, cell, expected) => {
    expect(read('text', to, more, cell)).toBe(expected)
  })

  test('what is let pass with a warning is still of its type', () => {
    const lenient = (to: string, more: Partial<Item>, cell: Value): Value | symbol =>
      itemReader(testItem('a', to, more), type('text'), true)(cell)
    expect(lenient('text(3)', {}, '12345')).toBe('12345')
    expect(lenient('text', citizen, '110105194912310020')).toBe('110105194912310020')
    expect(lenient('text', { codes: { table: 'gb.sex' } }, '7')).toBe('7')
    expect(typeof lenient('date', {}, 'tomorrow')).toBe('symbol')
  })
})

test('a text is measured in characters, not in UTF-16 units', () => {
  expect(read('text', 'text(3)', {}, '𠮷野家')).toBe('𠮷野家')
  expect(read('text', 'text(3)', {}, '𠮷野家屋')).toBe('! VALUE_TOO_LONG')
})

test.each([
  ['binary', 'text'],
  ['boolean', 'date'],
  ['datetime', 'instant'],
  ['text', 'binary'],
  ['date', 'integer'],
  ['integer', 'date'],
])('there is no exact way from %s to %s', (from, to) => {
  const compile = (): unknown => itemReader(testItem('a', to), type(from))
  expect(compile).toThrow(new BerthError('CONVERSION_UNKNOWN', { item: 'a', from, to }))
})

test.each(['yyyy', 'yyyyMM', 'yy-MM-dd', 'yyyyMMddyyyy', 'yyyyMMdd mm', 'hh:mm', "yyyy'MMdd"])(
  'the pattern %s reads no date',
  (pattern) => {
    const compile = (): unknown => itemReader(testItem('a', 'date', { format: { pattern } }), type('text'))
    expect(compile).toThrow(BerthError)
  },
)
