import type { GatewayDialect } from '../dialect.ts'

/** Provincial gateways of the TIF kind: what they pass on to the system behind them. */
export const xTifInbound: GatewayDialect = {
  id: 'x-tif-inbound',
  title: { zh: 'x-tif 网关，转发给后端', en: 'x-tif gateway, passed on to the system behind it' },
  direction: 'from-gateway',
  carrier: 'header',
  fields: [
    { name: 'x-tif-timestamp', holds: 'timestamp' },
    { name: 'x-tif-nonce', holds: 'nonce' },
    { name: 'x-tif-uid', holds: 'user' },
    { name: 'x-tif-uinfo', holds: 'userInformation', optional: true },
    { name: 'x-tif-ext', holds: 'extension', optional: true },
    { name: 'x-tif-signature', holds: 'signature' },
  ],
  algorithm: 'sha256',
  joined: [
    'timestamp',
    'secret',
    'nonce',
    { text: ',' },
    'user',
    { text: ',' },
    'userInformation',
    { text: ',' },
    'extension',
    'timestamp',
  ],
  encodings: ['HEX'],
  time: { form: 's' },
  nonce: { form: 'time-and-random' },
  weaknesses: ['plain-hash', 'no-body', 'no-address', 'ambiguous-join', 'window-unknown'],
  confirmed: false,
  evidence: 'two-sources',
  notes: [
    {
      zh: '各段以逗号相连，值中若有逗号则可挪动而签名不变：除 ext 外，含逗号的值一律拒绝。',
      en: 'The parts are joined by commas, so a comma inside one could be moved without changing the signature: such values are refused, but in ext.',
    },
  ],
  vectors: [
    {
      id: 'test-paas-id-0001',
      secret: 'test-paas-token-0001',
      now: 1_700_000_000_000,
      nonce: '18bcfe56800-abc123',
      user: 'u001',
      userInformation: 'uinfo',
      extension: 'ext',
      signature: '314EA7156531EE1CEE424F0F307567CCB6F38C217BD69939A03FD7A09997DBC9',
      published: false,
    },
  ],
}
