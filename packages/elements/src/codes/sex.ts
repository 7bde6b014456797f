import type { CodeTable } from './code-table.ts'

export const sexCodes: CodeTable = {
  id: 'gb.sex',
  title: { zh: '人的性别代码', en: 'Human sex' },
  standard: 'GB/T 2261.1',
  entries: [
    { code: '0', name: { zh: '未知的性别', en: 'Unknown' }, aliases: ['未知的性别', '未知'] },
    { code: '1', name: { zh: '男性', en: 'Male' }, aliases: ['男性', '男', 'M', 'm'] },
    { code: '2', name: { zh: '女性', en: 'Female' }, aliases: ['女性', '女', 'F', 'f'] },
    { code: '9', name: { zh: '未说明的性别', en: 'Not stated' }, aliases: ['未说明的性别', '未说明'] },
  ],
}
