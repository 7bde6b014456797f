import { expect, test } from 'vitest'
import { chineseId } from '../../src/draft/chinese-ids.ts'
import { identifierPattern } from '../../src/notation/identifier.ts'

test.each([
  ['许可证号', 'permitNumber'],
  ['发证日期', 'issueDate'],
  ['最近检查日期', 'date'],
  ['注册资本（万元）', 'capital'],
  ['月保障金额', 'amount'],
  ['从业人数', 'employees'],
  ['備註', 'remarks'],
  ['鹅', undefined],
])('%s is %s', (name, id) => {
  expect(chineseId(name)).toBe(id)
  if (id !== undefined) expect(id).toMatch(new RegExp(identifierPattern))
})
