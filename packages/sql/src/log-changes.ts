import {
  BerthError,
  type ChangeBatch,
  type ChangeKind,
  type ChangeLog,
  type ChangeOutbox,
  type ChangesRequest,
  type CursorPlace,
  decodeCursor,
  encodeCursor,
  type Field,
  type Row,
  type RowBatch,
  type UnreadableRow,
  type Value,
} from '@berth/core'
import type { SqlChangeLog } from './change-log.ts'
import type { SqlContext } from './context.ts'
import { lastOfEachKey } from './last-of-each-key.ts'
import { lookup, maxLookupKeys } from './lookup.ts'
import { scan } from './scan.ts'

type Key = readonly Value[]

/**
 * Reads what a log of changes names. A first read notes where the log ends, reads all rows in key order, and goes on with
 * what was logged meanwhile. Each row that is named is read as it is now: it comes once in a batch, as an upsert, or as a
 * delete when it is gone (CHG-2).
 */
export async function* logChanges<By extends ChangeLog | ChangeOutbox>(
  context: SqlContext,
  log: SqlChangeLog<By>,
  request: ChangesRequest,
  by: By,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  const { dataset, columns, batchRows, after } = request
  const { key } = by
  if (key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'follow changes' })
  const table = await context.table(dataset, signal)
  const place: CursorPlace = { read: 'changes', dataset, order: [JSON.stringify([by.kind, key]), 'scan'] }
  const [position, scanned] = after === undefined ? [] : decodeCursor(place, after)
  const start = position === undefined ? await (log.start ?? log.end).call(log, table, by, signal) : String(position)
  const fields = columns.map(({ name }): Field => ({ name, type: context.column(table, name, columns).type }))
  let rowsRead = 0
  if (scanned !== null) {
    const behind = scanned === undefined ? {} : { after: String(scanned) }
    // The last batch has to be known as the last: behind it the scan is over, and what comes next is in the log.
    let held: RowBatch | undefined
    for await (const batch of scan(context, { dataset, columns, batchRows, key, ...behind }, signal)) {
      if (held !== undefined) yield { ...held, fields, cursor: encodeCursor(place, [start, held.cursor ?? null]) }
      rowsRead += batch.rows.length + (batch.unreadable?.length ?? 0)
      held = batch
    }
    if (held !== undefined) yield { ...held, fields, cursor: encodeCursor(place, [start, null]) }
  }
  const to = await log.end(table, by, signal)
  let from = start
  for (;;) {
    const entries = await log.entries(table, by, { from, to, limit: batchRows }, signal)
    const keys = lastOfEachKey(entries.keys, (each) => each)
    for (let at = 0; at < keys.length; at += batchRows) {
      const reached = at + batchRows >= keys.length ? entries.position : from
      const read = await currentRows(context, request, key, keys.slice(at, at + batchRows), rowsRead, signal)
      rowsRead += Math.min(batchRows, keys.length - at)
      yield { ...read, fields, cursor: encodeCursor(place, [reached, null]) }
    }
    if (entries.last) return
    from = entries.position
  }
}

type CurrentRows = Omit<ChangeBatch, 'cursor' | 'fields'> & { readonly kinds: ChangeKind[] }

/** Reads the rows with these keys; of one that is gone there is only the key. */
async function currentRows(
  context: SqlContext,
  request: ChangesRequest,
  by: readonly string[],
  keys: readonly Key[],
  rowsBefore: number,
  signal: AbortSignal,
): Promise<CurrentRows> {
  const { dataset, columns } = request
  const rows: Row[] = []
  const kinds: ChangeKind[] = []
  const unreadable: UnreadableRow[] = []
  for (let start = 0; start < keys.length; start += maxLookupKeys) {
    const part = keys.slice(start, start + maxLookupKeys)
    const asked = await lookup(context, { dataset, columns, by, keys: part, limit: 1 }, signal)
    for (const [index, { rows: found, error }] of asked.answers.entries()) {
      const row = rowsBefore + start + index + 1
      if (error !== undefined) unreadable.push({ row, error: new BerthError(error.code, { ...error.details, row }) })
      else {
        rows.push(found[0] ?? deletedRow(asked.fields, by, part[index] ?? []))
        kinds.push(found.length === 0 ? 'delete' : 'upsert')
      }
    }
  }
  return { rows, kinds, ...(unreadable.length === 0 ? {} : { unreadable }) }
}

function deletedRow(fields: readonly Field[], by: readonly string[], key: Key): Row {
  return fields.map(({ name }) => key[by.indexOf(name)] ?? null)
}
