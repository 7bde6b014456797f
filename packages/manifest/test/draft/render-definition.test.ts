import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderDefinition } from '../../src/draft/render-definition.ts'

const definition = {
  files: 'a-*.csv',
  charset: 'GB18030',
  columns: { id: 'text', name: { from: '姓名', type: 'text' } },
}
const doubts = [
  { text: { zh: '首行', en: 'first line' } },
  { entry: 'charset', text: { zh: '按样本推断\n第二行', en: 'by the sample' } },
  { entry: 'charset', text: { zh: '另一条' } },
  { entry: 'missing', text: { zh: '无处可放' } },
]

test('what is not sure stands as a comment above its entry', () => {
  const lines = renderDefinition('permits', definition, doubts, 'zh')
  expect(lines.slice(0, 6)).toEqual([
    'permits:',
    '  # 首行',
    '  # 无处可放',
    '  files: a-*.csv',
    '  # 按样本推断 第二行',
    '  # 另一条',
  ])
  expect(parse(lines.join('\n'))).toEqual({ permits: definition })
})

test('comments are in the language of the reader, in Chinese where there is no other', () => {
  const text = renderDefinition('permits', definition, doubts, 'en').join('\n')
  expect(text).toContain('# by the sample\n')
  expect(text).toContain('# 另一条\n')
  expect(text).not.toContain('按样本')
})
