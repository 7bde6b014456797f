import { BerthError } from '@berth/core'
import type { GatewayDialect } from './dialect.ts'
import { gjgxjhpt } from './dialects/gjgxjhpt.ts'
import { gjzwfwpt } from './dialects/gjzwfwpt.ts'
import { sha1Header } from './dialects/sha1-header.ts'
import { xBgHmac } from './dialects/x-bg-hmac.ts'
import { xClientId } from './dialects/x-client-id.ts'
import { xRio } from './dialects/x-rio.ts'
import { xTif } from './dialects/x-tif.ts'
import { xTifInbound } from './dialects/x-tif-inbound.ts'
import { zhejiangData } from './dialects/zhejiang-data.ts'

/**
 * Every dialect that is known well enough. None is confirmed against a real gateway. Left out: the draft of Beijing and
 * the SM2 envelope of medical insurance, of which not enough was seen.
 */
export const gatewayDialects: readonly GatewayDialect[] = [
  gjgxjhpt,
  gjzwfwpt,
  xTif,
  xRio,
  xTifInbound,
  xClientId,
  xBgHmac,
  zhejiangData,
  sha1Header,
]

/** The dialect of an id. Throws `PARAMETER_INVALID` where there is none. */
export function gatewayDialect(id: string): GatewayDialect {
  const dialect = gatewayDialects.find((each) => each.id === id)
  if (dialect !== undefined) return dialect
  const known = gatewayDialects.map((each) => each.id).join(', ')
  throw new BerthError('PARAMETER_INVALID', { parameter: 'dialect', problem: `not one of ${known}` })
}
