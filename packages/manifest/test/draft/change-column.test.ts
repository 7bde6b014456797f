import type { LogicalType, Value } from '@berth/core'
import { expect, test } from 'vitest'
import { changeColumn } from '../../src/draft/change-column.ts'
import { column, text } from './fixtures.ts'

const datetime: LogicalType = { name: 'datetime' }
const none = (): readonly Value[] => []

test.each([
  'GXSJ',
  'XGSJ',
  'ZHGXSJ',
  'ZHXGSJ',
  'F_GXSJ',
  'gengxinshijian',
  'UPDATE_TIME',
  'UPDATED_AT',
  'updateTime',
  'LAST_MODIFIED',
  'LAST_UPDATE',
  'lastModifiedDate',
  'MODIFY_TIME',
  'MODIFIED',
  'gmt_modified',
  'SJC',
  'TIMESTAMP',
  '更新时间',
])('%s is moved on by a change', (name) => {
  expect(changeColumn([column('ID', datetime), column(name, datetime)], none)).toEqual({
    column: name,
    overlap: 'PT5M',
    nullable: false,
  })
})

test.each(['DJRQ', 'CREATE_TIME', 'CJSJ', 'HIRE_DATE', 'CSRQ', 'BGDH', 'DATE_NEEDED', 'CHANGE_DATE', 'SHIP_DATE'])(
  '%s is not',
  (name) => {
    expect(changeColumn([column(name, datetime)], none)).toBeUndefined()
  },
)

test('a comment names it too', () => {
  expect(changeColumn([column('C9', datetime, { comment: '最后修改时间' })], none)?.column).toBe('C9')
})

test('a row version needs no overlap, a whole number of that name neither', () => {
  const version = column('V', { name: 'binary' }, { nativeType: 'rowversion' })
  expect(changeColumn([version], none)).toEqual({ column: 'V', nullable: false })
  expect(changeColumn([column('ROW_VERSION', { name: 'int64' })], none)).toEqual({
    column: 'ROW_VERSION',
    nullable: false,
  })
  expect(changeColumn([column('ROW_VERSION', text(20))], none)).toBeUndefined()
})

test('a text needs samples that show a time whose order is that of the alphabet', () => {
  const columns = [column('GXSJ', text(20), { nullable: true })]
  expect(changeColumn(columns, none)).toBeUndefined()
  expect(changeColumn(columns, () => ['20010203040506'])).toEqual({ column: 'GXSJ', nullable: true })
  expect(changeColumn(columns, () => ['2001-02-03 04:05:06'])?.column).toBe('GXSJ')
  expect(changeColumn(columns, () => ['20010203'])).toBeUndefined()
})

test('a time is preferred to a counter and a text', () => {
  const columns = [column('XGSJ', text(20)), column('SCN', { name: 'int64' }), column('GXSJ', datetime)]
  expect(changeColumn(columns, () => ['20010203040506'])?.column).toBe('GXSJ')
})
