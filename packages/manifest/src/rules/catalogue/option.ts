import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type OptionRule = 'MAN-160' | 'MAN-161' | 'MAN-162' | 'MAN-163' | 'MAN-164' | 'MAN-165' | 'MAN-166' | 'CAP-101'

/** A connection against what its connector takes and can do. */
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
  'MAN-163': {
    severity: 'error',
    title: {
      zh: '数据集定义的各项都是连接器认识的',
      en: 'everything in the definition of a dataset is known to the connector',
    },
    message: { zh: '连接器 {connector} 不认识 {path}', en: 'the connector {connector} does not know {path}' },
    next: { zh: '可用：{allowed}', en: 'it knows: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？可用：{allowed}', en: 'did you mean {suggestion}? It knows: {allowed}' },
  },
  'MAN-164': {
    severity: 'error',
    title: { zh: '数据集定义不缺必要的内容', en: 'the definition of a dataset has what is needed' },
    message: { zh: '缺少 {path}：{expected}', en: '{path} is missing: {expected}' },
    next: { zh: '补上 {path}', en: 'add {path}' },
  },
  'MAN-165': {
    severity: 'error',
    title: { zh: '数据集定义的值合乎规定', en: 'the values in the definition of a dataset are valid' },
    message: { zh: '{path} 应为：{expected}', en: '{path} takes: {expected}' },
    next: { zh: '改正该值', en: 'correct it' },
  },
  'MAN-166': {
    severity: 'error',
    title: { zh: '连接器接受数据集定义', en: 'the connector takes definitions of datasets' },
    message: {
      zh: '连接器 {connector} 自己了解数据集，不接受 datasets',
      en: 'the connector {connector} knows its datasets itself and takes no datasets',
    },
    next: { zh: '删去 datasets', en: 'remove datasets' },
  },
  'CAP-101': {
    severity: 'error',
    title: { zh: '连接器做得到清单所写的', en: 'the connector can do what the manifest asks of it' },
    message: {
      zh: '连接器 {connector} 不支持 {capability}，{key} 用不了',
      en: 'the connector {connector} does not support {capability}, which {key} needs',
    },
    next: { zh: '删去 {key}，或换用支持它的连接器', en: 'remove {key}, or use a connector that supports it' },
  },
}
