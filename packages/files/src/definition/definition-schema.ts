import type { DefinitionSchema, ObjectDefinition } from '@berth/core'

const column: ObjectDefinition = {
  type: 'object',
  title: { zh: '一列', en: 'a column' },
  members: {
    from: {
      type: 'text',
      title: {
        zh: '文件中的名称：表头、记录内的路径；省略时与列名相同',
        en: 'what it is called in the file: the word of the header, a path in the record; the name if absent',
      },
    },
    type: {
      type: 'text',
      title: {
        zh: '逻辑类型，如 text(18)、date、decimal(12,2)；省略时为文本',
        en: 'the logical type: text(18), date, decimal(12,2); text if absent',
      },
    },
    at: {
      type: 'integer',
      minimum: 1,
      title: { zh: '定宽：起始字节，从 1 起', en: 'fixed width: its first byte, from 1' },
    },
    bytes: { type: 'integer', minimum: 1, title: { zh: '定宽：字节数', en: 'fixed width: how many bytes' } },
    charset: {
      type: 'text',
      title: { zh: '与文件不同的字符集', en: 'its charset, where it is not that of the file' },
    },
    required: {
      type: 'boolean',
      default: false,
      title: {
        zh: '不得为空：缺少的记录不交付，逐条说明',
        en: 'whether every record has it; one without it is told, not given',
      },
    },
    comment: { type: 'text', title: { zh: '含义说明', en: 'what it means' } },
  },
}

const names = (title: { zh: string; en: string }): DefinitionSchema => ({
  type: 'list',
  items: { type: 'text', title: { zh: '名称', en: 'a name' } },
  title,
})

/** What a docking writes about a set of data files, from which the checks of a manifest and its documentation are made. */
export const fileDatasetDefinition: ObjectDefinition = {
  type: 'object',
  title: { zh: '一组数据文件', en: 'a set of data files' },
  members: {
    files: {
      type: 'text',
      required: true,
      pattern: '.+',
      title: {
        zh: '哪些文件：名称可用 *、? 和 {yyyyMMdd}，前面可有目录，以 / 分隔',
        en: 'which files: a name with *, ? and {yyyyMMdd}, folders before it separated by /',
      },
    },
    format: {
      type: 'text',
      enum: ['csv', 'fixed-width', 'json-lines', 'xml', 'excel', 'dbf'],
      title: { zh: '格式；省略时由扩展名决定', en: 'the format; by the extension if absent' },
    },
    charset: { type: 'text', default: 'UTF-8', title: { zh: '文本的字符集', en: 'the charset of the text' } },
    columns: {
      type: 'map',
      title: { zh: '各列；省略时以文件自带的为准', en: 'the columns; those that the file names if absent' },
      values: {
        type: 'choice',
        title: { zh: '类型，或一列的说明', en: 'a type, or what a column is' },
        of: [{ type: 'text', title: { zh: '逻辑类型', en: 'a logical type' } }, column],
      },
    },
    key: names({ zh: '唯一标识一条记录的列', en: 'the columns that identify a record' }),
    separator: {
      type: 'text',
      pattern: '.',
      title: {
        zh: 'CSV 的分隔符；省略时为逗号，.tsv 为制表符',
        en: 'CSV: the separator; a comma if absent, for .tsv a tab',
      },
    },
    quote: {
      type: 'text',
      pattern: '.?',
      default: '"',
      title: { zh: 'CSV 的引号，空文本表示没有', en: 'CSV: the quote, empty for none' },
    },
    escape: {
      type: 'text',
      enum: ['\\'],
      title: { zh: 'CSV：反斜杠转义，如 MySQL 所写', en: 'CSV: a backslash escapes, as MySQL writes' },
    },
    formulaText: {
      type: 'boolean',
      default: false,
      title: { zh: 'CSV：把 ="007" 读作文本 007', en: 'CSV: ="007" is the text 007' },
    },
    header: {
      type: 'boolean',
      title: {
        zh: '首行是否为列名；定宽文件默认否，其余默认是',
        en: 'whether the first line names the columns; by default so, but for fixed width',
      },
    },
    skipLines: {
      type: 'integer',
      minimum: 0,
      default: 0,
      title: { zh: '此前略过的行数', en: 'lines passed over before that' },
    },
    nulls: names({ zh: '表示空值的文本', en: 'texts that stand for NULL' }),
    trim: { type: 'boolean', title: { zh: '是否去掉两端空白', en: 'whether blanks around a field are cut' } },
    record: { type: 'text', title: { zh: 'XML：记录所在的路径', en: 'XML: the path of the element that is a record' } },
    sheet: {
      type: 'text',
      title: { zh: 'Excel：工作表名，省略时取第一张', en: 'Excel: the sheet; the first if absent' },
    },
    entries: {
      type: 'text',
      default: '*',
      title: { zh: 'zip 压缩包中要读的文件', en: 'zip: which of its files are read' },
    },
    contents: {
      type: 'text',
      enum: ['all', 'newest', 'changes'],
      default: 'all',
      title: {
        zh: 'all：各文件合起来是全部记录；newest：每个文件都是全部记录，以最后一个为准；changes：每个文件是变更，按主键更新',
        en: 'all: the files together hold the records; newest: each file holds all, the last one counts; changes: each file holds changes, by key',
      },
    },
    change: {
      type: 'object',
      title: { zh: '变更文件中说明增删的列', en: 'the column of changes that says what happened' },
      members: {
        column: { type: 'text', required: true, title: { zh: '文件中的列名', en: 'what it is called in the file' } },
        deletes: {
          type: 'list',
          required: true,
          minItems: 1,
          items: { type: 'text', title: { zh: '取值', en: 'a value' } },
          title: { zh: '表示删除的取值', en: 'the values that say deleted' },
        },
      },
    },
    settledMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 2000,
      title: { zh: '多少毫秒没有变化才读', en: 'milliseconds without a change before a file is read' },
    },
    recordBytes: {
      type: 'integer',
      minimum: 1,
      maximum: 1_073_741_824,
      title: {
        zh: '没有换行的定宽文件每条记录的字节数',
        en: 'bytes of a record in a fixed width file without line ends',
      },
    },
    maxColumns: { type: 'integer', minimum: 1, maximum: 100_000, title: { zh: '列数上限', en: 'the most columns' } },
    maxRecordBytes: {
      type: 'integer',
      minimum: 1,
      maximum: 1_073_741_824,
      title: { zh: '一条记录的字节上限', en: 'the most bytes of one record' },
    },
    batches: {
      type: 'object',
      title: { zh: '带签名和序号的批次', en: 'signed batches with numbers' },
      members: {
        system: { type: 'text', required: true, title: { zh: '提供方系统', en: 'the system that sends them' } },
        resource: { type: 'text', required: true, title: { zh: '提供方资源', en: 'the resource they are of' } },
        keys: {
          type: 'text',
          required: true,
          title: { zh: '提供方公钥文件（JWKS）', en: 'the file with the public keys (JWKS)' },
        },
        receipts: { type: 'text', title: { zh: '回执写到哪个目录', en: 'the folder that receipts go to' } },
        first: {
          type: 'integer',
          minimum: 1,
          default: 1,
          title: { zh: '第一批的序号', en: 'the number of the first batch' },
        },
      },
    },
  },
}
