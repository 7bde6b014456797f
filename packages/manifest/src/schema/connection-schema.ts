import { described, mapSchema, wordsSchema } from './building.ts'
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
  },
  ['use'],
)
