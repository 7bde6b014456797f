import { described, mapByIdSchema, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

const sharingSchema: JsonSchema = mapSchema(
  {
    type: described('无条件、有条件、不予共享', 'Whether it is shared', {
      enum: ['unconditional', 'conditional', 'none'],
    }),
    condition: described('共享条件；有条件共享必填', 'The condition; needed when conditional', wordsSchema),
    basis: described('依据；不予共享必填', 'The legal basis; needed when none', wordsSchema),
    purposes: described('可以申请的用途', 'The purposes it may be asked for', wordListSchema),
  },
  ['type'],
)

/** Which keys a way takes is for the rules to say (CHG-103, CHG-104): so they can say why. */
const changesSchema: JsonSchema = mapSchema({
  by: described(
    '怎样识别变化：column 按列；log 按数据库自带的变更日志；outbox 按触发器写入的变更表；snapshot 与上次读到的比较。后三种也能识别删除',
    'How changes are known: column, by a column; log, by the log the database keeps; outbox, by a table that triggers fill; snapshot, by comparing with what was read before. All but column tell deletes too',
    { enum: ['column', 'log', 'outbox', 'snapshot'], default: 'column' },
  ),
  column: described(
    '随每次变化而增大的列；by: column 必填',
    'The column that grows with every change; needed by: column',
    wordsSchema,
  ),
  overlap: described(
    '回看多少：时间列写 PT5M，编号列写数字；用于 by: column',
    'How far to look back: PT5M for a time, a number for a counter; for by: column',
    { type: ['string', 'number'], default: 0 },
  ),
  name: described(
    '日志的名称，如复制槽；用于 by: log',
    'What the log is called, such as a replication slot; for by: log',
    wordsSchema,
  ),
  table: described(
    '触发器写入的变更表；by: outbox 必填',
    'The table that triggers fill; needed by: outbox',
    wordsSchema,
  ),
  lateCommit: described(
    '等待迟提交的事务多久；用于 by: outbox',
    'How long to wait for transactions that commit late; for by: outbox',
    { ...wordsSchema, default: 'PT10M' },
  ),
})

const sourceSchema: JsonSchema = mapSchema(
  {
    connection: described('connections 中的编号', 'An id under connections', wordsSchema),
    table: described('表名', 'The table', wordsSchema),
    view: described('视图名', 'The view', wordsSchema),
    dataset: described('连接器所称的数据集', 'The dataset, as the connector names it', wordsSchema),
    key: described('唯一标识一行的列', 'The columns that identify a row', wordListSchema),
    changes: described(
      '增量读取；不写则每次全量',
      'How changes are read; without it everything is, each time',
      changesSchema,
    ),
  },
  ['connection'],
  { oneOf: [{ required: ['table'] }, { required: ['view'] }, { required: ['dataset'] }] },
)

/** One of `resources`. */
export const resourceSchema: JsonSchema = mapSchema(
  {
    title: described('信息资源名称', 'The name of the resource', { $ref: '#/$defs/text' }),
    summary: described('信息资源摘要', 'A summary', { $ref: '#/$defs/text' }),
    draft: described(
      '由 berth discover 生成、尚未审阅；不会送出',
      'Written by berth discover and not reviewed; nothing leaves',
      {
        type: 'boolean',
        default: false,
      },
    ),
    maintainer: described('各数据项默认的维护责任主体', 'Who maintains the items that name nobody', wordsSchema),
    sharing: described('共享属性', 'How it is shared', sharingSchema),
    update: described(
      '更新周期',
      'How often it changes',
      mapSchema(
        {
          cycle: described('更新周期', 'How often it changes', {
            enum: ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'],
          }),
        },
        ['cycle'],
      ),
    ),
    subject: described(
      '记录的主体：自然人或法人',
      'Whom a record is about',
      mapSchema(
        {
          kind: described('自然人或法人', 'A natural person, or an organisation', { enum: ['person', 'organisation'] }),
          by: described('存放其标识的数据项', 'The items that hold their identifiers', {
            ...wordListSchema,
            minItems: 1,
          }),
        },
        ['kind', 'by'],
      ),
    ),
    from: described('数据来自哪里', 'Where the records stand', sourceSchema),
    items: described(
      '数据项，以编号为键',
      'The data items, by id',
      mapByIdSchema({ $ref: '#/$defs/item' }, { minProperties: 1 }),
    ),
    aggregates: described(
      '合在一起级别更高的数据项：许可不到此级时扣下其中级别最高的一项，同级取最后所写',
      'Items of a higher grade together: below it the one of the highest grade is withheld, of several the last written',
      {
        type: 'array',
        minItems: 1,
        items: mapSchema(
          {
            items: described('合在一起的数据项', 'The items', { ...wordListSchema, minItems: 2 }),
            grade: described('合在一起的级别', 'What they are together', { $ref: '#/$defs/grade' }),
          },
          ['items', 'grade'],
        ),
      },
    ),
    provide: described('提供的方式', 'How it is provided', { $ref: '#/$defs/provide' }),
  },
  ['title', 'sharing', 'update', 'from', 'items'],
)
