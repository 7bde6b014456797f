import { BerthError, type RowBatch, type ScanRequest } from '@berth/core'
import type { SqlContext } from './context.ts'
import { type CursorPlace, decodeCursor, encodeCursor } from './cursor.ts'
import { keysetCondition } from './keyset.ts'
import { SqlParameters } from './parameters.ts'
import { RowReader } from './row-reader.ts'

/**
 * Reads a dataset with one streaming statement, in key order with a cursor behind each batch where there is a key
 * (SCN-1, CUR-1). A NULL in a key column is `VALUE_MISSING`.
 */
export async function* scan(context: SqlContext, request: ScanRequest, signal: AbortSignal): AsyncIterable<RowBatch> {
  const { dataset, columns, batchRows, key = [], after } = request
  if (after !== undefined && key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'resume' })
  const table = await context.table(dataset, signal)
  const reader = new RowReader(context, table, columns, key)
  const place: CursorPlace = { read: 'scan', dataset, order: key }
  const parameters = new SqlParameters(context.dialect)
  let text = `SELECT ${reader.expressions.join(', ')} FROM ${table.reference}`
  if (after !== undefined) {
    const values = decodeCursor(place, after)
    text += ` WHERE ${keysetCondition(context.dialect, reader.key, '>', values, parameters)}`
  }
  if (key.length > 0) text += ` ORDER BY ${key.map((name) => context.dialect.quote(name)).join(', ')}`
  const { fields } = reader
  for await (const raw of context.connection.stream(text, parameters.values, batchRows, signal)) {
    const { rows, lastKey } = reader.read(raw)
    yield key.length === 0 ? { fields, rows } : { fields, rows, cursor: encodeCursor(place, lastKey) }
  }
}
