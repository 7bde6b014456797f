import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type StructureRule =
  | 'VER-101'
  | 'VER-102'
  | 'VER-103'
  | 'VER-104'
  | 'MAN-120'
  | 'MAN-121'
  | 'MAN-122'
  | 'MAN-123'
  | 'MAN-124'
  | 'MAN-125'
  | 'MAN-126'
  | 'MAN-127'
  | 'MAN-128'
  | 'MAN-129'
  | 'MAN-130'

/** Which keys stand where, and what kind of value each takes. */
export const structureRules: Readonly<Record<StructureRule, RuleDefinition>> = {
  'VER-101': {
    severity: 'error',
    title: { zh: '契约版本受支持', en: 'the version of the contract is understood' },
    message: { zh: '此版本只懂契约版本 1', en: 'this release understands version 1 of the contract only' },
    next: { zh: '写 berth: 1，不加引号', en: 'write berth: 1, without quotes' },
  },
  'VER-102': {
    severity: 'error',
    title: { zh: '对接的版本是三个数', en: 'the version of a docking is three numbers' },
    message: { zh: '{value} 不是版本', en: '{value} is not a version' },
    next: { zh: '写成 主.次.修订，例如 1.4.0', en: 'write MAJOR.MINOR.PATCH, such as 1.4.0' },
  },
  'VER-103': {
    severity: 'error',
    title: { zh: '改过名的键写新名', en: 'a key that was renamed has its new name' },
    message: { zh: '{key} 自 {since} 起名为 {to}', en: '{key} is called {to} since {since}' },
    next: { zh: '运行 berth migrate，或写成 {to}', en: 'run berth migrate, or write {to}' },
  },
  'VER-104': {
    severity: 'warning',
    title: { zh: '没有将要取消的写法', en: 'nothing that is going to be taken away' },
    message: {
      zh: '{key} 自 {since} 起不再推荐，{until} 之后的版本将取消',
      en: '{key} is deprecated since {since}; releases after {until} will not have it',
    },
    next: { zh: '在此之前：{instead}', en: 'until then: {instead}' },
  },
  'MAN-120': {
    severity: 'error',
    title: { zh: '没有不认识的键', en: 'no unknown key' },
    message: { zh: '此处没有名为 {key} 的键', en: 'there is no key {key} here' },
    next: { zh: '此处可用：{allowed}', en: 'these may stand here: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？此处可用：{allowed}', en: 'did you mean {suggestion}? Here: {allowed}' },
  },
  'MAN-121': {
    severity: 'error',
    title: { zh: '必要的键都在', en: 'every key that is needed is there' },
    message: { zh: '{in} 缺少 {key}', en: '{in} lacks {key}' },
    next: { zh: '补上 {key}：{meaning}', en: 'add {key}: {meaning}' },
  },
  'MAN-122': {
    severity: 'error',
    title: { zh: '值的种类正确', en: 'each value is of its kind' },
    message: { zh: '{key} 应为{expected}，此处是{found}', en: '{key} takes {expected}, and {found} stands here' },
    next: { zh: '改成{expected}', en: 'make it {expected}' },
    suggest: { zh: '写成 {suggestion}', en: 'write {suggestion}' },
  },
  'MAN-123': {
    severity: 'error',
    title: { zh: '取值在所列之内', en: 'a value out of a list is one of the list' },
    message: { zh: '{key} 不能是 {value}', en: '{key} cannot be {value}' },
    next: { zh: '可用：{allowed}', en: 'one of: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？可用：{allowed}', en: 'did you mean {suggestion}? One of: {allowed}' },
  },
  'MAN-124': {
    severity: 'error',
    title: { zh: '数字在范围内', en: 'a number is within its bounds' },
    message: { zh: '{key} 应{bound}', en: '{key} must be {bound}' },
    next: { zh: '改成范围内的数字', en: 'write a number within the bounds' },
  },
  'MAN-125': {
    severity: 'error',
    title: { zh: '写了键就写内容', en: 'a key that is written has content' },
    message: { zh: '{key} 没有内容', en: '{key} has no content' },
    next: { zh: '填写内容，或删去这个键', en: 'fill it in, or remove the key' },
  },
  'MAN-126': {
    severity: 'error',
    title: { zh: '几个键中恰好写一个', en: 'exactly one key of a choice' },
    message: { zh: '{in} 中应恰好有一个：{choice}', en: '{in} takes exactly one of: {choice}' },
    next: { zh: '只写其中一个', en: 'write one of them, and only one' },
  },
  'MAN-127': {
    severity: 'error',
    title: { zh: '列表中没有重复', en: 'a list holds nothing twice' },
    message: {
      zh: '{key} 的第 {first} 项与第 {second} 项相同',
      en: 'entries {first} and {second} of {key} are the same',
    },
    next: { zh: '删去其中一个', en: 'remove one of the two' },
  },
  'MAN-128': {
    severity: 'error',
    title: { zh: '没有成批放错位置的键', en: 'no run of keys in the wrong place' },
    message: { zh: '{in} 中有 {count} 个不认识的键：{keys}', en: '{in} has {count} unknown keys: {keys}' },
    next: {
      zh: '检查缩进是否多了或少了；此处可用：{allowed}',
      en: 'look at the indentation; these may stand here: {allowed}',
    },
  },
  'MAN-129': {
    severity: 'error',
    title: { zh: '括号内含逗号的值加了引号', en: 'a value with a comma stands in quotes inside brackets' },
    message: { zh: '此处没有名为 {keys} 的键，后面也没有值', en: 'there is no key {keys} here, nor a value behind it' },
    next: {
      zh: '若是前一个值的一部分，把整个值加上引号；否则此处可用：{allowed}',
      en: 'if it is part of the value before it, put that whole value in quotes; else these may stand here: {allowed}',
    },
  },
  'MAN-130': {
    severity: 'error',
    title: { zh: '编号写法正确', en: 'an id is written as ids are' },
    message: {
      zh: '{id} 不是合法的编号：以小写字母开头，只用字母、数字、连字符和点',
      en: '{id} is not an id: a small letter first, then letters, digits, single hyphens and dots',
    },
    next: {
      zh: '例如 marriageRecord 或 civil-affairs.marriage',
      en: 'such as marriageRecord or civil-affairs.marriage',
    },
    suggest: { zh: '改为 {suggestion}', en: 'make it {suggestion}' },
  },
}
