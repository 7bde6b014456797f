import { BerthError, type ErrorCode, type Language } from '@berth/core'

/** An RFC 9457 problem about a `BerthError`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly origin: string
  readonly action: string
  readonly message: string
  readonly next: string
}

/**
 * Details that may be told to whoever asks. Others name the inside of the department: hosts, databases, files, tables.
 * They are in the log.
 */
const outward: ReadonlySet<string> = new Set([
  'asOf',
  'batch',
  'call',
  'capability',
  'charset',
  'column',
  'consumer',
  'count',
  'element',
  'expiredAt',
  'length',
  'line',
  'maxBytes',
  'maxLength',
  'mode',
  'nativeCode',
  'offset',
  'operation',
  'parameter',
  'problem',
  'purpose',
  'resource',
  'seconds',
  'table',
  'timeoutMs',
  'type',
  'until',
])

/** Makes the problem in one language. */
export function problemOf(error: BerthError, language: Language): Problem {
  const told = Object.entries(error.details).map(([name, detail]) => [name, outward.has(name) ? detail : '…'])
  const shown = new BerthError(error.code, Object.fromEntries(told), { origin: error.origin })
  return {
    type: `urn:berth:error:${error.code}`,
    title: shown.text(language),
    status: error.status,
    detail: shown.next(language),
    code: error.code,
    origin: error.origin,
    action: error.action,
    message: shown.text(language),
    next: shown.next(language),
  }
}
