import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type ReferenceRule =
  | 'MAN-150'
  | 'MAN-151'
  | 'MAN-152'
  | 'MAN-153'
  | 'MAN-154'
  | 'MAN-155'
  | 'MAN-156'
  | 'MAN-157'
  | 'CHG-101'
  | 'CHG-102'
  | 'CHG-103'
  | 'CHG-104'
  | 'CHG-105'
  | 'CHG-106'
  | 'APL-101'
  | 'INV-101'

/** What one part of a manifest says of another. */
export const referenceRules: Readonly<Record<ReferenceRule, RuleDefinition>> = {
  'MAN-150': {
    severity: 'error',
    title: { zh: '引用的连接存在', en: 'a connection that is named exists' },
    message: { zh: 'connections 中没有 {name}', en: 'there is no {name} under connections' },
    next: { zh: '现有：{allowed}', en: 'there are: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
  'MAN-151': {
    severity: 'error',
    title: { zh: '引用的数据项存在', en: 'an item that is named exists' },
    message: { zh: '该资源没有数据项 {name}', en: 'the resource has no item {name}' },
    next: { zh: '写数据项的编号，而不是列名', en: 'write the id of an item, not the name of a column' },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
  'MAN-152': {
    severity: 'error',
    title: { zh: '引用的数据元存在', en: 'a data element that is named exists' },
    message: { zh: '没有数据元 {name}', en: 'there is no data element {name}' },
    next: {
      zh: '数据元见 docs/elements.md；没有合适的就写 type',
      en: 'see docs/elements.md; if none fits, write type',
    },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
  'MAN-153': {
    severity: 'error',
    title: { zh: '引用的代码表存在', en: 'a code table that is named exists' },
    message: { zh: '没有代码表 {name}', en: 'there is no code table {name}' },
    next: { zh: '代码表见 docs/elements.md；也可在此写出对照', en: 'see docs/elements.md, or write the codes here' },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
  'MAN-154': {
    severity: 'warning',
    title: { zh: '两个数据项不取同一列', en: 'no two items come from one column' },
    message: { zh: '{item} 与 {other} 都取自列 {column}', en: '{item} and {other} both come from the column {column}' },
    next: { zh: '核对 from；确需如此可以不改', en: 'check from; leave it if it is meant' },
  },
  'MAN-155': {
    severity: 'warning',
    title: { zh: '送往平台的资源知道平台在哪里', en: 'what goes to the platform says where the platform is' },
    message: {
      zh: 'to 为 platform，但没有写 platform.url',
      en: 'this goes to the platform, and platform.url is not there',
    },
    next: { zh: '补上 platform: { url: ... }', en: 'add platform: { url: ... }' },
  },
  'MAN-156': {
    severity: 'error',
    title: { zh: '代码对照落在代码表内', en: 'codes written here lead into their table' },
    message: { zh: '代码表 {table} 中没有代码 {code}', en: 'the code table {table} has no code {code}' },
    next: { zh: '改成表中的代码', en: 'use a code of the table' },
  },
  'MAN-157': {
    severity: 'error',
    title: { zh: '引用的数据集已在连接中定义', en: 'a dataset that is named is defined at its connection' },
    message: {
      zh: '连接 {connection} 的 datasets 中没有 {name}',
      en: 'there is no {name} among the datasets of {connection}',
    },
    next: { zh: '现有：{allowed}', en: 'there are: {allowed}' },
    suggest: { zh: '是否想写 {suggestion}？', en: 'did you mean {suggestion}?' },
  },
  'CHG-101': {
    severity: 'error',
    title: { zh: '重叠量不为负', en: 'an overlap is not negative' },
    message: { zh: 'overlap 应为零或正数，或 PT5M 这样的时长', en: 'overlap is not negative: a number, or a duration' },
    next: {
      zh: '时间列写 PT5M 这样的时长，编号列写整数',
      en: 'write a duration such as PT5M for a time column, a whole number for a counter',
    },
  },
  'CHG-102': {
    severity: 'error',
    title: { zh: '按变化读取需要 key', en: 'reading changes needs a key' },
    message: { zh: 'from 写了 changes，但没有 key', en: 'from has changes but no key' },
    next: { zh: '在 from.key 中写明唯一标识一行的列', en: 'name the columns that identify a row in from.key' },
  },
  'CHG-103': {
    severity: 'error',
    title: { zh: '识别变化的方式所需的都写了', en: 'a way of telling changes has what it needs' },
    message: { zh: 'changes 写了 by: {by}，但没有 {key}', en: 'changes are told by: {by}, and {key} is missing' },
    next: {
      zh: '补上 {key}；没有可用的列或变更表时，可写 by: snapshot',
      en: 'add {key}; where there is no such column or table, by: snapshot needs neither',
    },
  },
  'CHG-104': {
    severity: 'error',
    title: { zh: '识别变化的方式只写它用得到的', en: 'a way of telling changes has only what it takes' },
    message: {
      zh: 'by: {by} 用不到 {key}，它属于 by: {owner}',
      en: 'by: {by} takes no {key}; that is for by: {owner}',
    },
    next: { zh: '删去 {key}，或改写 by', en: 'remove {key}, or change by' },
  },
  'CHG-105': {
    severity: 'error',
    title: {
      zh: '识别删除时，key 的每一列都有数据项',
      en: 'where deletes are told, each column of the key is an item',
    },
    message: {
      zh: 'by: {by} 会送出删除的行，行由 key 识别，但没有数据项取自列 {column}',
      en: 'by: {by} tells deleted rows, which are named by their key, and no item comes from the column {column}',
    },
    next: { zh: '为该列加一个数据项（from: {column}）', en: 'add an item with from: {column}' },
  },
  'CHG-106': {
    severity: 'error',
    title: { zh: '识别删除时，key 的数据项可以送出', en: 'where deletes are told, the items of the key may leave' },
    message: {
      zh: 'by: {by} 靠 key 送出删除的行，但 {item}（列 {column}）不得经 {mode} 送出',
      en: 'by: {by} tells deleted rows by their key, and {item} (column {column}) may not leave by {mode}',
    },
    next: {
      zh: '核定 {item} 的 grade、categories 或此处的 clearance、categories，或改用 by: column',
      en: 'review grade and categories of {item}, or clearance and categories here, or use by: column',
    },
  },
  'APL-101': {
    severity: 'error',
    title: { zh: '写入数据库需要 key', en: 'writing to a table needs a key' },
    message: {
      zh: 'provide.table 要靠 key 识别重复的行，from 没有写 key',
      en: 'provide.table knows repeated rows by their key, and from has none',
    },
    next: { zh: '在 from.key 中写明唯一标识一行的列', en: 'name the columns that identify a row in from.key' },
  },
  'INV-101': {
    severity: 'error',
    title: { zh: '调用过程不用 key', en: 'a procedure takes no key' },
    message: {
      zh: 'accept.parameter 调用过程，key 只用于写入表',
      en: 'accept.parameter calls a procedure, and key is for rows of a table',
    },
    next: {
      zh: '删去 key；同一请求只做一次由幂等键保证',
      en: 'remove key; the idempotency key sees that it is done once',
    },
  },
}
