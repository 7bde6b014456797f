import { BerthError, type Value } from '@berth/core'
import type { Item } from '@berth/manifest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemReader } from '../../src/plan/item-reader.ts'
import { parameterReader } from '../../src/service/parameter-reader.ts'
import { sourceWriter } from '../../src/service/source-writer.ts'
import { testItem } from '../plan/test-item.ts'

const text = { name: 'text' } as const
const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})

test.each(['yyyyMMdd', 'yyyy-MM-dd', "yyyy'年'MM'月'dd'日'", 'dd/MM/yyyy'])(
  'what is written by %s is read back as the same day',
  (pattern) => {
    const item = testItem('d', 'date', { format: { pattern } })
    const writer = sourceWriter(item)
    const read = itemReader(item, text)
    fc.assert(
      fc.property(day, (date) => {
        const value = date.toISOString().slice(0, 10)
        expect(read(writer.write(value, true))).toBe(value)
      }),
    )
    expect(writer.type).toEqual(text)
  },
)

test('times and fractions are written; what has no place in the pattern is refused', () => {
  const minutes = sourceWriter(testItem('t', 'datetime', { format: { pattern: 'yyyyMMddHHmm' } }))
  expect(minutes.write('2024-02-29T13:05:00', true)).toBe('202402291305')
  expect(codeOf(() => minutes.write('2024-02-29T13:05:01', true))).toBe('PARAMETER_INVALID')
  const small = sourceWriter(testItem('t', 'datetime', { format: { pattern: 'yyyyMMddHHmmssSSS' } }))
  expect(small.write('2024-02-29T13:05:01.250', true)).toBe('20240229130501250')
  const clock = sourceWriter(testItem('t', 'time', { format: { pattern: "HH'h'mm" } }))
  expect(clock.write('13:05:00', true)).toBe('13h05')
})

test('a code is written as the system writes it; a question for one of several ways is refused', () => {
  const map = { '01': '1', '02': '2', M: '1' }
  const item = testItem('sex', 'text(1)', { codes: { table: 'gb.sex', map } })
  const writer = sourceWriter(item)
  expect(writer.write('2', true)).toBe('02')
  expect(writer.write('1', false)).toBe('01')
  expect(codeOf(() => writer.write('1', true))).toBe('PARAMETER_INVALID')
  expect(writer.write(null, true)).toBeNull()
})

test('a boolean is written in the system’s letters', () => {
  const writer = sourceWriter(testItem('b', 'boolean', { format: { true: ['Y', 'y'], false: ['N'] } }))
  expect([writer.write(true, false), writer.write(false, true)]).toEqual(['Y', 'N'])
  expect(codeOf(() => writer.write(true, true))).toBe('PARAMETER_INVALID')
})

test('without a form of its own a value is written as it is, with its type', () => {
  const writer = sourceWriter(testItem('n', 'decimal(8,2)'))
  expect(writer.type).toEqual({ name: 'decimal', precision: 8, scale: 2 })
  expect(writer.write('12.50', true)).toBe('12.50')
})

const read = (item: Item, given: unknown): Value => parameterReader(item)(given)

test('a parameter is brought into its one spelling', () => {
  const number = testItem('id', 'text(18)', { element: 'person.citizenNumber' })
  expect(read(number, '11010519491231002x')).toBe('11010519491231002X')
  expect(read(testItem('b', 'binary(3)'), 'AAEC')).toEqual(new Uint8Array([0, 1, 2]))
  expect(read(testItem('n', 'int64'), '9223372036854775807')).toBe('9223372036854775807')
  expect(read(testItem('n', 'text(1)'), null)).toBeNull()
})

test.each<[string, unknown, Partial<Item>]>([
  ['integer', 1.5, {}],
  ['integer', 2147483648, {}],
  ['int64', 1, {}],
  ['int64', '9223372036854775808', {}],
  ['decimal(4,2)', '123.45', {}],
  ['decimal(4,2)', '1.234', {}],
  ['double', Number.NaN, {}],
  ['boolean', 'true', {}],
  ['date', '2023-02-29', {}],
  ['time', '24:00:00', {}],
  ['binary', 'A', {}],
  ['binary(2)', 'AAEC', {}],
  ['binary', [1], {}],
  ['text(2)', '三个字', {}],
  ['text', '\ud800', {}],
  ['text', { toString: () => 'x' }, {}],
  ['text(18)', '110105194912310020', { element: 'person.citizenNumber' }],
  ['text(1)', 'x', { codes: { table: 'gb.sex' } }],
  ['text(1)', '3', { codes: { map: { a: '1', b: '2' } } }],
  ['json', '{', {}],
])('%s does not take %j', (notation, given, more) => {
  const error = errorOf(() => read(testItem('item', notation, more), given))
  expect(error.code).toBe('PARAMETER_INVALID')
  expect(error.details['parameter']).toBe('item')
  if (typeof given === 'string' && given.length > 2) expect(JSON.stringify(error)).not.toContain(given)
})

function errorOf(run: () => unknown): BerthError {
  try {
    run()
  } catch (error) {
    if (BerthError.is(error)) return error
    throw error
  }
  return expect.fail('it was taken')
}

function codeOf(run: () => unknown): string {
  return errorOf(run).code
}
