import type { GatewayDialect } from '../dialect.ts'
import type { GivenSecret } from '../refresh.ts'

const refreshSecret: GivenSecret = {
  name: 'refresh-secret',
  at: ['datas', 'refreshSecret'],
  untilAt: ['datas', 'refreshSecretEndTime'],
  lifetimeMs: 48 * 3_600_000,
}

const requestSecret: GivenSecret = {
  name: 'request-secret',
  at: ['datas', 'requestSecret'],
  untilAt: ['datas', 'requestSecretEndTime'],
  lifetimeMs: 15 * 60_000,
}

/** Data sharing interfaces of Zhejiang. */
export const zhejiangData: GatewayDialect = {
  id: 'zhejiang-data',
  title: { zh: '浙江数据共享接口', en: 'Data sharing interfaces of Zhejiang' },
  direction: 'to-gateway',
  carrier: 'query',
  fields: [
    { name: 'appKey', holds: 'id' },
    { name: 'requestTime', holds: 'timestamp' },
    { name: 'sign', holds: 'signature' },
  ],
  algorithm: 'md5',
  joined: ['id', 'secret', 'timestamp'],
  encodings: ['hex'],
  time: { form: 'ms' },
  refresh: {
    signsRequests: 'request-secret',
    success: { at: ['code'], is: '00' },
    exchanges: [
      {
        method: 'POST',
        path: '/gateway/app/refreshTokenByKey.htm',
        carrier: 'query',
        signedWith: 'registered',
        gives: [refreshSecret, { ...requestSecret, optional: true }],
      },
      {
        method: 'POST',
        path: '/gateway/app/refreshTokenBySec.htm',
        carrier: 'query',
        signedWith: 'refresh-secret',
        gives: [requestSecret, { ...refreshSecret, optional: true }],
      },
    ],
  },
  weaknesses: ['md5', 'plain-hash', 'no-nonce', 'no-body', 'no-address', 'window-unknown'],
  confirmed: false,
  evidence: 'two-sources',
  notes: [
    {
      zh: '分两级：以 appSecret 换 refreshSecret（48 小时），再以其换 requestSecret（15 分钟），请求以后者签名。',
      en: 'Two stages: appSecret fetches refreshSecret (48 hours), that one requestSecret (15 minutes), which signs requests.',
    },
    {
      zh: '签名随查询参数发送，会留在沿途的访问日志中。',
      en: 'The signature goes in the query, so it stands in the access logs on the way.',
    },
  ],
  vectors: [
    {
      id: 'test-app-key-0001',
      secret: 'test-request-secret-0001',
      now: 1_700_000_000_000,
      signature: '5c85419fdc9ff3c6cca7bc6e4c048760',
      published: false,
    },
  ],
}
