import { described, mapByIdSchema, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

/** `soap`. */
export const soapSchema: JsonSchema = mapSchema({
  url: described(
    '使用方访问 SOAP 服务的完整地址，写进 WSDL；不写则按请求的 Host',
    'Where consumers reach the SOAP service, as the WSDL tells it; without it, the Host of the request',
    { ...wordsSchema, examples: ['https://docking.example/soap'] },
  ),
  behindTls: described(
    '对接代理前有终止 TLS 的代理服务器，明文口令（PasswordText）不会裸露在网络上',
    'A proxy in front of the agent ends TLS, so that a PasswordText is never in the clear on a network',
    { type: 'boolean', default: false },
  ),
  consumers: described(
    '以 UsernameToken 登录的使用方，以用户名为键；用户名就是授权中的使用方',
    'The consumers that log in by UsernameToken, by user name, which is the consumer of their grants',
    mapByIdSchema(
      mapSchema(
        {
          password: described(
            `约定的口令，只写引用 \${secret:名称}`,
            `The agreed password, only as \${secret:NAME}`,
            wordsSchema,
          ),
          grants: described(
            '平台签发的授权，每个文件一份；文件删去即收回',
            'The grants that the platform gave, one a file; removing a file withdraws it',
            wordListSchema,
          ),
        },
        ['password', 'grants'],
      ),
    ),
  ),
})
