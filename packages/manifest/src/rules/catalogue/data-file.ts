import type { RuleDefinition } from '../definition.ts'

/** The rules of this group. */
export type DataFileRule = 'FIL-101' | 'FIL-102' | 'FIL-103' | 'FIL-104'

/** How data files are written. */
export const dataFileRules: Readonly<Record<DataFileRule, RuleDefinition>> = {
  'FIL-101': {
    severity: 'error',
    title: { zh: '文件格式只写它用得到的', en: 'a format of files has only what it takes' },
    message: { zh: 'format: {format} 用不到 {key}', en: 'format: {format} takes no {key}' },
    next: { zh: '删去 {key}；{format} 可用：{allowed}', en: 'remove {key}; {format} takes: {allowed}' },
  },
  'FIL-102': {
    severity: 'error',
    title: {
      zh: '送出删除的行时，文件格式说得出删除',
      en: 'where deletes are told, the format of the files can tell them',
    },
    message: {
      zh: 'changes 写了 by: {by}，会送出删除的行，而 {format} 文件说不出删除',
      en: 'changes are told by: {by}, which tells deleted rows, and a {format} file cannot tell them',
    },
    next: {
      zh: 'format 改用 {allowed}；不需要删除时改用 by: column，或不写 changes',
      en: 'make format {allowed}; where no deletes are needed use by: column, or no changes',
    },
  },
  'FIL-103': {
    severity: 'error',
    title: { zh: '送往平台的是 ndjson', en: 'what goes to the platform is ndjson' },
    message: { zh: 'to 为 platform，平台不收 {key}', en: 'this goes to the platform, which takes no {key}' },
    next: { zh: '删去 {key}，或把 to 改成目录', en: 'remove {key}, or make to a folder' },
  },
  'FIL-104': {
    severity: 'error',
    title: { zh: '文件按所写的方式写得出来', en: 'files can be written in the way that is asked for' },
    message: { zh: '{path} 应为：{expected}', en: '{path} takes: {expected}' },
    next: { zh: '改正该值', en: 'correct it' },
  },
}
