import { BerthError, type ErrorCode, type ErrorDetails, socketCodes } from '@berth/core'
import { type ErrorPlace, errorDetails } from '@berth/sql'

/** Error numbers of the server (`mysqld_error.h`) and what they mean here. */
export const codes: Readonly<Record<number, ErrorCode>> = {
  1021: 'SYSTEM_DISK_FULL', // ER_DISK_FULL
  1036: 'PERMISSION_DENIED', // ER_OPEN_AS_READONLY
  1037: 'SYSTEM_BUSY', // ER_OUTOFMEMORY
  1040: 'SYSTEM_BUSY', // ER_CON_COUNT_ERROR
  1041: 'SYSTEM_BUSY', // ER_OUT_OF_RESOURCES
  1044: 'PERMISSION_DENIED', // ER_DBACCESS_DENIED_ERROR
  1045: 'AUTH_FAILED', // ER_ACCESS_DENIED_ERROR
  1048: 'VALUE_MISSING', // ER_BAD_NULL_ERROR
  1049: 'DATABASE_MISSING', // ER_BAD_DB_ERROR
  1053: 'CONNECTION_LOST', // ER_SERVER_SHUTDOWN
  1054: 'COLUMN_UNKNOWN', // ER_BAD_FIELD_ERROR
  1062: 'CONSTRAINT_VIOLATED', // ER_DUP_ENTRY
  1080: 'CONNECTION_LOST', // ER_FORCING_CLOSE
  1114: 'SYSTEM_DISK_FULL', // ER_RECORD_FILE_FULL
  1129: 'SYSTEM_UNAVAILABLE', // ER_HOST_IS_BLOCKED
  1130: 'AUTH_FAILED', // ER_HOST_NOT_PRIVILEGED
  1142: 'PERMISSION_DENIED', // ER_TABLEACCESS_DENIED_ERROR
  1143: 'PERMISSION_DENIED', // ER_COLUMNACCESS_DENIED_ERROR
  1146: 'DATASET_UNKNOWN', // ER_NO_SUCH_TABLE
  1152: 'CONNECTION_LOST', // ER_ABORTING_CONNECTION
  1153: 'VALUE_TOO_LONG', // ER_NET_PACKET_TOO_LARGE
  1158: 'CONNECTION_LOST', // ER_NET_READ_ERROR
  1159: 'CONNECTION_LOST', // ER_NET_READ_INTERRUPTED
  1160: 'CONNECTION_LOST', // ER_NET_ERROR_ON_WRITE
  1161: 'CONNECTION_LOST', // ER_NET_WRITE_INTERRUPTED
  1169: 'CONSTRAINT_VIOLATED', // ER_DUP_UNIQUE
  1180: 'QUERY_FAILED', // ER_ERROR_DURING_COMMIT
  1184: 'CONNECTION_LOST', // ER_NEW_ABORTING_CONNECTION
  1203: 'SYSTEM_BUSY', // ER_TOO_MANY_USER_CONNECTIONS
  1205: 'SYSTEM_BUSY', // ER_LOCK_WAIT_TIMEOUT
  1213: 'SYSTEM_BUSY', // ER_LOCK_DEADLOCK
  1216: 'CONSTRAINT_VIOLATED', // ER_NO_REFERENCED_ROW
  1217: 'CONSTRAINT_VIOLATED', // ER_ROW_IS_REFERENCED
  1226: 'SYSTEM_BUSY', // ER_USER_LIMIT_REACHED
  1227: 'PERMISSION_DENIED', // ER_SPECIFIC_ACCESS_DENIED_ERROR
  1264: 'VALUE_INVALID', // ER_WARN_DATA_OUT_OF_RANGE
  1265: 'VALUE_INVALID', // ER_WARN_DATA_TRUNCATED
  1290: 'PERMISSION_DENIED', // ER_OPTION_PREVENTS_STATEMENT: the server is read-only
  1292: 'VALUE_INVALID', // ER_TRUNCATED_WRONG_VALUE
  1305: 'PROCEDURE_UNKNOWN', // ER_SP_DOES_NOT_EXIST
  1317: 'ABORTED', // ER_QUERY_INTERRUPTED
  1364: 'VALUE_MISSING', // ER_NO_DEFAULT_FOR_FIELD
  1366: 'VALUE_INVALID', // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
  1367: 'VALUE_INVALID', // ER_ILLEGAL_VALUE_FOR_TYPE
  1370: 'PERMISSION_DENIED', // ER_PROCACCESS_DENIED_ERROR
  1396: 'PERMISSION_DENIED', // ER_CANNOT_USER
  1406: 'VALUE_TOO_LONG', // ER_DATA_TOO_LONG
  1411: 'VALUE_INVALID', // ER_WRONG_VALUE_FOR_TYPE
  1451: 'CONSTRAINT_VIOLATED', // ER_ROW_IS_REFERENCED_2
  1452: 'CONSTRAINT_VIOLATED', // ER_NO_REFERENCED_ROW_2
  1557: 'CONSTRAINT_VIOLATED', // ER_FOREIGN_DUPLICATE_KEY
  1586: 'CONSTRAINT_VIOLATED', // ER_DUP_ENTRY_WITH_KEY_NAME
  1644: 'CONSTRAINT_VIOLATED', // ER_SIGNAL_EXCEPTION: raised by a trigger of the department
  1792: 'PERMISSION_DENIED', // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  1820: 'AUTH_FAILED', // ER_MUST_CHANGE_PASSWORD
  1836: 'PERMISSION_DENIED', // ER_READ_ONLY_MODE
  1862: 'AUTH_FAILED', // ER_MUST_CHANGE_PASSWORD_LOGIN
  1927: 'CONNECTION_LOST', // ER_CONNECTION_KILLED of MariaDB
  1969: 'CALL_TIMEOUT', // ER_STATEMENT_TIMEOUT of MariaDB
  3024: 'CALL_TIMEOUT', // ER_QUERY_TIMEOUT of MySQL
  3118: 'AUTH_FAILED', // ER_ACCOUNT_HAS_BEEN_LOCKED of MySQL
  3140: 'VALUE_INVALID', // ER_INVALID_JSON_TEXT of MySQL
  3572: 'SYSTEM_BUSY', // ER_LOCK_NOWAIT of MySQL
  3819: 'CONSTRAINT_VIOLATED', // ER_CHECK_CONSTRAINT_VIOLATED of MySQL
  4025: 'CONSTRAINT_VIOLATED', // ER_CONSTRAINT_FAILED of MariaDB
  4031: 'CONNECTION_LOST', // ER_CLIENT_INTERACTION_TIMEOUT of MySQL
  4151: 'AUTH_FAILED', // ER_ACCOUNT_HAS_BEEN_LOCKED of MariaDB
}

/** A number out of range, which is also how an upsert refuses a row that meets another one: see `dialect.ts`. */
const outOfRange = 1690

/** A value that a column does not take: a text beyond its character set too, which only the message tells. */
const wrongValue = 1366

/** Codes of the driver and of the operating system. */
const driverCodes: Readonly<Record<string, ErrorCode>> = {
  ...socketCodes,
  PROTOCOL_CONNECTION_LOST: 'CONNECTION_LOST',
  PROTOCOL_UNEXPECTED_PACKET: 'PROTOCOL_ERROR',
  HANDSHAKE_UNKNOWN_ERROR: 'PROTOCOL_ERROR',
  HANDSHAKE_SSL_ERROR: 'PROTOCOL_ERROR',
  HANDSHAKE_NO_SSL_SUPPORT: 'NOT_SUPPORTED',
  AUTH_SWITCH_PLUGIN_ERROR: 'NOT_SUPPORTED',
  MYSQL_CLEAR_PASSWORD_NOT_ENABLED: 'NOT_SUPPORTED',
}

interface NativeError {
  readonly code?: unknown
  readonly errno?: unknown
  readonly message?: unknown
}

/** The error of the catalogue for one of the driver's. Nothing of its message is kept but names of columns, and the cause. */
export function mysqlError(cause: unknown, place: ErrorPlace): BerthError {
  if (BerthError.is(cause)) return cause
  const native = (typeof cause === 'object' && cause !== null ? cause : {}) as NativeError
  const number = typeof native.errno === 'number' && native.errno > 0 ? native.errno : undefined
  const name = typeof native.code === 'string' ? native.code : undefined
  const code = classify(number, name, native, place.call)
  const details = { nativeCode: number ?? name ?? 'unknown', call: place.call, ...detailsOf(code, native, place) }
  return new BerthError(code, details, { cause })
}

function classify(
  number: number | undefined,
  name: string | undefined,
  { message }: NativeError,
  call: string,
): ErrorCode {
  if (number === outOfRange && call === 'write') return 'CONSTRAINT_VIOLATED'
  if (number === wrongValue && /^Incorrect string value/.test(String(message))) return 'TEXT_UNENCODABLE'
  const known = number === undefined ? undefined : codes[number]
  return known ?? (name === undefined ? undefined : driverCodes[name]) ?? 'QUERY_FAILED'
}

/** Names that a message carries: never its values. */
function detailsOf(code: ErrorCode, native: NativeError, place: ErrorPlace): ErrorDetails {
  if (code === 'NOT_SUPPORTED') return { connector: 'mysql', capability: loginCapability(native) }
  return errorDetails(code, place, { column: columnOf(native) })
}

/** How messages end or begin that name a column. The value, which some hold too, stands elsewhere. */
const columnPatterns: readonly RegExp[] = [
  / for column (?:`[^`']*`\.`[^`']*`\.)?[`']([^`']+)[`'] at row \d+$/,
  /^Column '([^']+)' cannot be null$/,
  /^Field '([^']+)' doesn't have a default value$/,
]

function columnOf({ message }: NativeError): string | undefined {
  for (const pattern of columnPatterns) {
    const name = pattern.exec(String(message))?.[1]
    if (name !== undefined) return name
  }
  return undefined
}

/** The way to log in that the server asks for and the driver does not know. */
function loginCapability({ code, message }: NativeError): string {
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return 'tls with this server'
  if (code === 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED') return 'login by mysql_clear_password'
  const plugin = /unknown plugin (\w*)/.exec(String(message))?.[1]
  // Servers ask for the hash of MySQL 4 without a name.
  return `login by ${plugin === '' ? 'mysql_old_password' : (plugin ?? 'the method of this user')}`
}
