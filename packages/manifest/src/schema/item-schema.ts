import { grades } from '@berth/core'
import { codeTables, elements } from '@berth/elements'
import { described, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** A grade, wherever one stands. */
export const gradeSchema: JsonSchema = { enum: grades }

// Every id that there is: editors offer them.
const elementIds = Object.keys(elements)
const tableIds = Object.keys(codeTables)

const codeMapSchema: JsonSchema = { type: 'object', additionalProperties: wordsSchema, minProperties: 1 }

/** A data item of a resource or of an operation's input. */
export const itemSchema: JsonSchema = mapSchema(
  {
    title: described('数据项名称', 'The name of the item', { $ref: '#/$defs/text' }),
    semantics: described('语义：这一项究竟指什么', 'What the item means, exactly', { $ref: '#/$defs/text' }),
    type: described('类型；写了 element 可以不写', 'The type; not needed beside an element', {
      ...wordsSchema,
      examples: [
        'text',
        'text(30)',
        'integer',
        'int64',
        'decimal(18,2)',
        'boolean',
        'date',
        'time',
        'datetime',
        'instant',
      ],
    }),
    element: described('数据元的编号', 'The id of a data element', {
      ...wordsSchema,
      examples: elementIds,
    }),
    from: described(
      '来源列；不写即与编号同名',
      'The source column; the id itself, where this is not there',
      wordsSchema,
    ),
    grade: described(
      '数据分级（GB/T 43697）；不写则不会送出',
      'The grade (GB/T 43697); without one the item never leaves',
      { $ref: '#/$defs/grade' },
    ),
    categories: described('类别标签，如 personal、minor', 'Labels such as personal or minor', wordListSchema),
    mask: described(
      '级别高于许可时改送的形式；不写则扣下',
      'What is given in its place where its grade is above the clearance; without it the item is withheld',
      mapSchema(
        {
          form: described(
            'partial 部分遮盖，district 地址到区县，year、month 日期到年、月，hash 用密钥算出的代号（同值同号），suppress 置空',
            'partial: part of it; district: an address down to the district; year, month: of a date; hash: a token under a key, the same for the same value; suppress: null',
            { enum: ['partial', 'district', 'year', 'month', 'hash', 'suppress'] },
          ),
          grade: described('遮盖后的级别', 'The grade of the masked form', { $ref: '#/$defs/grade' }),
        },
        ['form', 'grade'],
      ),
    ),
    maintainer: described(
      '维护责任主体；可写在资源上',
      'Who maintains the item; may stand at the resource',
      wordsSchema,
    ),
    authoritative: described(
      '是否为该项数据的唯一来源（一数一源）',
      'Whether this system is the one source of the item',
      {
        type: 'boolean',
        default: false,
      },
    ),
    required: described('不允许空值', 'Null is refused', { type: 'boolean', default: false }),
    trim: described('去掉末尾的填充空格；默认去掉', 'Cuts the padding at the end; the default', { type: 'boolean' }),
    charset: described(
      '该列的字符集，与连接不同时写',
      'The charset of the column, where it is not that of the connection',
      {
        ...wordsSchema,
        examples: ['GBK', 'GB18030', 'UTF-8', 'Big5'],
      },
    ),
    format: described(
      '文本列中的写法：日期格式如 yyyyMMdd，或是与否的写法 { "true": ["Y"], "false": ["N"] }',
      'How a text column writes it: a pattern such as yyyyMMdd, or { "true": ["Y"], "false": ["N"] }',
      {
        ...mapSchema(
          {
            true: described('表示“是”的文本', 'The texts for true', { ...wordListSchema, minItems: 1 }),
            false: described('表示“否”的文本', 'The texts for false', { ...wordListSchema, minItems: 1 }),
          },
          ['true', 'false'],
        ),
        type: ['string', 'object'],
        pattern: '\\S',
        examples: ['yyyyMMdd', 'yyyy-MM-dd', 'yyyyMMddHHmmss'],
      },
    ),
    codes: described(
      '代码表的编号；或旧代码到标准代码的对照；或两者 { table, map }',
      'The id of a code table, or legacy codes to standard codes, or both as { table, map }',
      {
        type: ['string', 'object'],
        pattern: '\\S',
        examples: tableIds,
        properties: {
          table: { ...wordsSchema, examples: tableIds },
          map: { ...codeMapSchema, type: ['string', 'object'], pattern: '\\S' },
        },
        additionalProperties: wordsSchema,
        minProperties: 1,
      },
    ),
    onInvalid: described(
      '值不合规定时：reject 拒收该条、null 置空、warn 只告警',
      'What an invalid value does: reject the record, become null, or only warn',
      { enum: ['reject', 'null', 'warn', null], default: 'reject' },
    ),
  },
  ['title'],
)
