import type { BerthError, ErrorCode } from '@berth/core'

/** What a connector or a pool says while the system cannot be reached, or does not answer. */
const down: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'OUTSIDE_HOURS',
  'HOST_UNKNOWN',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'LOGIN_STALLED',
  'CONNECTION_LOST',
  'SYSTEM_UNAVAILABLE',
  'CALL_TIMEOUT',
])

/** Whether an error says that the system is down, and not that it refused. A system that is only busy is up. */
export function isDown({ code }: BerthError): boolean {
  return down.has(code)
}
