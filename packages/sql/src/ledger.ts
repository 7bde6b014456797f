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
