import { BerthError, type ErrorCode } from '@berth/core'

/** Codes of a line that did not come up, and of one that broke. */
const notConnected: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'HOST_UNKNOWN',
  EAI_AGAIN: 'HOST_UNKNOWN',
  ECONNREFUSED: 'CONNECT_REFUSED',
}
const certificateCodes = /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/
const handshakeCodes = /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/

/** After these the service has seen nothing of the call. */
const unsent: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'HOST_UNKNOWN',
  'HOST_NOT_ALLOWED',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'CERTIFICATE_REFUSED',
  'PARAMETER_MISSING',
  'PARAMETER_INVALID',
  'AUTH_FAILED',
])

/** Whether a call that failed so cannot have been carried out. */
export function wasNeverSent(error: BerthError): boolean {
  return unsent.has(error.code)
}

/** A failed call as an error with a code. Nothing of an answer stands in it. */
export function exchangeError(error: unknown, call: string, url: URL, connectTimeoutMs: number): BerthError {
  const native = rootOf(error)
  if (BerthError.is(native)) return native
  const { code, syscall } = facts(native)
  // What the library throws holds the request, and with it the credentials.
  const cause = typeof native === 'object' && native !== null && 'config' in native ? undefined : native
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const place = { host: url.hostname, port, timeoutMs: connectTimeoutMs }
  const plain = notConnected[code]
  if (plain !== undefined) return new BerthError(plain, place, { cause })
  if (syscall === 'connect') return new BerthError('CONNECT_TIMEOUT', place, { cause })
  if (certificateCodes.test(code))
    return new BerthError('CERTIFICATE_REFUSED', { host: url.hostname, nativeCode: code }, { cause })
  if (handshakeCodes.test(code) || code.startsWith('HPE_'))
    return new BerthError('PROTOCOL_ERROR', { nativeCode: code }, { cause })
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_UNESCAPED_CHARACTERS')
    return new BerthError('PARAMETER_INVALID', { parameter: call, problem: code }, { cause })
  return new BerthError('CONNECTION_LOST', { call }, { cause })
}

/** Whether a line that had been kept open was closed just when the call was put on it. */
export function wasStaleLine(error: unknown): boolean {
  const request: unknown = typeof error === 'object' && error !== null && 'request' in error ? error.request : undefined
  const reused =
    typeof request === 'object' && request !== null && 'reusedSocket' in request && request.reusedSocket === true
  return reused && /^(?:ECONNRESET|EPIPE)$/.test(facts(rootOf(error)).code)
}

/** The error that the library wrapped; of several attempts to connect the first. */
function rootOf(error: unknown): unknown {
  let native = error
  for (let depth = 0; depth < 5; depth++) {
    if (BerthError.is(native)) return native
    if (native instanceof AggregateError && native.errors.length > 0) native = native.errors[0]
    else if (native instanceof Error && native.cause instanceof Error) native = native.cause
    else return native
  }
  return native
}

function facts(error: unknown): { readonly code: string; readonly syscall: string } {
  const of = (name: string): string =>
    typeof error === 'object' && error !== null ? String((error as Readonly<Record<string, unknown>>)[name] ?? '') : ''
  return { code: of('code'), syscall: of('syscall') }
}
