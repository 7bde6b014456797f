import { BerthError, type Reject } from '@berth/core'
import type { SqlContext } from './context.ts'

/**
 * Does something that the database may refuse, and keeps the running transaction sound. Returns what refused it, an error
 * about a row, or undefined; throws any other.
 */
export async function refusable(
  { connection, dialect: { savepoint } }: SqlContext,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<BerthError | undefined> {
  if (savepoint !== undefined) await connection.execute(savepoint.set, [], signal)
  try {
    await work()
    if (savepoint?.release !== undefined) await connection.execute(savepoint.release, [], signal)
    return undefined
  } catch (error) {
    if (!BerthError.is(error) || error.action !== 'skip') throw error
    if (savepoint !== undefined) await connection.execute(savepoint.rollback, [], signal)
    return error
  }
}

/** The reject of the row at this index. */
export function rejectOf(row: number, error: BerthError): Reject {
  const { column, nativeCode } = error.details
  return {
    row,
    code: error.code,
    ...(column === undefined || column === '-' ? {} : { column: String(column) }),
    ...(nativeCode === undefined ? {} : { nativeCode: String(nativeCode) }),
  }
}
