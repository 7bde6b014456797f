import { BerthError, type ChangeBatch, type ChangesRequest, type Row, type Value } from '@berth/core'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { logChanges } from './log-changes.ts'
import { batches, behind, ordered, refuseNull, refuseUnreadable } from './scan.ts'
import { select } from './selection.ts'
import { type MemoryStore, positionOf } from './store.ts'
import { compareValues, valueBefore } from './values.ts'

/**
 * Reads the rows behind the cursor that are there when it begins, by change column and key. Rows with NULL in the
 * change column come first, when the read starts at the beginning. Rows inside the overlap keep the cursor that was
 * given.
 */
export async function* changes(
  store: MemoryStore,
  request: ChangesRequest,
  signal: AbortSignal,
  maxCellBytes?: number,
): AsyncIterable<ChangeBatch> {
  const { dataset, batchRows, by, after } = request
  if (by.kind === 'log') return yield* logChanges(store, request, by, signal, maxCellBytes)
  if (by.kind === 'outbox') throw new BerthError('NOT_SUPPORTED', { connector: 'memory', capability: 'changes.outbox' })
  if (by.key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'follow changes' })
  const table = store.table(dataset)
  const selection = select(table, request.columns, maxCellBytes)
  const place = ['changes', dataset, by.column, ...by.key]
  const positions = [by.column, ...by.key].map((name) => positionOf(table, name))
  const [column = 0, ...key] = positions
  const type = table.columns[column]?.type ?? { name: 'text' }
  refuseUnreadable(table, request.columns, [by.column, ...by.key])
  const rows = ordered(table, positions)
  refuseNull(table, rows, key)
  const cursorOf = (row: Row): string =>
    encodeCursor(
      place,
      positions.map((position) => row[position] ?? null),
    )
  const from = after === undefined ? undefined : decodeCursor(place, dataset, after)
  const isBehind = from === undefined ? (): boolean => true : behind(table, positions, from)
  const last: Value = from?.[0] ?? null
  let seenAgain = 0
  if (after !== undefined && last !== null && (by.overlap ?? 0) > 0) {
    const lower = valueBefore(last, by.overlap ?? 0, type)
    const again = rows.filter((row) => !isBehind(row) && compareValues(row[column] ?? null, lower, type) >= 0)
    seenAgain = again.length
    yield* withCursor(batches(selection, again, batchRows, signal, () => after))
  }
  yield* withCursor(batches(selection, rows.filter(isBehind), batchRows, signal, cursorOf, seenAgain))
}

async function* withCursor(parts: ReturnType<typeof batches>): AsyncIterable<ChangeBatch> {
  for await (const part of parts) {
    if (part.cursor !== undefined) yield { ...part, cursor: part.cursor }
  }
}
