import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails } from '@berth/sql'

/** SQLSTATEs and what they mean here; where one does not stand here, its class counts: its first two characters. */
export const codes: Readonly<Record<string, ErrorCode>> = {
  '08': 'CONNECTION_LOST',
  '08P01': 'PROTOCOL_ERROR',
  '0A000': 'QUERY_FAILED', // feature_not_supported
  '21': 'CONSTRAINT_VIOLATED', // one statement touches a row twice
  '22': 'VALUE_INVALID',
  '22001': 'VALUE_TOO_LONG',
  '22004': 'VALUE_MISSING',
  '22021': 'TEXT_UNENCODABLE', // character_not_in_repertoire
  '22P05': 'TEXT_UNENCODABLE', // untranslatable_character
  '23': 'CONSTRAINT_VIOLATED',
  '23502': 'VALUE_MISSING',
  '25P03': 'CONNECTION_LOST', // idle_in_transaction_session_timeout
  '25006': 'PERMISSION_DENIED', // read_only_sql_transaction
  '28': 'AUTH_FAILED',
  '3D': 'DATABASE_MISSING',
  '3F': 'DATASET_UNKNOWN',
  '40': 'SYSTEM_BUSY', // deadlock, serialization failure
  '42501': 'PERMISSION_DENIED',
  '42703': 'COLUMN_UNKNOWN',
  '42704': 'QUERY_FAILED',
  '42P01': 'DATASET_UNKNOWN',
  '428C9': 'CONSTRAINT_VIOLATED', // generated_always
  '44000': 'CONSTRAINT_VIOLATED', // a view's check option
  '53': 'SYSTEM_BUSY',
  '53100': 'SYSTEM_DISK_FULL',
  '53400': 'SYSTEM_BUSY',
  '55': 'SYSTEM_BUSY', // locked, in use
  '55000': 'QUERY_FAILED', // not in the state for it
  '57': 'SYSTEM_UNAVAILABLE', // shut down, starting up
  '57014': 'CALL_TIMEOUT', // statement_timeout; an abort of ours is told apart before
  '57P01': 'CONNECTION_LOST', // admin_shutdown
  '57P02': 'CONNECTION_LOST', // crash_shutdown
  '57P05': 'CONNECTION_LOST', // idle_session_timeout
  '57P04': 'DATABASE_MISSING',
  '58': 'SYSTEM_UNAVAILABLE', // the server's own disk or files
  P0001: 'CONSTRAINT_VIOLATED', // raised by a trigger or procedure of the department
  P0: 'QUERY_FAILED',
  XX: 'QUERY_FAILED',
}

/** What the driver tells of an error of the server. Its message and detail may hold values and stay behind. */
interface NativeError {
  readonly code?: unknown
  readonly severity?: unknown
  readonly schema?: unknown
  readonly table?: unknown
  readonly column?: unknown
}

/** The error of the catalogue for one of the driver's. Nothing of its message is kept but as cause. */
export function postgresError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const native = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const nativeCode = typeof native.code === 'string' ? native.code : 'unknown'
  const code = classify(native, nativeCode, place.call)
  return new BerthError(code, { nativeCode, call: place.call, ...details(code, native, place) }, { cause })
}

/** Whether the server itself answered with this error. A dead line gives errors without a severity. */
export function isAnswer(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'severity' in cause && typeof cause.severity === 'string'
}

function classify(native: NativeError, nativeCode: string, call: string): ErrorCode {
  if (!isAnswer(native)) return socketCodes[nativeCode] ?? 'CONNECTION_LOST'
  const code = codes[nativeCode] ?? codes[nativeCode.slice(0, 2)] ?? 'QUERY_FAILED'
  return code === 'TEXT_UNENCODABLE' && call === 'read' ? 'TEXT_UNDECODABLE' : code
}

/** Names that an error carries: never its values. */
function details(code: ErrorCode, native: NativeError, place: ErrorPlace): ErrorDetails {
  const column = typeof native.column === 'string' && native.column !== '' ? native.column : undefined
  const table = typeof native.table === 'string' ? native.table : undefined
  const told = errorDetails(code, place, { dataset: table, subject: table, column })
  return column === undefined ? told : { ...told, column }
}
