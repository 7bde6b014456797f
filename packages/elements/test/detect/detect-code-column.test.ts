import { expect, test } from 'vitest'
import { detectCodeColumn } from '../../src/index.ts'

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
