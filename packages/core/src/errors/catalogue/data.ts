import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type DataErrorCode =
  | 'TEXT_UNDECODABLE'
  | 'TEXT_UNENCODABLE'
  | 'VALUE_INVALID'
  | 'VALUE_TOO_LONG'
  | 'VALUE_LOSS'
  | 'VALUE_MISSING'
  | 'ELEMENT_CHECK_FAILED'
  | 'CODE_UNKNOWN'
  | 'CURSOR_INVALID'
  | 'CURSOR_EXPIRED'
  | 'CURSOR_FOREIGN'

/** Failures of single values. Details name row, item and length, never the value (TYP-2, SEC-2). */
export const dataErrors: Readonly<Record<DataErrorCode, ErrorDefinition>> = {
  TEXT_UNDECODABLE: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '列 {column} 第 {offset} 字节不是合法的 {charset}',
      en: 'column {column}: byte {offset} is not valid {charset}',
    },
    next: {
      zh: '声明正确的 charset，或请维护单位改正原数据',
      en: 'declare the right charset, or have the maintainer correct the source',
    },
  },
  TEXT_UNENCODABLE: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '列 {column} 第 {offset} 个字符无法用 {charset} 表示',
      en: 'column {column}: character {offset} does not exist in {charset}',
    },
    next: {
      zh: '目标列改用 GB18030 或 UTF-8，或更换该字',
      en: 'use GB18030 or UTF-8 at the target, or another character',
    },
  },
  VALUE_INVALID: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{column} 的值不是 {type}（长度 {length}）',
      en: 'the value of {column} is not a {type} (length {length})',
    },
    next: {
      zh: '核对数据项的 type 与 format，或改正原数据',
      en: 'check type and format of the item, or correct the source',
    },
  },
  VALUE_TOO_LONG: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{column} 的值长 {length}，上限 {maxLength}',
      en: 'the value of {column} has length {length}, the limit is {maxLength}',
    },
    next: { zh: '放宽长度，或改正原数据', en: 'widen the limit, or correct the source' },
  },
  VALUE_LOSS: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{column} 的值按 {type} 保存会丢失内容（长度 {length}）',
      en: 'storing the value of {column} as {type} would lose part of it (length {length})',
    },
    next: {
      zh: '改用容得下它的类型，或在数据项中声明允许的损失',
      en: 'use a type that holds it, or declare the loss on the item',
    },
  },
  VALUE_MISSING: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: { zh: '{column} 不允许为空', en: '{column} must not be null' },
    next: { zh: '补齐原数据，或去掉 required', en: 'complete the source, or drop required' },
  },
  ELEMENT_CHECK_FAILED: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{column} 不符合数据元 {element}（{problem}）',
      en: '{column} does not fit the data element {element} ({problem})',
    },
    next: {
      zh: '核对原数据；确有例外时在清单中改为警告',
      en: 'check the source; declare it a warning where exceptions are real',
    },
  },
  CODE_UNKNOWN: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: { zh: '{column} 的代码不在代码表 {table} 中', en: 'the code in {column} is not in the table {table}' },
    next: { zh: '补充代码表，或改正原数据', en: 'add it to the code table, or correct the source' },
  },
  CURSOR_INVALID: {
    action: 'fail',
    origin: 'kit',
    status: 500,
    message: { zh: '{resource} 的断点无法识别', en: 'the cursor of {resource} cannot be read' },
    next: { zh: '用 berth sync --restart 从头再来', en: 'start over with berth sync --restart' },
  },
  CURSOR_EXPIRED: {
    action: 'fail',
    origin: 'department-system',
    status: 500,
    message: {
      zh: '{resource} 的变更记录已不再保留到断点处',
      en: 'the log of changes of {resource} no longer reaches back to the cursor',
    },
    next: {
      zh: '用 berth sync --restart 从头再来，并请管理员把变更记录保留得更久',
      en: 'start over with berth sync --restart, and ask the administrator to keep the log longer',
    },
  },
  CURSOR_FOREIGN: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '{resource} 的断点属于另一个数据源', en: 'the cursor of {resource} belongs to another source' },
    next: {
      zh: '核对 from；确要更换时用 berth sync --restart',
      en: 'check from; if the change is meant, start over with berth sync --restart',
    },
  },
}
