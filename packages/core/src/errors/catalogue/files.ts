import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type FileErrorCode =
  | 'FILE_MALFORMED'
  | 'FILE_CUT'
  | 'FILE_LIMIT_EXCEEDED'
  | 'FILE_TOO_MANY_RECORDS'
  | 'FILE_ENCRYPTED'
  | 'FILE_FORMAT_UNSUPPORTED'
  | 'FILE_UNRECOGNISED'
  | 'FILE_PART_MISSING'
  | 'FILE_CONTENT_REFUSED'
  | 'FILE_CHARSET_CONTRADICTED'
  | 'RECORD_MALFORMED'
  | 'RECORD_FIELD_COUNT'
  | 'FIELD_UNKNOWN'
  | 'QUOTE_UNCLOSED'
  | 'CELL_ERROR'

/** Failures of data files. Details name file, record, line or byte; of the content nothing (SEC-2). */
export const fileErrors: Readonly<Record<FileErrorCode, ErrorDefinition>> = {
  FILE_MALFORMED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 不是完好的 {format} 文件：{problem}',
      en: '{file} is not a sound {format} file: {problem}',
    },
    next: {
      zh: '核对 format 是否写对；请提供单位用原软件打开检查，重新导出',
      en: 'check that format is right; have the sender open it in its own software and export it again',
    },
  },
  FILE_CUT: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 不完整：到第 {offset} 字节就断了',
      en: '{file} is not whole: it breaks off at byte {offset}',
    },
    next: {
      zh: '等传输结束，或请提供单位重新发送整个文件',
      en: 'wait for the transfer to end, or have the whole file sent again',
    },
  },
  FILE_LIMIT_EXCEEDED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '{file} 超出上限 {limit}（{maximum}）', en: '{file} goes beyond the limit {limit} ({maximum})' },
    next: {
      zh: '确认文件可信后加大 {limit}，或请提供单位拆分文件',
      en: 'raise {limit} if the file can be trusted, or have it sent in parts',
    },
  },
  FILE_TOO_MANY_RECORDS: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '{file} 装不下：{format} 文件最多 {maximum} 条记录',
      en: '{file} cannot hold that many: a {format} file has at most {maximum} records',
    },
    next: {
      zh: '把 provide.file.format 改成 csv 或 ndjson，或只送变化的部分',
      en: 'make provide.file.format csv or ndjson, or send what changed only',
    },
  },
  FILE_ENCRYPTED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '{file} 设有密码，无法读取', en: '{file} is encrypted and cannot be read' },
    next: { zh: '请提供单位去掉密码后重新发送', en: 'have it sent without a password' },
  },
  FILE_FORMAT_UNSUPPORTED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '{file} 用到了不支持的格式：{feature}', en: '{file} uses a format that is not read: {feature}' },
    next: {
      zh: '请提供单位另存为所支持的格式（CSV、xlsx、DBF、XML、JSON 行），再发送',
      en: 'have it saved in a format that is read (CSV, xlsx, DBF, XML, JSON lines) and sent again',
    },
  },
  FILE_UNRECOGNISED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '看不出 {file} 的写法：{problem}', en: 'how {file} is written cannot be told: {problem}' },
    next: {
      zh: '是数据文件的，在 datasets 中自己写明 files、format、charset 与 columns；不是的，移到别的目录',
      en: 'if it holds data, write files, format, charset and columns of it under datasets; if not, keep it elsewhere',
    },
  },
  FILE_PART_MISSING: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: { zh: '{file} 中没有 {part}', en: '{file} has no {part}' },
    next: {
      zh: '核对定义中的名称；名称无误时请提供单位检查文件',
      en: 'check the name in the definition; if it is right, have the sender look at the file',
    },
  },
  FILE_CONTENT_REFUSED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 含有不安全的内容，已拒绝：{problem}',
      en: '{file} is refused for what could do harm in it: {problem}',
    },
    next: {
      zh: '请提供单位去掉这部分内容后重新发送；来历不明时先查明来源',
      en: 'have it sent without that; find out where it comes from if nobody knows',
    },
  },
  FILE_CHARSET_CONTRADICTED: {
    action: 'fail',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '{file} 自称是 {found}，定义中写的是 {declared}',
      en: '{file} says it is {found}, its definition says {declared}',
    },
    next: {
      zh: '核对 charset，改成文件真正的编码',
      en: 'check charset and name the one that the file really has',
    },
  },
  RECORD_MALFORMED: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 第 {record} 条记录不合格式：{problem}',
      en: 'record {record} of {file} breaks the format: {problem}',
    },
    next: { zh: '按所列位置改正文件', en: 'correct the file at the place given' },
  },
  RECORD_FIELD_COUNT: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 第 {line} 行有 {fields} 个字段，应为 {expected} 个',
      en: 'line {line} of {file} has {fields} fields where {expected} are due',
    },
    next: {
      zh: '核对 separator 与 quote；含分隔符的字段须加引号，请提供单位改正该行',
      en: 'check separator and quote; a field with a separator in it needs quotes: have that line corrected',
    },
  },
  FIELD_UNKNOWN: {
    action: 'skip',
    origin: 'configuration',
    status: 422,
    message: {
      zh: '{file} 第 {record} 条记录有 {field}，而此前各条都没有：没有写明 columns，它会被漏掉',
      en: 'record {record} of {file} has {field}, which those before it had not: without columns it would be left out',
    },
    next: {
      zh: '在 datasets 中用 columns 写明要读的各列；写明之后，其余的不再读取，也不再提示',
      en: 'write under datasets, in columns, which ones are read; the others are then left out without a word',
    },
  },
  QUOTE_UNCLOSED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: {
      zh: '{file} 第 {line} 行的记录中有一个引号始终没有结束',
      en: 'a quote in the record at line {line} of {file} is never closed',
    },
    next: {
      zh: '请提供单位改正该行；引号本身是数据时，把 quote 设为空',
      en: 'have that line corrected; where quotes are data, set quote to nothing',
    },
  },
  CELL_ERROR: {
    action: 'skip',
    origin: 'data',
    status: 422,
    message: { zh: '{column} 的单元格是错误值 {error}', en: 'the cell of {column} holds the error {error}' },
    next: { zh: '在表格中改正公式后重新导出', en: 'mend the formula in the sheet and export it again' },
  },
}
