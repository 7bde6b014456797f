import { described, durationSchema, mapByIdSchema, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** One of `operations`. */
export const operationSchema: JsonSchema = mapSchema(
  {
    title: described('操作名称', 'The name of the operation', { $ref: '#/$defs/text' }),
    summary: described('操作说明', 'A summary', { $ref: '#/$defs/text' }),
    maintainer: described('各数据项默认的维护责任主体', 'Who maintains the items that name nobody', wordsSchema),
    purposes: described('可以申请的用途', 'The purposes it may be used for', wordListSchema),
    input: described(
      '平台传入的数据项，以编号为键',
      'The items that the platform passes in, by id',
      mapByIdSchema({ $ref: '#/$defs/item' }, { minProperties: 1 }),
    ),
    accept: described(
      '接收的方式',
      'How it is accepted',
      mapSchema(
        {
          parameter: described(
            '参数传递：写入一行，或调用系统的过程',
            'By parameter: a row is written, or a procedure called',
            mapSchema(
              {
                connection: described('connections 中的编号', 'An id under connections', wordsSchema),
                table: described('写入的表', 'The table that a row is written to', wordsSchema),
                procedure: described('调用的过程', 'The procedure that is called', wordsSchema),
                key: described('识别同一行的列', 'The columns that identify a row', wordListSchema),
                offline: described('业务系统不在线时：拒绝，或排队', 'While the system is down: refuse, or queue', {
                  enum: ['reject', 'queue'],
                  default: 'reject',
                }),
                queue: described(
                  '排队；仅用于 offline: queue',
                  'The queue; only with offline: queue',
                  mapSchema({
                    expires: described(
                      '最多等多久；逾期作为失败',
                      'How long a submission waits at most; then it has failed',
                      { ...durationSchema(['P7D', 'PT12H']), default: 'P7D' },
                    ),
                    limit: described('最多多少件同时排队', 'The most submissions that wait at once', {
                      type: 'integer',
                      minimum: 1,
                      maximum: 100_000,
                      default: 10_000,
                    }),
                  }),
                ),
              },
              ['connection'],
              { oneOf: [{ required: ['table'] }, { required: ['procedure'] }] },
            ),
          ),
        },
        ['parameter'],
      ),
    ),
  },
  ['title', 'input', 'accept'],
)
