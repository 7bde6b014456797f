import { expect, test } from 'vitest'
import { detectCodeColumn, proposeCodes } from '../../src/index.ts'

const cycle = (values: readonly string[], length: number): string[] =>
  Array.from({ length }, (_, index) => values[index % values.length] ?? '')

test('few short values that come again are codes; their number is told', () => {
  expect(detectCodeColumn(cycle(['01', '02', '99'], 30))).toEqual({ distinct: 3 })
})

test('too few samples, too many values or long ones are no codes', () => {
  expect(detectCodeColumn(cycle(['01', '02'], 19))).toBeUndefined()
  expect(detectCodeColumn(Array.from({ length: 100 }, (_, index) => String(index % 21)))).toBeUndefined()
  expect(detectCodeColumn(cycle(['01', '02', '03', '04', '05'], 20))).toBeUndefined()
  expect(detectCodeColumn(cycle(['a text that is no code'], 30))).toBeUndefined()
})

test('standard codes need no map', () => {
  expect(proposeCodes('gb.sex', ['1', '2 ', null])).toEqual({ table: 'gb.sex' })
  expect(proposeCodes('gb.sex', [1, 2])).toEqual({ table: 'gb.sex' })
  expect(proposeCodes('gb.sex', [])).toEqual({ table: 'gb.sex' })
})

test('known spellings are mapped, all of them, not those that were seen', () => {
  const proposal = proposeCodes('gb.sex', ['男', '男'])
  expect(proposal?.map).toMatchObject({ 男: '1', 女: '2', M: '1', F: '2', '9': '9' })
})

test('other codes are nothing that could be proposed', () => {
  expect(proposeCodes('gb.sex', ['1', '3'])).toBeUndefined()
  expect(proposeCodes('gb.none', ['1'])).toBeUndefined()
})
