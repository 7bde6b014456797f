import type { LocalizedText } from '../../contract/value.ts'

/** What can be wrong with the manifest of a batch: the detail `problem` of `BATCH_MANIFEST_INVALID` and `BATCH_SCHEMA_DIFFERS`. */
export type BatchProblem =
  | 'digest-form'
  | 'document-json'
  | 'document-large'
  | 'document-object'
  | 'file-format'
  | 'file-name'
  | 'item-missing'
  | 'item-type'
  | 'layout-invalid'
  | 'member-number'
  | 'member-other'
  | 'member-text'
  | 'members-missing'
  | 'schema-item'
  | 'schema-list'
  | 'schema-twice'

/** What can be wrong with a key to log in: the detail `problem` of `LOGIN_KEY_UNUSABLE`. */
export type LoginKeyProblem = 'key-format' | 'key-locked' | 'key-passphrase' | 'key-unreadable'

/** In the words of both languages, as templates over the error's details; `path-elsewhere` is one of `PARAMETER_INVALID`. */
export const transferProblems: Readonly<
  Record<BatchProblem | LoginKeyProblem | 'path-elsewhere', Required<LocalizedText>>
> = {
  'digest-form': { zh: 'sha256 不是摘要', en: 'sha256 is no digest' },
  'document-json': { zh: '不是 JSON', en: 'it is not JSON' },
  'document-large': { zh: '超过 {maximum} 字节', en: 'it has more than {maximum} bytes' },
  'document-object': { zh: '不是 JSON 对象', en: 'it is not an object' },
  'file-format': { zh: 'format 不是数据文件的格式', en: 'format is none of data files' },
  'file-name': { zh: 'file 不是其数据文件的名称', en: 'file is not the name of its data file' },
  'item-missing': { zh: '缺少 {item}', en: '{item} is missing' },
  'item-type': { zh: '{item} 是 {found}，应为 {expected}', en: '{item} is {found}, {expected} is expected' },
  'key-format': { zh: '不认识它的格式', en: 'its format is not known' },
  'key-locked': { zh: '已加锁，而没有给出 passphrase', en: 'it is locked, and no passphrase is given' },
  'key-passphrase': { zh: 'passphrase 打不开它', en: 'the passphrase does not unlock it' },
  'key-unreadable': { zh: '读不到', en: 'it cannot be read' },
  'layout-invalid': { zh: '{member} 不合规定', en: '{member} is not valid' },
  'member-number': { zh: '{member} 不是从 {minimum} 起的整数', en: '{member} is no number from {minimum} on' },
  'member-other': { zh: '{member} 不是 {expected}', en: '{member} is not {expected}' },
  'member-text': { zh: '{member} 不是文本', en: '{member} is no text' },
  'members-missing': { zh: '缺少 {members}', en: '{members} are needed' },
  'path-elsewhere': { zh: '通向别处', en: 'it leads elsewhere' },
  'schema-item': { zh: '{member} 不是带类型的数据项', en: '{member} is no item with its type' },
  'schema-list': { zh: 'schema 不是列表', en: 'schema is no list' },
  'schema-twice': { zh: 'schema 中有数据项出现两次', en: 'schema names an item twice' },
}
