import { identifierPattern } from '../notation/identifier.ts'
import { described, mapSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'
import { platformTlsSchema } from './security-schema.ts'

/** `system`. */
export const systemSchema: JsonSchema = mapSchema(
  {
    id: described('业务系统的编号，全平台唯一', 'The id of the system, unique on the platform', {
      type: 'string',
      pattern: identifierPattern,
      examples: ['civil-affairs.marriage'],
    }),
    title: described('业务系统名称', 'The name of the system', { $ref: '#/$defs/text' }),
    owner: described(
      '责任单位：谁建设系统，谁负责对接',
      'The department that owns the system and docks it',
      mapSchema(
        {
          title: described('单位名称', 'The name of the department', { $ref: '#/$defs/text' }),
          code: described('统一社会信用代码，18 位', 'Its unified social credit code, 18 characters', wordsSchema),
        },
        ['title', 'code'],
      ),
    ),
    hours: described(
      '业务系统自身的工作时间；不写即全天',
      'When the system itself is up; always, where this is not there',
      { ...wordsSchema, examples: ['Mon-Fri 08:30-17:30 Asia/Shanghai'] },
    ),
  },
  ['id', 'title', 'owner'],
)

/** `platform`. */
export const platformSchema: JsonSchema = mapSchema(
  {
    url: described('政务平台地址', 'The address of the platform', wordsSchema),
    agentUrl: described(
      '平台访问本对接代理的地址；不写则不提供查询',
      'Where the platform reaches this agent; without it lookups are not offered',
      wordsSchema,
    ),
    tls: described('与平台之间的 TLS', 'TLS towards the platform', platformTlsSchema),
  },
  ['url'],
)
