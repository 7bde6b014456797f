import type { LocalizedText } from '@berth/core'
import type { ErrorCode } from 'yaml'

/** What the parser found. Its own words may quote the text, and are not used (SEC-3). */
export function syntaxProblem(code: ErrorCode): Required<LocalizedText> {
  return problems[code] ?? { zh: '此处的内容不合语法', en: 'what stands here breaks the syntax' }
}

const problems: Readonly<Partial<Record<ErrorCode, Required<LocalizedText>>>> = {
  BAD_INDENT: { zh: '缩进不对，或括号没有合上', en: 'the indentation is off, or a bracket is not closed' },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '一行中有两个“键: 值”，或上一行的值未加引号',
    en: 'two "key: value" in one line, or a line that is indented too far',
  },
  BLOCK_IN_FLOW: {
    zh: '括号内一项有两个“键: 值”（漏了逗号，或用了全角逗号），或换用了缩进写法',
    en: 'inside brackets a comma is missing or full-width, or indented content stands there',
  },
  BAD_DQ_ESCAPE: { zh: '双引号内的反斜杠用法不对', en: 'a backslash inside double quotes is not right' },
  MISSING_CHAR: { zh: '缺少引号、括号、逗号或空格', en: 'a quote, bracket, comma or blank is missing' },
  MULTILINE_IMPLICIT_KEY: { zh: '键后缺少冒号', en: 'a colon is missing behind a key' },
  UNEXPECTED_TOKEN: { zh: '此处不应有这些字符', en: 'these characters cannot stand here' },
  NON_STRING_KEY: { zh: '键只能是文本', en: 'a key can only be a text' },
  RESOURCE_EXHAUSTION: { zh: '嵌套过深', en: 'the nesting is too deep' },
}
