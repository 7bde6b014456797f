import {
  BerthError,
  type ChangeBatch,
  type ChangeKind,
  type ChangeLog,
  type ChangesRequest,
  type PrepareChangesRequest,
  type Row,
  type UnreadableRow,
} from '@berth/core'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { batches, behind, ordered, refuseNull, refuseUnreadable } from './scan.ts'
import { type Selection, select } from './selection.ts'
import { type MemoryStore, type MemoryTable, positionOf } from './store.ts'
import { rowOrder } from './values.ts'

/** The line that says which table is to have a log. Whoever owns the tables gives it one. */
export function logScript(store: MemoryStore, { dataset, by }: PrepareChangesRequest): string {
  if (by.kind === 'outbox') throw unsupported('changes.outbox')
  const table = store.table(dataset)
  for (const name of by.key) positionOf(table, name)
  return `${JSON.stringify({ log: dataset })}\n`
}

/**
 * Reads the rows that the table's log names. A first read notes where the log ends, reads all rows in the order of the
 * key, and goes on with what was noted meanwhile. A row that is named is read as it is now; one that is gone is a delete.
 */
export async function* logChanges(
  store: MemoryStore,
  request: ChangesRequest,
  by: ChangeLog,
  signal: AbortSignal,
  maxCellBytes: number | undefined,
): AsyncIterable<ChangeBatch> {
  const { dataset, batchRows, after } = request
  const table = store.table(dataset)
  const { log } = table
  if (log === undefined) throw unsupported(`changes.log of ${dataset}`)
  const selection = select(table, request.columns, maxCellBytes)
  const key = by.key.map((name) => positionOf(table, name))
  refuseUnreadable(table, request.columns, by.key)
  const place = ['changes by log', dataset, ...by.key]
  const from = after === undefined ? undefined : decodeCursor(place, dataset, after)
  const start = from === undefined ? log.end : Number(from[0])
  let rowsRead = 0
  if (from === undefined || from.length > 1) {
    const all = ordered(table, key)
    refuseNull(table, all, key)
    const rows = from === undefined ? all : all.filter(behind(table, key, from.slice(1)))
    const last = rows[rows.length - 1]
    const cursorOf = (row: Row): string =>
      encodeCursor(place, row === last ? [start] : [start, ...key.map((position) => row[position] ?? null)])
    for await (const { cursor = '', ...batch } of batches(selection, rows, batchRows, signal, cursorOf))
      yield { ...batch, cursor }
    rowsRead = rows.length
  }
  const named = lastNamed(table, by.key, start)
  for (let at = 0; at < named.length; at += batchRows) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'changes' })
    const part = named.slice(at, at + batchRows)
    const read = currentRows(table, selection, key, part, rowsRead + at)
    yield { fields: selection.fields, ...read, cursor: encodeCursor(place, [part[part.length - 1]?.number ?? start]) }
  }
}

interface NamedRow {
  readonly number: number
  /** In the order of the key of the request. */
  readonly key: Row
}

/** Each key behind `start` once, where it was named last. */
function lastNamed(table: MemoryTable, by: readonly string[], start: number): NamedRow[] {
  const entries = table.log?.behind(start)
  if (entries === undefined) throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
  const named: Map<string, NamedRow> = new Map()
  for (const { number, key } of entries) {
    const asked = by.map((name) => key[table.key.indexOf(name)] ?? null)
    const text = JSON.stringify(asked)
    named.delete(text)
    named.set(text, { number, key: asked })
  }
  return [...named.values()]
}

function currentRows(
  table: MemoryTable,
  { fields, copy }: Selection,
  positions: readonly number[],
  named: readonly NamedRow[],
  before: number,
): { readonly rows: Row[]; readonly kinds: ChangeKind[]; readonly unreadable?: readonly UnreadableRow[] } {
  const rows: Row[] = []
  const kinds: ChangeKind[] = []
  const unreadable: UnreadableRow[] = []
  const types = positions.map((position) => table.columns[position]?.type ?? { name: 'text' as const })
  const order = rowOrder([...positions.keys()], types)
  for (const [index, { key }] of named.entries()) {
    const now = table.rows.find(
      (row) =>
        order(
          positions.map((position) => row[position] ?? null),
          key,
        ) === 0,
    )
    if (now === undefined) {
      const names = positions.map((position) => table.columns[position]?.name)
      rows.push(fields.map(({ name }) => key[names.indexOf(name)] ?? null))
      kinds.push('delete')
      continue
    }
    const copied = copy([now], before + index + 1)
    unreadable.push(...(copied.unreadable ?? []))
    for (const row of copied.rows) {
      rows.push(row)
      kinds.push('upsert')
    }
  }
  return unreadable.length === 0 ? { rows, kinds } : { rows, kinds, unreadable }
}

function unsupported(capability: string): BerthError {
  return new BerthError('NOT_SUPPORTED', { connector: 'memory', capability })
}
