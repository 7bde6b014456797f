import type { GatewayDialect } from '../dialect.ts'

const lineFeed = { text: '\n' }

/** Components of Zhejiang. */
export const xBgHmac: GatewayDialect = {
  id: 'x-bg-hmac',
  title: { zh: 'X-BG-HMAC 网关（浙江组件）', en: 'X-BG-HMAC gateway (components of Zhejiang)' },
  direction: 'to-gateway',
  carrier: 'header',
  fields: [
    { name: 'X-BG-HMAC-ACCESS-KEY', holds: 'id' },
    { name: 'X-BG-HMAC-ALGORITHM', holds: { text: 'hmac-sha256' } },
    { name: 'X-BG-DATE-TIME', holds: 'timestamp' },
    { name: 'X-BG-HMAC-SIGNATURE', holds: 'signature' },
  ],
  algorithm: 'hmac-sha256',
  joined: ['method', lineFeed, 'path', lineFeed, 'query', lineFeed, 'id', lineFeed, 'timestamp', lineFeed],
  encodings: ['base64'],
  time: { form: 'http-date', windowMs: 90_000 },
  weaknesses: ['no-nonce', 'no-body'],
  confirmed: false,
  evidence: 'primary-source',
  notes: [
    {
      zh: '手册写 GMT+8 与十六进制，其示例却为 GMT 与 Base64，以示例为准；末行之后也有换行。',
      en: 'Its manual says GMT+8 and hex, its own example shows GMT and Base64, which is followed; the last line ends with a line feed too.',
    },
    {
      zh: '查询参数按键名排序，同名的再按值排序，编码同 encodeURIComponent；公开代码在同名参数的顺序上并不一致。',
      en: 'Query parameters are sorted by name, those of one name by value, and encoded as encodeURIComponent does; public programs differ on the order of those of one name.',
    },
    {
      zh: '拒绝时的正文：Invalid signature、Invalid access key、Clock skew exceeded、The route_id is forbidden.',
      en: 'Refusals say: Invalid signature, Invalid access key, Clock skew exceeded, The route_id is forbidden.',
    },
  ],
  vectors: [
    {
      id: 'test-ak-0001',
      secret: 'test-sk-0001',
      method: 'GET',
      path: '/api/v1/test',
      query: [
        ['b', '2'],
        ['a', '1'],
      ],
      now: 1_700_000_000_000,
      signature: 'vvIZ/n4mkbUnKYPeyMY2Jp2uJmv4TV7pykly6TKyNuo=',
      published: false,
    },
  ],
}
