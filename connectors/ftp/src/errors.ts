import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'

/** Answers of a server (RFC 959, 4.2) and what they mean here. 550 says so many things that the call decides. */
const codes: Readonly<Record<number, ErrorCode>> = {
  421: 'SYSTEM_BUSY', // not available, too many users, idle for too long
  425: 'DATA_LINE_FAILED', // no data connection
  426: 'CONNECTION_LOST', // transfer aborted
  430: 'AUTH_FAILED',
  450: 'SYSTEM_BUSY', // file is in use
  451: 'SYSTEM_UNAVAILABLE', // error in processing
  452: 'SYSTEM_DISK_FULL',
  522: 'DATA_LINE_FAILED', // the TLS session of the control connection has to be resumed
  530: 'AUTH_FAILED',
  532: 'PERMISSION_DENIED',
  550: 'PERMISSION_DENIED',
  552: 'SYSTEM_DISK_FULL', // beyond the room of this user
  553: 'PERMISSION_DENIED', // name not allowed
}

/** Where a line leads and what was done on it. */
export interface FtpPlace {
  readonly host: string
  readonly port: number
  readonly call: 'connect' | 'list' | 'find' | 'read' | 'write'
  /** The file or folder. */
  readonly file?: string
}

interface NativeError {
  readonly code?: unknown
  readonly name?: unknown
  readonly message?: unknown
}

/** The error of the catalogue for one of the library's. `closed`: the line is gone. Words of the server are not kept. */
export function ftpError(cause: unknown, place: FtpPlace, closed: boolean): BerthError {
  if (BerthError.is(cause)) return cause
  const { code, name, message } = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const details: ErrorDetails = { ...place, subject: place.file ?? place.call, nativeCode: String(code ?? 'none') }
  const failure = (failed: ErrorCode): BerthError => new BerthError(failed, details, { cause })
  if (name === 'FTPError') return failure(codes[Number(code)] ?? 'QUERY_FAILED')
  if (typeof code === 'string' && isCertificate(code)) return failure('CERTIFICATE_REFUSED')
  const dataLine = /data connection|transfer strategies|data socket/.test(String(message))
  if (dataLine && (!closed || place.call === 'connect')) return failure('DATA_LINE_FAILED')
  const known = typeof code === 'string' ? socketCodes[code] : undefined
  if (known !== undefined) return failure(place.call === 'connect' ? known : 'CONNECTION_LOST')
  if (typeof code === 'string' && /^(?:EPROTO|ERR_SSL_)/.test(code)) return failure('PROTOCOL_ERROR')
  return failure(closed ? 'CONNECTION_LOST' : 'PROTOCOL_ERROR')
}

/** Codes that Node.js gives to certificates that are not trusted. */
function isCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ISSUER/.test(code) && !code.startsWith('ERR_SSL_')
}
