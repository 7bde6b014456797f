import { randomBytes } from 'node:crypto'
import type { GatewayDialect } from './dialect.ts'

/**
 * A nonce as a dialect writes it, undefined where it has none.
 *
 * @param now milliseconds since 1970
 * @param random at least 10 fresh random bytes
 */
export function gatewayNonce(
  dialect: GatewayDialect,
  now: number,
  random: Uint8Array = randomBytes(10),
): string | undefined {
  if (dialect.nonce === undefined) return undefined
  const hex = Buffer.from(random).toString('hex')
  return dialect.nonce.form === 'random-hex' ? hex.slice(0, 20) : `${Math.floor(now).toString(16)}-${hex.slice(0, 12)}`
}
