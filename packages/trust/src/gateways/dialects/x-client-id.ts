import type { GatewayDialect } from '../dialect.ts'

/** Provincial gateways with X-Client-Id. */
export const xClientId: GatewayDialect = {
  id: 'x-client-id',
  title: { zh: 'X-Client-Id 网关（山东、辽宁）', en: 'X-Client-Id gateway (Shandong, Liaoning)' },
  direction: 'to-gateway',
  carrier: 'header',
  fields: [
    { name: 'X-Client-Id', holds: 'id' },
    { name: 'X-Timestamp', holds: 'timestamp' },
    { name: 'X-Nonce', holds: 'nonce' },
    { name: 'X-Signature', holds: 'signature' },
  ],
  algorithm: 'hmac-sha256',
  joined: ['id', 'timestamp', 'nonce'],
  encodings: ['base64'],
  time: { form: 'ms', windowMs: 600_000 },
  nonce: { form: 'random-hex' },
  weaknesses: ['no-body', 'no-address'],
  confirmed: false,
  evidence: 'two-sources',
  notes: [],
  vectors: [
    {
      id: 'test-client-0001',
      secret: 'test-token-key-0001',
      now: 1_700_000_000_000,
      nonce: 'abcdef0123',
      signature: 'VHzmML0M82wzgAV5GIOpA2tLBxCOZDpvJXVKSMXRT88=',
      published: false,
    },
  ],
}
