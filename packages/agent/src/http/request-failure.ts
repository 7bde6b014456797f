import { BerthError } from '@berth/core'
import type { FastifyRequest } from 'fastify'

const failures: WeakMap<FastifyRequest, BerthError> = new WeakMap()

/** Notes what a request was answered instead, for its log line and the metrics. */
export function noteFailure(request: FastifyRequest, error: BerthError): void {
  failures.set(request, error)
}

/** What was noted of a request. */
export function notedFailure(request: FastifyRequest): BerthError | undefined {
  return failures.get(request)
}

/** What the framework or a step of ours threw, as an error with a code. `mediaTypes` are those that the route takes. */
export function requestFailure(error: unknown, maxBytes: number, mediaTypes: string): BerthError {
  if (BerthError.is(error)) return error
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new BerthError('REQUEST_TOO_LARGE', { maxBytes })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new BerthError('PARAMETER_INVALID', { parameter: 'Content-Type', problem: mediaTypes })
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new BerthError('PARAMETER_INVALID', { parameter: 'request', problem: String(code) }, { cause: error })
  }
  return new BerthError('INTERNAL', { subject: 'http' }, { cause: error })
}
