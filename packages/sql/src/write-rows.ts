import type { BerthError, Reject } from '@berth/core'
import type { BoundRows } from './bind-rows.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlBulkRefusal } from './connection.ts'
import type { SqlContext } from './context.ts'
import { refusable, rejectOf } from './refusable.ts'

/** Fewer rows than this are not worth a bulk write. */
const leastBulkRows = 100

/** Rows to write into a table. */
export interface RowsToWrite {
  readonly table: SqlTable
  readonly columns: readonly SqlColumn[]
  /** Empty: insert. */
  readonly key: readonly string[]
  readonly rows: Pick<BoundRows, 'cells' | 'indexes'>
}

/**
 * Writes rows by the fastest way that takes all of them: in bulk, then by statements of many rows, then, where one of
 * those is refused, row by row, so that each row at fault is known.
 */
export async function writeRows(context: SqlContext, write: RowsToWrite, signal: AbortSignal): Promise<Reject[]> {
  const { dialect, connection } = context
  const {
    table,
    columns,
    key,
    rows: { cells, indexes },
  } = write
  const rejectAt = (at: number, error: BerthError): Reject => rejectOf(indexes[at] ?? at, error)
  if (connection.bulk !== undefined && cells.length >= (connection.leastBulkRows ?? leastBulkRows)) {
    const bulk = { table, columns, key, rows: cells }
    let apart: readonly SqlBulkRefusal[] = []
    const refused = await refusable(context, signal, async () => {
      apart = (await connection.bulk?.(bulk, signal)) ?? []
    })
    if (refused === undefined) return apart.map(({ row, error }) => rejectAt(row, error))
  }
  const fitting = Math.floor(dialect.maxParameters / columns.length)
  const size = Math.max(1, Math.min(dialect.maxWriteRows, fitting))
  const many = dialect.write({ table, columns, key, rows: size })
  const one = dialect.write({ table, columns, key, rows: 1 })
  const send = (text: string, part: readonly (readonly unknown[])[]): ReturnType<typeof refusable> =>
    refusable(context, signal, () => connection.execute(text, part.flat(), signal))
  const rejects: Reject[] = []
  for (let start = 0; start < cells.length; start += size) {
    const part = cells.slice(start, start + size)
    if (part.length === size && (await send(many, part)) === undefined) continue
    for (const [at, row] of part.entries()) {
      const refused = await send(one, [row])
      if (refused !== undefined) rejects.push(rejectAt(start + at, refused))
    }
  }
  return rejects
}
