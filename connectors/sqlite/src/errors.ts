import { BerthError, type ErrorCode } from '@berth/core'

/** SQLite's primary result codes and what they mean here. What is not named is `QUERY_FAILED`. */
const codes: Readonly<Record<number, ErrorCode>> = {
  3: 'PERMISSION_DENIED', // SQLITE_PERM
  5: 'SYSTEM_BUSY', // SQLITE_BUSY
  6: 'SYSTEM_BUSY', // SQLITE_LOCKED
  8: 'PERMISSION_DENIED', // SQLITE_READONLY
  10: 'SYSTEM_UNAVAILABLE', // SQLITE_IOERR
  13: 'SYSTEM_DISK_FULL', // SQLITE_FULL
  14: 'DATABASE_MISSING', // SQLITE_CANTOPEN
  18: 'VALUE_TOO_LONG', // SQLITE_TOOBIG
  19: 'CONSTRAINT_VIOLATED', // SQLITE_CONSTRAINT
  20: 'VALUE_INVALID', // SQLITE_MISMATCH
  23: 'PERMISSION_DENIED', // SQLITE_AUTH
  26: 'DATABASE_MISSING', // SQLITE_NOTADB
}

/** A native error as one with a code. The extended result code stands in `nativeCode`. */
export function sqliteError(error: unknown, call: string, database: string): BerthError {
  if (BerthError.is(error)) return error
  const native = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) : undefined
  if (native === undefined) return BerthError.from(error, 'INTERNAL', { subject: `sqlite.${call}` })
  const details = { call, database, subject: call, nativeCode: String(native) }
  return new BerthError(codes[native & 0xff] ?? 'QUERY_FAILED', details, { cause: error })
}
