import { BerthError, type ErrorCode } from '@berth/core'

/** Primary result codes of SQLite that say whose fault it is. */
const codes: Readonly<Record<number, ErrorCode>> = {
  3: 'FILE_UNWRITABLE',
  5: 'STATE_LOCKED',
  6: 'STATE_LOCKED',
  8: 'FILE_UNWRITABLE',
  10: 'FILE_UNWRITABLE',
  11: 'STATE_CORRUPT',
  13: 'DISK_FULL',
  14: 'FILE_UNWRITABLE',
  15: 'STATE_LOCKED',
  26: 'STATE_CORRUPT',
}

/** What SQLite says of the state file, as a coded error. */
export function sqliteError(cause: unknown, file: string): BerthError {
  if (BerthError.is(cause)) return cause
  const number = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : -1
  const code = codes[number & 0xff]
  if (code === undefined) return new BerthError('INTERNAL', { subject: `state, SQLite ${number}` }, { cause })
  if (code === 'STATE_LOCKED') return new BerthError(code, { held: file }, { cause })
  return new BerthError(code, { file, nativeCode: `SQLITE ${number}` }, { cause })
}
