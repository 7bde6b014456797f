import type { CodeTable } from './code-table.ts'

export const maritalStatusCodes: CodeTable = {
  id: 'gb.marriage',
  title: { zh: '婚姻状况代码', en: 'Marital status' },
  standard: 'GB/T 2261.2',
  entries: [
    { code: '10', name: { zh: '未婚', en: 'Never married' }, aliases: ['未婚'] },
    { code: '20', name: { zh: '已婚', en: 'Married' }, aliases: ['已婚'] },
    { code: '21', name: { zh: '初婚', en: 'Married for the first time' }, aliases: ['初婚'] },
    { code: '22', name: { zh: '再婚', en: 'Married again' }, aliases: ['再婚'] },
    { code: '23', name: { zh: '复婚', en: 'Married to the former spouse' }, aliases: ['复婚'] },
    { code: '30', name: { zh: '丧偶', en: 'Widowed' }, aliases: ['丧偶'] },
    { code: '40', name: { zh: '离婚', en: 'Divorced' }, aliases: ['离婚', '离异'] },
    { code: '90', name: { zh: '未说明的婚姻状况', en: 'Not stated' }, aliases: ['未说明的婚姻状况', '未说明'] },
  ],
}
