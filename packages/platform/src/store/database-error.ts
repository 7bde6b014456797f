import { BerthError } from '@berth/core'

/** Turns a failure of the database into a coded error. Errors that are coded already pass as they are. */
export function databaseError(error: unknown, where: string): BerthError {
  if (BerthError.is(error)) return error
  const state = sqlState(error)
  if (state === '53100') return new BerthError('DISK_FULL', { file: where }, { cause: error })
  return new BerthError('INTERNAL', { subject: `database ${state}` }, { cause: error })
}

function sqlState(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code
  }
  return error instanceof Error ? error.name : 'unknown'
}
