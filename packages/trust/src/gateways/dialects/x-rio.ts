import type { GatewayDialect } from '../dialect.ts'
import { xTif } from './x-tif.ts'

/** The test environments of TIF gateways: other names, the same formula. */
export const xRio: GatewayDialect = {
  ...xTif,
  id: 'x-rio',
  title: { zh: 'x-tif 网关的测试环境（x-rio），调用方', en: 'Test environment of x-tif gateways (x-rio), caller' },
  fields: [
    { name: 'x-rio-paasid', holds: 'id' },
    { name: 'x-rio-timestamp', holds: 'timestamp' },
    { name: 'x-rio-nonce', holds: 'nonce' },
    { name: 'x-rio-signature', holds: 'signature' },
    { name: 'x-rio-serviceId', holds: 'service', optional: true },
  ],
}
