import { BerthError, type ErrorCode, socketCodes } from '@berth/core'

/** Status codes of SFTP and what they mean here; those from 11 on belong to later versions, and servers send them all the same. */
const codes: Readonly<Record<number, ErrorCode>> = {
  2: 'FILE_MISSING', // SSH_FX_NO_SUCH_FILE
  3: 'PERMISSION_DENIED', // SSH_FX_PERMISSION_DENIED
  5: 'PROTOCOL_ERROR', // SSH_FX_BAD_MESSAGE
  6: 'CONNECTION_LOST', // SSH_FX_NO_CONNECTION
  7: 'CONNECTION_LOST', // SSH_FX_CONNECTION_LOST
  10: 'FILE_MISSING', // SSH_FX_NO_SUCH_PATH
  11: 'FILE_EXISTS', // SSH_FX_FILE_ALREADY_EXISTS
  12: 'PERMISSION_DENIED', // SSH_FX_WRITE_PROTECT
  14: 'SYSTEM_DISK_FULL', // SSH_FX_NO_SPACE_ON_FILESYSTEM
  15: 'SYSTEM_DISK_FULL', // SSH_FX_QUOTA_EXCEEDED
}

/** The error for a status that is not a success. The server's words are not kept: they may hold anything. */
export function statusError(status: number, call: string, file: string): BerthError {
  return new BerthError(codes[status] ?? 'QUERY_FAILED', { call, file, subject: file, nativeCode: status })
}

/** Where a line leads. */
export interface LinePlace {
  readonly host: string
  readonly port: number
}

interface NativeError {
  readonly code?: unknown
  readonly level?: unknown
  readonly message?: unknown
}

/** An error of the line itself. `ready`: the login was over. */
export function lineError(
  cause: unknown,
  place: LinePlace,
  { ready, timeoutMs }: { readonly ready: boolean; readonly timeoutMs: number },
): BerthError {
  if (BerthError.is(cause)) return cause
  const { code, level, message } = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const details = { ...place, timeoutMs, call: ready ? 'transfer' : 'connect', nativeCode: String(code ?? level) }
  const failure = (name: ErrorCode, more: Readonly<Record<string, string>> = {}): BerthError =>
    new BerthError(name, { ...details, ...more }, { cause })
  if (level === 'client-socket') return failure(socketCodes[String(code)] ?? 'CONNECTION_LOST')
  if (ready) return failure(level === 'protocol' ? 'PROTOCOL_ERROR' : 'CONNECTION_LOST')
  if (level === 'client-authentication' || code === noMoreMethods) return failure('AUTH_FAILED')
  if (level === 'client-timeout') return failure('LOGIN_STALLED')
  const kind = /no matching (.+)$/.exec(String(message))?.[1]
  if (kind !== undefined) return failure('ALGORITHMS_UNSHARED', { kind })
  // OpenSSH ends the line by an error of the protocol after too many wrong passwords.
  if (/authentication failures/.test(String(message))) return failure('AUTH_FAILED')
  return failure(typeof code === 'number' ? 'CONNECTION_LOST' : 'PROTOCOL_ERROR')
}

/** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE */
const noMoreMethods = 14
