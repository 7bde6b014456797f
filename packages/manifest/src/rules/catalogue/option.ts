import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type OptionRule = 'MAN-160' | 'MAN-161' | 'MAN-162'

/** The options of a connection against what its connector takes. */
export const optionRules: Readonly<Record<OptionRule, RuleDefinition>> = {
  'MAN-160': {
    severity: 'error',
    title: { zh: '连接器有此选项', en: 'the connector has the option' },
    message: { zh: '连接器 {connector} 没有选项 {option}', en: 'the connector {connector} has no option {option}' },
    next: { zh: '可用：{allowed}', en: 'it has: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？可用：{allowed}', en: 'did you mean {suggestion}? It has: {allowed}' },
  },
  'MAN-161': {
    severity: 'error',
    title: { zh: '必要的选项都在', en: 'every option that is needed is there' },
    message: { zh: '连接器 {connector} 缺少选项 {option}', en: 'the connector {connector} needs the option {option}' },
    next: { zh: '补上 {option}：{meaning}', en: 'add {option}: {meaning}' },
  },
  'MAN-162': {
    severity: 'error',
    title: { zh: '选项的值合乎规定', en: 'the value of an option is valid' },
    message: { zh: '选项 {option} 应为{expected}', en: 'the option {option} takes {expected}' },
    next: { zh: '改成{expected}', en: 'make it {expected}' },
  },
}
