import type { Language, LocalizedText } from '@berth/core'

/** A sentence of a draft. */
export type Phrase =
  | 'review'
  | 'operation'
  | 'operationKey'
  | 'condition'
  | 'maintainer'
  | 'sharing'
  | 'cycle'
  | 'noKey'
  | 'changesNullable'
  | 'changesCheck'
  | 'changesSnapshot'
  | 'clearance'
  | 'proposed'
  | 'perhaps'
  | 'unused'
  | 'unknown'
  | 'key'
  | 'codes'
  | 'charset'
  | 'stateSecret'
  | 'credentials'

const words: Readonly<Record<Phrase, Required<LocalizedText>>> = {
  review: {
    zh: '由 berth discover 起草：核对名称、分级、维护主体与共享条件后删去这一行，此前什么都不会送出',
    en: 'drafted by berth discover: review titles, grades, maintainer and sharing, then remove this line; nothing leaves before',
  },
  operation: {
    zh: '由 berth add 起草：发布之前核对名称、分级、必填项与维护主体',
    en: 'drafted by berth add: review titles, grades, what is required, and maintainer before it is published',
  },
  operationKey: {
    zh: '系统没有声明主键：重复提交要靠它识别，请写明 key: [列名]',
    en: 'the system declares no key, by which a repeated submission is known: add key: [COLUMN]',
  },
  condition: { zh: '待核定', en: 'to be decided' },
  maintainer: { zh: '待填写', en: 'to be named' },
  sharing: { zh: '核定共享类型与条件', en: 'decide on type and condition' },
  cycle: { zh: '按实际更新周期填写', en: 'state the cycle it really has' },
  noKey: {
    zh: '系统没有声明主键：请在 from 中补上 key: [列名]，增量与写入数据库都要用它',
    en: 'the system declares no key: add key: [COLUMN] to from, which changes and writing to a table need',
  },
  changesNullable: {
    zh: '变化列 {column} 允许空值：空值的行不会出现在增量中',
    en: 'the change column {column} admits null: rows without a value are not among the changes',
  },
  changesCheck: {
    zh: '请确认每次修改都会更新 {column}',
    en: 'make sure that every change of a row moves {column} on',
  },
  changesSnapshot: {
    zh: '没有找到变化列，每次全量读取；只送出变化与删除的行，可在 from 中加 changes: { by: snapshot }',
    en: 'no change column was found, and everything is sent each time; to send only what changed or was deleted, add changes: { by: snapshot } to from',
  },
  clearance: {
    zh: '由开发者填写：可送往该处的最高级别；不写则什么都不送出',
    en: 'for the developer to set: the highest grade that may go there; without it nothing does',
  },
  proposed: { zh: '建议：{title} {percent}%（{reasons}）', en: 'proposed: {title} {percent}% ({reasons})' },
  perhaps: {
    zh: '可能是{title} {percent}%（{reasons}），未采用，分级从严',
    en: 'perhaps {title} {percent}% ({reasons}), not used, graded strictly',
  },
  unused: {
    zh: '{title} {percent}%（{reasons}），但列类型或写法待核实，分级照此建议',
    en: '{title} {percent}% ({reasons}), but the type or notation of the column is open; graded as such',
  },
  unknown: { zh: '未识别，分级从严', en: 'not recognised, graded strictly' },
  key: { zh: '主键', en: 'key' },
  codes: {
    zh: '样本只有 {count} 种取值，可能是代码：请写明 codes',
    en: 'the samples hold {count} values only, perhaps codes: write codes',
  },
  credentials: {
    zh: '可能是密码或密钥：不分级就不会送出，建议从清单中删去',
    en: 'perhaps a password or a key: without a grade it never leaves; better remove it',
  },
  charset: { zh: '按 {charset} 才能读出，请核对', en: 'readable as {charset}, to be confirmed' },
  stateSecret: {
    zh: '注释提到涉密：不分级就不会送出；确属国家秘密的，从清单中删去',
    en: 'the comment speaks of secrets: without a grade it never leaves; remove it if it is a state secret',
  },
}

/** Fills in a sentence in the language of the reader. */
export function phrase(name: Phrase, language: Language, details: Readonly<Record<string, string>> = {}): string {
  return words[name][language].replace(/\{(\w+)\}/g, (whole, key: string) => details[key] ?? whole)
}

/** Reasons in a row. */
export function listed(reasons: readonly LocalizedText[], language: Language): string {
  return reasons.map((reason) => reason[language] ?? reason.zh).join(language === 'zh' ? '、' : ', ')
}
