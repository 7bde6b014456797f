import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { mysqlColumn } from '../src/values.ts'

test('a year of one or two digits is refused: the server would keep another', () => {
  const native = { name: 'N', dataType: 'year', columnType: 'year(4)', length: 0, precision: 0, scale: 0, fraction: 0 }
  const settings = { charset: undefined, maxCellBytes: 1000, maxFunctionBytes: 1000 }
  const column = mysqlColumn(
    { ...native, charset: undefined, collation: undefined, nullable: true, checkedJson: false },
    settings,
  )
  const code = (year: number): string | undefined => {
    try {
      column.checkStored?.(year)
      return undefined
    } catch (error) {
      return BerthError.is(error) ? error.code : 'none of ours'
    }
  }
  expect([0, 1, 7, 99, 1901, 2155].map(code)).toEqual([
    undefined,
    'VALUE_LOSS',
    'VALUE_LOSS',
    'VALUE_LOSS',
    undefined,
    undefined,
  ])
})
