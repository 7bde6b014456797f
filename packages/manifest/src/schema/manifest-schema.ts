import { described, mapByIdSchema, mapSchema, wordsSchema } from './building.ts'
import { connectionSchema } from './connection-schema.ts'
import { gradeSchema, itemSchema } from './item-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { operationSchema } from './operation-schema.ts'
import { provideSchema } from './provide-schema.ts'
import { resourceSchema } from './resource-schema.ts'
import { serveSchema, trustSchema } from './security-schema.ts'
import { soapSchema } from './soap-schema.ts'
import { platformSchema, systemSchema } from './system-schema.ts'
import { textSchema } from './text-schema.ts'

const schema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'berth.yaml',
  ...mapSchema(
    {
      berth: described('对接契约的版本', 'The version of the docking contract', { const: 1 }),
      version: described(
        '本对接的版本：不兼容的改动升第一位，兼容的改动升第二位；berth diff 据此判断改动是否已声明',
        'The version of this docking: a breaking change raises the first number, a compatible one the second; berth diff holds changes against it',
        { ...wordsSchema, examples: ['1.4.0'] },
      ),
      system: described('所对接的业务系统', 'The legacy system that is docked', systemSchema),
      platform: described('政务平台', 'The platform', platformSchema),
      connections: described(
        '到业务系统的连接，以编号为键',
        'Connections to the system, by id',
        mapByIdSchema({ $ref: '#/$defs/connection' }, { minProperties: 1 }),
      ),
      resources: described('信息资源，以编号为键', 'The resources, by id', mapByIdSchema({ $ref: '#/$defs/resource' })),
      operations: described(
        '接收的操作，以编号为键',
        'The operations, by id',
        mapByIdSchema({ $ref: '#/$defs/operation' }),
      ),
      soap: described(
        '供只会 SOAP 的使用方查询；不写则不开放',
        'Serves consumers that speak SOAP only; without it, none',
        soapSchema,
      ),
      serve: described('代理如何对外服务', 'How the agent serves HTTP', serveSchema),
      trust: described(
        '算法、密钥，以及各种凭据可信多久',
        'Algorithms, keys, and how long something is relied on',
        trustSchema,
      ),
    },
    ['berth', 'system', 'connections'],
  ),
  $defs: {
    text: textSchema,
    grade: gradeSchema,
    connection: connectionSchema,
    item: itemSchema,
    resource: resourceSchema,
    provide: provideSchema,
    operation: operationSchema,
  },
}

/**
 * The JSON Schema 2020-12 of `berth.yaml`, for editors and for the loader itself. Plain data; descriptions are in
 * Chinese and, on a second line, in English. The package carries it as
 * `berth.schema.json`.
 */
export function manifestJsonSchema(): JsonSchema {
  return schema
}
