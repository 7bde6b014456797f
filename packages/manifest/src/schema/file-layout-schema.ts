import { described, mapByIdSchema, mapSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

const text: JsonSchema = { type: 'string' }

/** How data files are written, in the words in which a connection to files says how they are read. */
export const fileLayoutProperties: Readonly<Record<string, JsonSchema>> = {
  format: described('文件格式', 'The format of the files', {
    enum: ['ndjson', 'csv', 'xml', 'fixed-width', 'xlsx', 'dbf'],
    default: 'ndjson',
  }),
  charset: described(
    '文本的字符集；省略时为 UTF-8，dbf 为 GBK',
    'The charset of the text; UTF-8 if absent, for dbf GBK',
    { ...wordsSchema, examples: ['GBK', 'GB18030', 'UTF-8'] },
  ),
  separator: described('csv：分隔符；省略时为逗号', 'csv: the separator; a comma if absent', text),
  quote: described('csv：引号，空文本表示没有', 'csv: the quote, empty for none', text),
  escape: described('csv：反斜杠转义，如 MySQL 所写', 'csv: a backslash escapes, as MySQL writes', { enum: ['\\'] }),
  header: described(
    '首行是否为列名；fixed-width 默认否，其余默认是',
    'Whether the first line names the columns; by default so, but for fixed-width',
    { type: 'boolean' },
  ),
  nulls: described('表示空值的文本，写第一个', 'Texts that stand for NULL; the first is written', {
    type: 'array',
    items: text,
    minItems: 1,
    uniqueItems: true,
  }),
  record: described('xml：记录所在的路径', 'xml: the path of the element that is a record', {
    ...wordsSchema,
    examples: ['/permits/permit'],
  }),
  sheet: described('xlsx：工作表名；省略时为 Sheet1', 'xlsx: the name of the sheet; Sheet1 if absent', wordsSchema),
  recordBytes: described(
    'fixed-width：每条记录的字节数，不写换行；省略时一条一行',
    'fixed-width: bytes of a record, without line ends; a line each if absent',
    { type: 'integer', minimum: 1, maximum: 1_073_741_824 },
  ),
  columns: described(
    '数据项在文件中的写法，以数据项为键；不写的与数据项同名',
    'What items are in the file, by item; one that is not here has its own name',
    mapByIdSchema(
      mapSchema({
        from: described(
          '文件中的名称：表头、DBF 列名、记录内的路径',
          'What it is called in the file: the word of the header, a field of DBF, a path in the record',
          wordsSchema,
        ),
        at: described('fixed-width：起始字节，从 1 起', 'fixed-width: its first byte, from 1', {
          type: 'integer',
          minimum: 1,
        }),
        bytes: described('fixed-width：字节数；dbf：文本列的字节数', 'fixed-width: how many bytes; dbf: of a text', {
          type: 'integer',
          minimum: 1,
        }),
        charset: described(
          'fixed-width：与文件不同的字符集',
          'fixed-width: its charset, where it is not that of the file',
          wordsSchema,
        ),
      }),
    ),
  ),
}
