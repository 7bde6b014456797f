// The database's own codes and what they mean here; what is not named is QUERY_FAILED. The code decides what happens next: a row that
// the database refuses is left out and told (skip), a lost line is tried again (retry).
import { BerthError } from '@berth/core'

const codes = {
  5: 'SYSTEM_BUSY',
  6: 'SYSTEM_BUSY',
  8: 'PERMISSION_DENIED',
  10: 'SYSTEM_UNAVAILABLE',
  13: 'SYSTEM_DISK_FULL',
  14: 'DATABASE_MISSING',
  18: 'VALUE_TOO_LONG',
  19: 'CONSTRAINT_VIOLATED',
  20: 'VALUE_INVALID',
  26: 'DATABASE_MISSING',
}

export function nativeError(error, call, database) {
  if (BerthError.is(error)) return error
  if (error?.errcode === undefined) return BerthError.from(error, 'INTERNAL', { subject: `{{name}}.${call}` })
  const details = { call, database, subject: call, nativeCode: String(error.errcode) }
  return new BerthError(codes[error.errcode & 0xff] ?? 'QUERY_FAILED', details, { cause: error })
}
