import { type ApplyRequest, BerthError, type Reject, type Row } from '@berth/core'
import { bindCell } from './bind-cell.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { SqlParameters } from './parameters.ts'
import { refusable, rejectOf } from './refusable.ts'

const maxKeys = 64

/** What came of the deletes of a batch. */
interface DeletedRows {
  /** Rows that were there and are gone. */
  readonly deleted: number
  readonly rejects: readonly Reject[]
}

/**
 * Deletes the rows with the keys in `deletes`, many with a statement, one by one where that is refused. Rejects are counted
 * behind the rows of the request.
 */
export async function deleteRows(
  context: SqlContext,
  table: SqlTable,
  key: readonly SqlColumn[],
  { rows, deletes = [] }: ApplyRequest,
  signal: AbortSignal,
): Promise<DeletedRows> {
  const { connection } = context
  let deleted = 0
  const send = (keys: readonly Row[]): ReturnType<typeof refusable> =>
    refusable(context, signal, async () => {
      const { condition, parameters } = withKeys(context, table, key, keys)
      // Counted before: what a driver says that a statement has touched differs from one to the next.
      const [row] = await connection.query(`SELECT COUNT(*) ${condition}`, parameters, signal)
      await connection.execute(`DELETE ${condition}`, parameters, signal)
      deleted += Number(row?.[0])
    })
  const size = Math.max(1, Math.min(maxKeys, Math.floor(context.dialect.maxParameters / key.length)))
  const rejects: Reject[] = []
  for (let start = 0; start < deletes.length; start += size) {
    const part = deletes.slice(start, start + size)
    if (part.length > 1 && (await send(part)) === undefined) continue
    for (const [index, one] of part.entries()) {
      const refused = await send([one])
      if (refused !== undefined) rejects.push(rejectOf(rows.length + start + index, refused))
    }
  }
  return { deleted, rejects }
}

/** Both clauses of a statement about the rows with these keys. */
function withKeys(
  { dialect }: SqlContext,
  table: SqlTable,
  key: readonly SqlColumn[],
  keys: readonly Row[],
): { readonly condition: string; readonly parameters: readonly unknown[] } {
  const parameters = new SqlParameters(dialect)
  const conditions = keys.map((values) => {
    const parts = key.map((column, at) => {
      const cell = bindCell(values[at] ?? null, column)
      if (cell === null) throw new BerthError('VALUE_MISSING', { column: column.name })
      const marker = parameters.next(cell)
      const bound = column.marker?.(marker) ?? marker
      const reference = dialect.quote(column.name)
      return column.equals?.(reference, bound) ?? `${reference} = ${bound}`
    })
    return `(${parts.join(' AND ')})`
  })
  return { condition: `FROM ${table.reference} WHERE ${conditions.join(' OR ')}`, parameters: parameters.values }
}
