import type { GatewayDialect } from '../dialect.ts'

/** The national data sharing and exchange platform. */
export const gjgxjhpt: GatewayDialect = {
  id: 'gjgxjhpt',
  title: { zh: '国家数据共享交换平台', en: 'National data sharing and exchange platform' },
  direction: 'to-gateway',
  carrier: 'header',
  fields: [
    { name: 'gjgxjhpt_rid', holds: 'id' },
    { name: 'gjgxjhpt_sid', holds: 'service' },
    { name: 'gjgxjhpt_rtime', holds: 'timestamp' },
    { name: 'gjgxjhpt_sign', holds: 'signature' },
  ],
  algorithm: 'hmac-sha256',
  joined: ['service', 'id', 'timestamp'],
  encodings: ['base64'],
  time: { form: 'ms' },
  refresh: {
    signsRequests: 'secret',
    success: { at: ['code'], is: '0' },
    exchanges: [
      {
        method: 'POST',
        path: '/sysapi/auth/refreshappsecret',
        carrier: 'body',
        signedWith: 'registered',
        gives: [{ name: 'secret', at: ['data', 'secret'], untilAt: ['data', 'secretEndTime'], sealed: 'aes-128-ecb' }],
      },
    ],
  },
  weaknesses: ['no-nonce', 'no-body', 'no-address', 'ambiguous-join', 'window-unknown'],
  confirmed: false,
  evidence: 'two-sources',
  notes: [
    {
      zh: '请求发往 /httpproxy（REST）或 /wsproxy（SOAP），目标由 sid 决定，不由地址决定。',
      en: 'Calls go to /httpproxy (REST) or /wsproxy (SOAP); the sid says where to, not the address.',
    },
    {
      zh: '名称中有下划线：nginx 默认丢弃此类请求头，须开启 underscores_in_headers。',
      en: 'The names hold underscores: nginx drops such headers unless underscores_in_headers is on.',
    },
    {
      zh: '登记时取得的是 appkey；签名用的密钥以 appkey 签名换取，返回时以 AES-128-ECB 加密，密钥为 SHA-1(SHA-1(appkey)) 的前 16 字节。',
      en: 'Registration gives an appkey; the secret that signs is fetched with it, and comes encrypted by AES-128-ECB under the first 16 bytes of SHA-1(SHA-1(appkey)).',
    },
  ],
  vectors: [
    {
      id: 'TEST-RID-0001',
      secret: 'test-app-secret-0001',
      service: 's_TEST_0001',
      now: 1_700_000_000_000,
      signature: 'AUJRNP02VvuOdCBu0wW4qlyDMhV+3S1l9JeHyE5DdA4=',
      published: false,
    },
  ],
}
