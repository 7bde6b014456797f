import { BerthError } from '@berth/core'
import type { ServiceAnswer } from './service-request.ts'

/** An HTTP status that is no success, as an error. */
export function statusError({ status }: ServiceAnswer, call: string): BerthError {
  const details = { call, nativeCode: `HTTP ${status}`, subject: call }
  if (status === 401 || status === 407) return new BerthError('AUTH_FAILED', details)
  if (status === 403) return new BerthError('PERMISSION_DENIED', details)
  if (status === 429 || status === 503) return new BerthError('SYSTEM_BUSY', details)
  if (status === 502 || status === 504) return new BerthError('SYSTEM_UNAVAILABLE', details)
  return new BerthError('QUERY_FAILED', details)
}
