import { described, durationSchema, mapSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** One of `connections`. */
export const connectionSchema: JsonSchema = mapSchema(
  {
    use: described('连接器的包名', 'The package of the connector', {
      ...wordsSchema,
      examples: ['@berth/connector-firebird', '@berth/connector-sqlite', '@berth/connector-memory'],
    }),
    options: described(
      `连接器的选项；密码等只写引用 \${secret:名称}，环境变量写 \${env:名称}`,
      `The options of the connector; secrets only as \${secret:NAME}, environment variables as \${env:NAME}`,
      { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    ),
    datasets: described(
      '系统自己说不清的数据集，以名称为键：哪些文件、怎样请求、记录在哪里。由连接器检查',
      'Datasets that the system cannot tell of itself, by name: which files, which request, where the records stand. The connector checks them',
      { type: 'object', additionalProperties: { type: 'object', additionalProperties: {} } },
    ),
    callTimeout: described(
      '一次调用，或读取下一批，最多用多久，从 1 秒到 1 小时；先取全再排序的读取，首批可用其二十倍。默认 30 秒',
      'How long one call may take, or the next batch of a read, from a second to an hour; the first batch of a read that is put in order here may take twenty times as long. 30 seconds by default',
      durationSchema(['PT2M', '90s']),
    ),
  },
  ['use'],
)
