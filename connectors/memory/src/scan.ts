import { BerthError, type ColumnSelection, type Row, type RowBatch, type ScanRequest } from '@berth/core'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { cellReader, placed, select } from './selection.ts'
import { type MemoryStore, type MemoryTable, positionOf } from './store.ts'
import { rowOrder } from './values.ts'

/** Reads the rows that are there when it begins, in the order of the key. */
export async function* scan(
  store: MemoryStore,
  request: ScanRequest,
  signal: AbortSignal,
  maxCellBytes?: number,
): AsyncIterable<RowBatch> {
  const { dataset, batchRows, after, key = [] } = request
  const table = store.table(dataset)
  const selection = select(table, request.columns, maxCellBytes)
  if (key.length === 0) {
    if (after !== undefined) throw new BerthError('KEY_MISSING', { dataset, purpose: 'resume' })
    yield* batches(selection, [...table.rows], batchRows, signal, () => undefined)
    return
  }
  const place = ['scan', dataset, ...key]
  const positions = key.map((name) => positionOf(table, name))
  refuseUnreadable(table, request.columns, key)
  const rows = ordered(table, positions)
  refuseNull(table, rows, positions)
  const from = after === undefined ? undefined : decodeCursor(place, dataset, after)
  const remaining = from === undefined ? rows : rows.filter(behind(table, positions, from))
  yield* batches(selection, remaining, batchRows, signal, (row) =>
    encodeCursor(
      place,
      positions.map((position) => row[position] ?? null),
    ),
  )
}

/**
 * Rows in batches, with the cursor that `cursorOf` gives for the last row of each. `before` is how many rows of the read
 * came before these.
 */
export async function* batches(
  selection: ReturnType<typeof select>,
  rows: readonly Row[],
  batchRows: number,
  signal: AbortSignal,
  cursorOf: (row: Row) => string | undefined,
  before: number = 0,
): AsyncIterable<RowBatch> {
  for (let start = 0; start < rows.length; start += batchRows) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
    const part = rows.slice(start, start + batchRows)
    const cursor = cursorOf(part[part.length - 1] ?? [])
    const batch = { fields: selection.fields, ...selection.copy(part, before + start + 1) }
    yield cursor === undefined ? batch : { ...batch, cursor }
  }
}

/** A copy of the rows in the order of the columns at `positions`. */
export function ordered(table: MemoryTable, positions: readonly number[]): Row[] {
  return [...table.rows].sort(rowOrder(positions, typesOf(table, positions)))
}

/** Whether a row stands behind a tuple of values in the order of the columns at `positions`. */
export function behind(table: MemoryTable, positions: readonly number[], values: Row): (row: Row) => boolean {
  const compare = rowOrder([...positions.keys()], typesOf(table, positions))
  return (row) =>
    compare(
      positions.map((position) => row[position] ?? null),
      values,
    ) > 0
}

/** A cell of a key column that cannot be read ends the read before it begins: nothing could go on behind its row. */
export function refuseUnreadable(
  table: MemoryTable,
  columns: readonly ColumnSelection[],
  key: readonly string[],
): void {
  for (const { read } of key.map((name) => cellReader(table, name, columns))) {
    for (const [index, row] of table.rows.entries()) {
      try {
        read(row)
      } catch (error) {
        throw placed(error, table, index + 1)
      }
    }
  }
}

/** A NULL in a key column names no row: `VALUE_MISSING`. */
export function refuseNull(table: MemoryTable, rows: readonly Row[], positions: readonly number[]): void {
  for (const position of positions) {
    const row = rows.findIndex((cells) => (cells[position] ?? null) === null)
    const column = table.columns[position]?.name ?? ''
    if (row >= 0) throw new BerthError('VALUE_MISSING', { dataset: table.name, column, row: row + 1 })
  }
}

function typesOf(table: MemoryTable, positions: readonly number[]): MemoryTable['columns'][number]['type'][] {
  return positions.map((position) => table.columns[position]?.type ?? { name: 'text' })
}
