import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import {
  BerthError,
  type ChangeBatch,
  type ColumnSelection,
  type Cursor,
  decodeCursor,
  encodeCursor,
  type Row,
  textDecoding,
  type UnreadableRow,
  type Value,
  valueBefore,
} from '@berth/core'
import { quoted } from './register.ts'
import { loadTable, type RegisterTable, selected, type TextOf } from './register-table.ts'

export interface ReadRequest {
  readonly dataset: string
  readonly columns: readonly ColumnSelection[]
  readonly batchRows: number
  readonly after?: Cursor
}

/** Where a read can go wrong. */
export interface ReadParts {
  readonly text: TextOf
  /** The rows of a query, one at a time. */
  rows(database: DatabaseSync, text: string, bound: readonly unknown[]): Iterable<SQLOutputValue[]>
  /** The condition for what lies behind a place, and what is bound to it. */
  behind(order: readonly string[], place: readonly Value[]): [string, Value[]]
  /** What a cursor keeps of the last row. */
  kept(place: readonly Value[]): Value[]
  /** Where a read begins: the cursor that it was given. */
  begin(request: ReadRequest): Cursor | undefined
  /** Called for each batch, before it is given out. */
  yielded(request: ReadRequest, cursor: Cursor): void
  /** What becomes of an error in the middle of a read. */
  failed(error: unknown): void
}

export const honestReads: ReadParts = {
  text: (bytes, charset, column) => textDecoding(charset).decode(bytes, column),
  rows: function* (database, text, bound) {
    const statement = database.prepare(text)
    statement.setReturnArrays(true)
    yield* statement.iterate(...(bound as SQLInputValue[])) as unknown as Iterable<SQLOutputValue[]>
  },
  behind: (order, place) => {
    const [first, ...others] = order
    const key = `(${others.map(quoted).join(', ')}) > (${others.map(() => '?').join(', ')})`
    const column = quoted(first ?? '')
    if (others.length === 0) return [`${column} > ?`, [...place]]
    if (place[0] === null) return [`${column} IS NOT NULL OR ${key}`, place.slice(1)]
    return [`${column} > ? OR (${column} = ? AND ${key})`, [place[0] ?? null, ...place]]
  },
  kept: (place) => [...place],
  begin: ({ after }) => after,
  yielded: () => undefined,
  failed: (error) => {
    throw error
  },
}

/** Reads in the order of some columns, behind a place, a batch at a time. */
export async function* readRows(
  database: DatabaseSync,
  parts: ReadParts,
  read: 'scan' | 'changes',
  request: ReadRequest,
  order: readonly string[],
  overlap: number | undefined,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  try {
    const { dataset, columns, batchRows } = request
    const table = loadTable(database, dataset)
    const selection = selected(table, columns, parts.text)
    refuseKeys(database, parts, table, order, columns)
    const place = { read, dataset, order }
    const begin = parts.begin(request)
    if (begin !== undefined && order.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'resume' })
    const from = begin === undefined ? undefined : (decodeCursor(place, begin) as Value[])
    const again = from === undefined || overlap === undefined ? undefined : reach(table, order, from, overlap)
    const [condition, bound] =
      again === undefined ? within(parts, order, from) : [`${quoted(order[0] ?? '')} >= ?`, [again]]
    const key = order.map(quoted)
    const sorted = key.length === 0 ? '' : ` ORDER BY ${key.join(', ')}`
    const text = `SELECT ${[selection.text, ...key].join(', ')} FROM ${quoted(dataset)} WHERE ${condition}${sorted}`
    const cursorOf = (reached: readonly Value[]): Cursor | undefined => {
      if (order.length === 0) return undefined
      // What is read again within the overlap does not move the cursor back.
      const isAgain = again !== undefined && from !== undefined && !isBehind(reached, from)
      return isAgain ? begin : encodeCursor(place, parts.kept(reached))
    }
    const found = parts.rows(database, text, bound)
    for (const batch of batches(found, selection, columns.length, batchRows, cursorOf)) {
      if (batch.cursor !== undefined) parts.yielded(request, batch.cursor)
      yield batch
      if (signal.aborted) throw new BerthError('ABORTED', { call: read })
    }
  } catch (error) {
    parts.failed(error)
  }
}

function within(
  parts: ReadParts,
  order: readonly string[],
  from: readonly Value[] | undefined,
): [string, readonly Value[]] {
  return from === undefined ? ['1', []] : parts.behind(order, from)
}

/** Rows in batches; those that cannot be read are told beside the others. */
function* batches(
  found: Iterable<SQLOutputValue[]>,
  selection: ReturnType<typeof selected>,
  width: number,
  batchRows: number,
  cursorOf: (reached: readonly Value[]) => Cursor | undefined,
): Iterable<ChangeBatch> {
  const { fields } = selection
  let rows: Row[] = []
  let unreadable: UnreadableRow[] = []
  let cursor: Cursor | undefined
  let position = 0
  const batch = (): ChangeBatch => {
    const told = unreadable.length === 0 ? {} : { unreadable }
    const made = { fields, rows, ...told, ...(cursor === undefined ? {} : { cursor }) } as ChangeBatch
    rows = []
    unreadable = []
    return made
  }
  for (const cells of found) {
    position += 1
    cursor = cursorOf(cells.slice(width) as Value[])
    try {
      rows.push(selection.row(cells, position))
    } catch (error) {
      if (!BerthError.is(error)) throw error
      unreadable.push({ row: position, error })
    }
    if (rows.length + unreadable.length === batchRows) yield batch()
  }
  if (rows.length + unreadable.length > 0) yield batch()
}

function reach(
  table: RegisterTable,
  order: readonly string[],
  from: readonly Value[],
  overlap: number,
): Value | undefined {
  const [value = null] = from
  if (value === null || overlap === 0) return undefined
  const name = order[0] ?? ''
  const { type } = table.column(name)
  const canonical = type.name === 'datetime' ? String(value).replace(' ', 'T') : value
  return table.stored(name, valueBefore(canonical, overlap, type, 'register'))
}

function isBehind(place: readonly Value[], from: readonly Value[]): boolean {
  for (const [at, value] of place.entries()) {
    const other = from[at] ?? null
    if (value !== other) return value !== null && other !== null && value > other
  }
  return false
}

/** A cell of the key that is NULL, or that cannot be read, ends the read: nobody could go on behind it. */
function refuseKeys(
  database: DatabaseSync,
  parts: ReadParts,
  table: RegisterTable,
  order: readonly string[],
  columns: readonly ColumnSelection[],
): void {
  for (const name of order) {
    table.column(name)
    const charset = columns.find((column) => column.name === name)?.charset
    if (charset === undefined) continue
    let row = 0
    for (const [cell] of parts.rows(database, `SELECT CAST(${quoted(name)} AS BLOB) FROM ${quoted(table.name)}`, [])) {
      row += 1
      try {
        if (cell instanceof Uint8Array) parts.text(cell, charset, name)
      } catch (error) {
        if (!BerthError.is(error)) throw error
        throw new BerthError(error.code, { ...error.details, dataset: table.name, row })
      }
    }
  }
}
