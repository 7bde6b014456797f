import type { GatewayDialect } from '../dialect.ts'

/** Provincial gateways of the TIF kind: what a system sends to them. */
export const xTif: GatewayDialect = {
  id: 'x-tif',
  title: { zh: 'x-tif 网关（广东等），调用方', en: 'x-tif gateway (Guangdong and others), caller' },
  direction: 'to-gateway',
  carrier: 'header',
  fields: [
    { name: 'x-tif-paasid', holds: 'id' },
    { name: 'x-tif-timestamp', holds: 'timestamp' },
    { name: 'x-tif-nonce', holds: 'nonce' },
    { name: 'x-tif-signature', holds: 'signature' },
    { name: 'x-tif-serviceId', holds: 'service', optional: true },
  ],
  algorithm: 'sha256',
  joined: ['timestamp', 'secret', 'nonce', 'timestamp'],
  encodings: ['hex', 'HEX'],
  time: { form: 's' },
  nonce: { form: 'time-and-random' },
  weaknesses: ['plain-hash', 'no-body', 'no-address', 'window-unknown'],
  confirmed: false,
  evidence: 'two-sources',
  notes: [
    {
      zh: '签名大小写两种写法都见过；密钥称 token。',
      en: 'The signature was seen in upper and in lower case; the secret is called token.',
    },
  ],
  vectors: [
    {
      id: 'test-paas-id-0001',
      secret: 'test-paas-token-0001',
      now: 1_700_000_000_000,
      nonce: '18bcfe56800-abc123',
      signature: 'c76222855011134f76d3bb4771768a4376d0b8af1810bc32914b334995106950',
      published: false,
    },
  ],
}
