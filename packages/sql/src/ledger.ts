import { BerthError } from '@berth/core'
import type { SqlConnection } from './connection.ts'
import type { SqlLedger } from './dialect.ts'

/**
 * Makes sure that the table of applied batches is there. Rejects with `PERMISSION_DENIED` when it is missing and the
 * user may not create it; the README of the connector names the statement for the administrator.
 */
export async function ensureLedger(
  connection: SqlConnection,
  ledger: SqlLedger,
  table: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await connection.query(ledger.exists, [], signal)).length > 0) return
  try {
    await connection.execute(ledger.create, [], signal)
  } catch (error) {
    // Another session may have created it in the meantime.
    if ((await connection.query(ledger.exists, [], signal)).length > 0) return
    if (BerthError.is(error) && error.code === 'PERMISSION_DENIED') {
      throw new BerthError('PERMISSION_DENIED', { subject: `CREATE TABLE ${table}` }, { cause: error })
    }
    throw error
  }
}

/**
 * Enters an id in the running transaction. False: it is there already, also when another session entered it at the same
 * moment.
 */
export async function enter(
  connection: SqlConnection,
  ledger: SqlLedger,
  id: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (ledger.enter !== undefined) return (await connection.query(ledger.enter, [id], signal)).length > 0
  if ((await connection.query(ledger.find, [id], signal)).length > 0) return false
  try {
    await connection.execute(ledger.insert, [id], signal)
    return true
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'CONSTRAINT_VIOLATED') throw error
    return false
  }
}

/** Commits. Rejects with `UNKNOWN_OUTCOME` when the line was cut before the answer. */
export async function commit(connection: SqlConnection, signal: AbortSignal): Promise<void> {
  try {
    await connection.commit(signal)
  } catch (error) {
    const lost = BerthError.is(error) && (error.code === 'CONNECTION_LOST' || error.code === 'ABORTED')
    throw lost ? new BerthError('UNKNOWN_OUTCOME', { call: 'commit' }, { cause: error }) : error
  }
}
