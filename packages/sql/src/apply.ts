import { type ApplyRequest, type ApplyResult, BerthError, type Reject } from '@berth/core'
import { type BoundRow, bindRows } from './bind-rows.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import type { SqlLedger } from './dialect.ts'

const repeated: ApplyResult = { applied: 0, repeated: true, rejects: [] }

/**
 * Writes a batch in one transaction that begins with its entry in the ledger, so that it is there whole or not at all,
 * and once however often it is sent (APL-1).
 *
 * Every row is tried. With `abort` and a row refused, all is rolled back, the ledger's entry with it, and the result
 * says `applied: 0` and names each refused row; the same id may then be sent again. With `skip` the others stay.
 */
export async function apply(
  context: SqlContext,
  ledger: SqlLedger,
  request: ApplyRequest,
  signal: AbortSignal,
): Promise<ApplyResult> {
  const { connection } = context
  const table = await context.table(request.dataset, signal)
  const columns = request.fields.map(({ name }) => context.column(table, name, []))
  for (const name of request.key) context.column(table, name, [])
  await connection.begin(signal)
  try {
    if (!(await enter(context, ledger, request.batch, signal))) {
      await connection.rollback()
      return repeated
    }
    const rejects = await writeAll(context, table, columns, request, signal)
    if (rejects.length > 0 && request.onReject === 'abort') {
      await connection.rollback()
      return { applied: 0, repeated: false, rejects }
    }
    await commit(context, signal)
    return { applied: request.rows.length - rejects.length, repeated: false, rejects }
  } catch (error) {
    await connection.rollback().catch(() => undefined)
    throw error
  }
}

/** Enters the batch. False: it is there already, also when another session entered it at the same moment. */
async function enter(context: SqlContext, ledger: SqlLedger, batch: string, signal: AbortSignal): Promise<boolean> {
  const { connection } = context
  if ((await connection.query(ledger.find, [batch], signal)).length > 0) return false
  try {
    await connection.execute(ledger.insert, [batch], signal)
    return true
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'CONSTRAINT_VIOLATED') throw error
    return false
  }
}

async function commit({ connection }: SqlContext, signal: AbortSignal): Promise<void> {
  try {
    await connection.commit(signal)
  } catch (error) {
    const lost = BerthError.is(error) && (error.code === 'CONNECTION_LOST' || error.code === 'ABORTED')
    throw lost ? new BerthError('UNKNOWN_OUTCOME', { call: 'commit' }, { cause: error }) : error
  }
}

async function writeAll(
  context: SqlContext,
  table: SqlTable,
  columns: readonly SqlColumn[],
  request: ApplyRequest,
  signal: AbortSignal,
): Promise<Reject[]> {
  const { dialect } = context
  const { bound, rejects } = bindRows(request, columns)
  const key = request.mode === 'upsert' ? request.key : []
  const fitting = Math.floor(dialect.maxParameters / columns.length)
  const size = Math.max(1, Math.min(dialect.maxWriteRows, fitting))
  const statements = {
    many: dialect.write({ table, columns, key, rows: size }),
    one: dialect.write({ table, columns, key, rows: 1 }),
  }
  for (let start = 0; start < bound.length; start += size) {
    const part = bound.slice(start, start + size)
    if (part.length === size && (await write(context, statements.many, part, signal)) === undefined) continue
    for (const row of part) {
      const reject = await write(context, statements.one, [row], signal)
      if (reject !== undefined) rejects.push(reject)
    }
  }
  return rejects.sort((left, right) => left.row - right.row)
}

/** Writes some rows with one statement. Returns the reject of its first row when the database refuses the statement. */
async function write(
  { connection, dialect }: SqlContext,
  statement: string,
  rows: readonly BoundRow[],
  signal: AbortSignal,
): Promise<Reject | undefined> {
  const { savepoint } = dialect
  if (savepoint !== undefined) await connection.execute(savepoint.set, [], signal)
  try {
    await connection.execute(
      statement,
      rows.flatMap(({ cells }) => cells),
      signal,
    )
    if (savepoint !== undefined) await connection.execute(savepoint.release, [], signal)
    return undefined
  } catch (error) {
    if (!BerthError.is(error) || error.action !== 'skip') throw error
    if (savepoint !== undefined) await connection.execute(savepoint.rollback, [], signal)
    const { column, nativeCode } = error.details
    return {
      row: rows[0]?.row ?? 0,
      code: error.code,
      ...(column === undefined ? {} : { column: String(column) }),
      ...(nativeCode === undefined ? {} : { nativeCode: String(nativeCode) }),
    }
  }
}
