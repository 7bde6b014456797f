import type { GatewayDialect } from '../dialect.ts'

/** A district health upload. */
export const sha1Header: GatewayDialect = {
  id: 'sha1-header',
  title: { zh: 'SHA-1 请求头（某区卫生数据上报）', en: 'SHA-1 header (a district health upload)' },
  direction: 'to-gateway',
  carrier: 'header',
  fields: [
    { name: 'appKey', holds: 'id' },
    { name: 'timestamp', holds: 'timestamp' },
    { name: 'sign', holds: 'signature' },
  ],
  algorithm: 'sha1',
  joined: ['id', 'secret', 'timestamp'],
  encodings: ['hex'],
  time: { form: 'ms', windowMs: 3_600_000 },
  weaknesses: ['sha1', 'plain-hash', 'no-nonce', 'no-body', 'no-address'],
  confirmed: false,
  evidence: 'one-source',
  notes: [],
  vectors: [
    {
      id: 'testOnlyAppKey',
      secret: 'testOnlyappSecret',
      now: 1_635_478_320_000,
      signature: '89037df84706b6e4ebb58fde9d8f0cf94560b438',
      published: true,
    },
  ],
}
