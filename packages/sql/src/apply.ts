import type { ApplyRequest, ApplyResult, Reject } from '@berth/core'
import { bindRows } from './bind-rows.ts'
import type { SqlContext } from './context.ts'
import { deleteRows } from './delete-rows.ts'
import type { SqlLedger } from './dialect.ts'
import { commit, enter } from './ledger.ts'
import { undoScript } from './undo-script.ts'
import { writeRows } from './write-rows.ts'

/**
 * Writes a batch in one transaction that begins with its entry in the ledger, so that it is there whole or not at all,
 * and once however often it is sent (APL-1). Without a ledger, which only a dry run may lack, nothing is entered.
 *
 * Every row is tried. With `abort` and a row refused, all is rolled back, the ledger's entry with it, and the result
 * says `applied: 0` and names each refused row; the same id may then be sent again. With `skip` the others stay.
 */
export async function apply(
  context: SqlContext,
  readyLedger: () => Promise<SqlLedger | undefined>,
  request: ApplyRequest,
  signal: AbortSignal,
): Promise<ApplyResult> {
  const { connection } = context
  const { rows, deletes, onReject, dryRun } = request
  const table = await context.table(request.dataset, signal)
  const columns = request.fields.map(({ name }) => context.column(table, name, []))
  const key = request.key.map((name) => context.column(table, name, []))
  // Nothing is made for a batch that cannot be written.
  const ledger = await readyLedger()
  await connection.begin(signal)
  try {
    if (ledger !== undefined && !(await enter(connection, ledger, request.batch, signal))) {
      await connection.rollback()
      return { applied: 0, repeated: true, rejects: [], ...(deletes === undefined ? {} : { deleted: 0 }) }
    }
    const undo = request.undo === true ? { undo: await undoScript(context, table, columns, request, signal) } : {}
    const bound = bindRows(request, columns)
    const refused = await writeRows(context, { table, columns, key: keyOf(request), rows: bound }, signal)
    const rejects = [...bound.rejects, ...refused]
    const written = rows.length - rejects.length
    const gone = deletes === undefined ? undefined : await deleteRows(context, table, key, request, signal)
    rejects.push(...(gone?.rejects ?? []))
    rejects.sort((left: Reject, right: Reject) => left.row - right.row)
    const aborted = rejects.length > 0 && onReject === 'abort'
    if (aborted || dryRun === true) await connection.rollback()
    else await commit(connection, signal)
    const counts = { applied: aborted ? 0 : written, repeated: false, rejects }
    const deleted = gone === undefined ? {} : { deleted: aborted ? 0 : gone.deleted }
    return { ...counts, ...deleted, ...(aborted ? {} : undo) }
  } catch (error) {
    await connection.rollback().catch(() => undefined)
    throw error
  }
}

function keyOf({ mode, key }: ApplyRequest): readonly string[] {
  return mode === 'upsert' ? key : []
}
