import { type ApplyRequest, BerthError, type Reject, type Row } from '@berth/core'
import { bindCell } from './bind-rows.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { SqlParameters } from './parameters.ts'
import { refusable, rejectOf } from './refusable.ts'

const maxKeys = 64

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
): Promise<Reject[]> {
  const { connection } = context
  const send = (keys: readonly Row[]): ReturnType<typeof refusable> =>
    refusable(context, signal, async () => {
      const { text, parameters } = deleteStatement(context, table, key, keys)
      await connection.execute(text, parameters, signal)
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
  return rejects
}

function deleteStatement(
  { dialect }: SqlContext,
  table: SqlTable,
  key: readonly SqlColumn[],
  keys: readonly Row[],
): { readonly text: string; readonly parameters: readonly unknown[] } {
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
  return { text: `DELETE FROM ${table.reference} WHERE ${conditions.join(' OR ')}`, parameters: parameters.values }
}
