import type { LocalizedText } from '../../contract/value.ts'

/** What can be wrong with a value that was given: a parameter of a question, an option of a connection. */
export type ValueProblem =
  | 'value-absent'
  | 'value-alone'
  | 'value-beside'
  | 'value-character'
  | 'value-check-digit'
  | 'value-code'
  | 'value-date'
  | 'value-length'
  | 'value-null'
  | 'value-shape'
  | 'value-too-long'
  | 'value-type'
  | 'value-unexplained'
  | 'option-boolean'
  | 'option-choice'
  | 'option-integer'
  | 'option-most'
  | 'option-least'
  | 'option-text'

/** In the words of both languages, as templates over the error's details. */
export const valueProblems: Readonly<Record<ValueProblem, Required<LocalizedText>>> = {
  'value-absent': { zh: '后面要写出值', en: 'a value is expected behind it' },
  'value-alone': { zh: '要与 {others} 一起给出', en: 'it is of use together with {others} only' },
  'value-beside': { zh: '不能与 {others} 同时给出', en: 'it cannot be given beside {others}' },
  'value-character': { zh: '含有 {element} 不允许的字符', en: 'a character that {element} does not have' },
  'value-check-digit': { zh: '校验位与 {element} 不符', en: 'not a {element}: the check digit does not fit' },
  'value-code': { zh: '不是代码表中的代码', en: 'no code of its table' },
  'value-date': { zh: '其中的日期不存在（{element}）', en: 'not a {element}: a date in it does not exist' },
  'value-length': { zh: '长度不符合 {element}', en: 'not as long as {element}' },
  'value-null': { zh: '不能为空', en: 'it must not be null' },
  'value-shape': { zh: '写法不符合 {element}', en: 'not in the form of {element}' },
  'value-too-long': { zh: '太长，应为 {type}', en: 'too long for {type}' },
  'value-type': { zh: '应为 {type}', en: '{type} is expected' },
  'value-unexplained': {
    zh: '没有这个错误码、规则、条款或用例',
    en: 'there is no such error code, rule, clause or case',
  },
  'option-boolean': { zh: '应为 true 或 false', en: 'true or false is expected' },
  'option-choice': { zh: '应为 {choices} 之一', en: 'one of {choices} is expected' },
  'option-integer': { zh: '应为整数', en: 'a whole number is expected' },
  'option-least': { zh: '不得小于 {least}', en: 'at least {least} is expected' },
  'option-most': { zh: '不得大于 {most}', en: 'at most {most} is expected' },
  'option-text': { zh: '应为文本', en: 'a text is expected' },
}
