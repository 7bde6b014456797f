import { expect, test } from 'vitest'
import { printableLine } from '../../src/format/printable-line.ts'
import { formatFindings, parseManifest } from '../../src/index.ts'

const text =
  'berth: 1\nsystem: { id: x, title: 系统名称, owner: { title: 单位, code: 91350100M000100Y43 }, hour: 9 }\nconnections: { a: { use: x } }\n'
const loaded = parseManifest(text, { file: 'berth.yaml', folder: '/docking' })

test('a finding shows where, what, the line with a caret, and what next', () => {
  expect(formatFindings(loaded.findings, 'zh', { source: loaded.source })).toBe(
    [
      'berth.yaml:2:79  错误  MAN-120  此处没有名为 hour 的键',
      '  2 | system: { id: x, title: 系统名称, owner: { title: 单位, code: 91350100M000100Y43 }, hour: 9 }',
      `      ${' '.repeat(78 + 6)}^`,
      '  下一步：是否想写 hours？此处可用：id, title, owner, hours',
      '',
    ].join('\n'),
  )
  expect(formatFindings(loaded.findings, 'en')).toBe(
    [
      'berth.yaml:2:79  error  MAN-120  there is no key hour here',
      '  next: did you mean hours? Here: id, title, owner, hours',
      '',
    ].join('\n'),
  )
  expect(formatFindings(loaded.findings, 'en', { color: true })).toContain('\u001b[31merror\u001b[0m')
  expect(formatFindings([], 'zh')).toBe('')
})

test.each<[string, number, string]>([
  ['password: canary', 1, 'password: ******'],
  ['  options: { host: h, password: canary, port: 1 }', 1, '  options: { host: h, password: ******'],
  ['"db-token" : \'canary\'', 1, '"db-token" : ******'],
  ['url: fb://u:canary@h/d', 1, 'url: fb://u:******@h/d'],
  ['password:\n  canary', 2, '  ******'],
  ['password: |\n  canary\n  canary', 3, '  ******'],
  [`password: "\${secret:DB}"`, 1, `password: "\${secret:DB}"`],
  ['key: [ID]', 1, 'key: [ID]'],
  ['title: 密码 password', 1, 'title: 密码 password'],
])('secrets are hidden in %s', (source, line, shown) => expect(printableLine(source.split('\n'), line)).toBe(shown))
