import { BerthError, type CursorPlace, decodeCursor, encodeCursor, type RowBatch, type ScanRequest } from '@berth/core'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { keysetCondition, ordered } from './keyset.ts'
import { isLastPage } from './last-page.ts'
import { SqlParameters } from './parameters.ts'
import { isPrimaryKey } from './primary-key.ts'
import { RowReader } from './row-reader.ts'

/**
 * Reads a dataset, in key order with a cursor behind each batch where there is a key (SCN-1, CUR-1). A row with a cell
 * that cannot be read is told in `unreadable`; in a key column such a cell ends the read, and NULL is `VALUE_MISSING`.
 */
export async function* scan(context: SqlContext, request: ScanRequest, signal: AbortSignal): AsyncIterable<RowBatch> {
  const { dataset, columns, batchRows, key = [], after } = request
  if (after !== undefined && key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'resume' })
  const table = await context.table(dataset, signal)
  const paged = pagedBy(context, table, key)
  const reader = new RowReader(context, table, columns, paged ?? key)
  const place: CursorPlace = { read: 'scan', dataset, order: key }
  const { fields } = reader
  let from: readonly unknown[] | undefined = after === undefined ? undefined : decodeCursor(place, after)
  const batch = (raw: unknown[][]): RowBatch => {
    const { lastKey, ...read } = reader.read(raw)
    from = lastKey
    return key.length === 0 ? { fields, ...read } : { fields, ...read, cursor: encodeCursor(place, lastKey) }
  }
  if (paged === undefined) {
    const { text, parameters } = select(context, table, reader, from)
    for await (const raw of context.connection.stream(text, parameters, batchRows, signal)) yield batch(raw)
    return
  }
  using _held = key.length === 0 ? await context.connection.hold?.(signal) : undefined
  while (true) {
    const { text, parameters } = select(context, table, reader, from, batchRows)
    const raw = await context.connection.query(text, parameters, signal)
    const last = isLastPage(context.dialect, raw.length, batchRows)
    if (raw.length > 0) yield batch(raw)
    if (last) return
  }
}

/** What the pages of a scan are ordered by; undefined where one statement streams it: at a page's end a key that is not unique would lose rows. */
function pagedBy(
  { dialect }: SqlContext,
  table: SqlTable,
  key: readonly string[],
): readonly (string | SqlColumn)[] | undefined {
  if ((dialect.scansInPages ?? table.scansInPages) !== true) return undefined
  if (key.length === 0) return table.rowNumber === undefined ? undefined : [table.rowNumber]
  return isPrimaryKey(table, key) ? key : undefined
}

function select(
  { dialect }: SqlContext,
  table: SqlTable,
  reader: RowReader,
  from: readonly unknown[] | undefined,
  rows?: number,
): { readonly text: string; readonly parameters: readonly unknown[] } {
  const parameters = new SqlParameters(dialect)
  const limit = rows === undefined ? { head: '', tail: '' } : dialect.limit(rows)
  let text = `SELECT ${limit.head} ${reader.expressions.join(', ')} FROM ${table.reference}`
  if (from !== undefined) text += ` WHERE ${keysetCondition(dialect, reader.key, '>', from, parameters)}`
  if (reader.key.length > 0)
    text += ` ORDER BY ${reader.key.map((each) => ordered(each, dialect.quote(each.name))).join(', ')}`
  return { text: `${text} ${limit.tail}`, parameters: parameters.values }
}
