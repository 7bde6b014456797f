import { described, durationSchema, mapByIdSchema, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import type { JsonSchema } from './json-schema.ts'

const clientsSchema = mapSchema(
  {
    authorities: described(
      '信任的证书颁发机构（PEM 文件）；只认这些',
      'A PEM file with the authorities that count; no others do',
      wordsSchema,
    ),
    callers: described(
      '各调用方的证书，以编号为键；不写的调用方，其证书的通用名（CN）须等于编号',
      'The certificate of each caller, by its id; one that is not here has a certificate whose common name is its id',
      mapByIdSchema(
        mapSchema(
          {
            commonName: described('证书的通用名（CN）', 'The common name of its certificate', wordsSchema),
            fingerprints: described(
              '证书的 SHA-256 指纹；更换证书期间可写多个',
              'SHA-256 fingerprints of its certificates, several while one is exchanged',
              { ...wordListSchema, minItems: 1 },
            ),
          },
          [],
          { minProperties: 1 },
        ),
      ),
    ),
  },
  ['authorities'],
)

/** `serve`. */
export const serveSchema: JsonSchema = mapSchema({
  tls: described(
    '代理自己的 TLS；不写则用 HTTP，只给本机或前面的代理服务器用',
    'TLS of the agent itself; without it plain HTTP, for this machine or a proxy in front',
    mapSchema(
      {
        certificate: described(
          '证书文件（PEM，连同中间证书）；替换后不停机即生效',
          'The certificate, a PEM file with those behind it; taken up without a stop when it is replaced',
          wordsSchema,
        ),
        key: described('证书的私钥文件（PEM）', 'Its private key, a PEM file', wordsSchema),
        clients: described(
          '要求对方出示证书；不写则不要求',
          'Asks whoever calls for a certificate; without it nobody is asked',
          clientsSchema,
        ),
      },
      ['certificate', 'key'],
    ),
  ),
})

/** `platform.tls`. */
export const platformTlsSchema: JsonSchema = mapSchema({
  authorities: described(
    '平台证书的颁发机构（PEM 文件）；写了就只认它，不写则用系统信任的机构',
    "A PEM file with the authorities of the platform's certificate; no others count then",
    wordsSchema,
  ),
  certificate: described(
    '向平台出示的证书（PEM 文件）',
    'The certificate that is shown to the platform, a PEM file',
    wordsSchema,
  ),
  key: described('该证书的私钥文件（PEM）', 'The private key of that certificate, a PEM file', wordsSchema),
})

/** `trust`. */
export const trustSchema: JsonSchema = mapSchema({
  profile: described(
    '只用一套算法：international（Ed25519、SHA-256）或 commercial（国密 SM2、SM3）；不写则两种密钥都认',
    'The one set of algorithms: international (Ed25519, SHA-256) or commercial (SM2, SM3); without it keys of either count',
    { enum: ['international', 'commercial'] },
  ),
  maskKey: described(
    `遮盖形式 hash 所用的密钥，只写引用 \${secret:名称}，至少 32 个字符`,
    `What the masks of the form hash are keyed with, only as \${secret:NAME}, at least 32 characters`,
    wordsSchema,
  ),
  revocations: described(
    '撤销名单：多久取一次，多旧就不再可信',
    'The list of revoked grants: how often it is asked for, and how old it may become',
    mapSchema({
      every: described('多久取一次', 'How often it is asked for', {
        ...durationSchema(['PT1M']),
        default: 'PT1M',
      }),
      maxAge: described('超过这个时限，一律拒绝', 'Beyond this age every grant is refused', {
        ...durationSchema(['PT15M']),
        default: 'PT15M',
      }),
    }),
  ),
  signer: described(
    '由一个程序代替 .berth/agent.key 签名（签名服务器、密码机）',
    'A program that signs in place of .berth/agent.key: before a signature server or a security module',
    mapSchema(
      {
        command: described(
          '程序及其参数，不经 shell；标准输入为待签内容，标准输出为 64 字节签名的十六进制',
          'The program and its parameters, without a shell; it reads what is to be signed, and prints a signature of 64 bytes in hexadecimal',
          { type: 'array', items: wordsSchema, minItems: 1 },
        ),
        publicKey: described(
          '公钥文件（PEM 或 JSON Web Key）',
          'A file with the public half of its key: PEM or JSON Web Key',
          wordsSchema,
        ),
      },
      ['command', 'publicKey'],
    ),
  ),
})
