import {
  BerthError,
  type ChangeBatch,
  type ChangesRequest,
  type CursorPlace,
  decodeCursor,
  encodeCursor,
  type Value,
  valueBefore,
} from '@berth/core'
import { RowReader } from '../answer/row-reader.ts'
import { completeInputs, inputValue } from '../request/input-values.ts'
import { batched } from './batched.ts'
import { datasetOf } from './dataset-of.ts'
import { compareOrders, inOrder } from './in-order.ts'
import type { ServiceSource } from './service-source.ts'

/**
 * Reads what changed by a column, in its order and then that of the key. Where the definition names an input for it the
 * service is asked for what changed since; what it gives beyond that is passed over. Rows within the overlap come with the
 * cursor that the read began with. Rows with NULL in the column come first, in a read from the beginning alone.
 */
export async function* changes(
  source: ServiceSource,
  request: ChangesRequest,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  const dataset = datasetOf(source, request.dataset)
  const { by, after } = request
  if (by.kind !== 'column')
    throw new BerthError('NOT_SUPPORTED', { connector: source.connector, capability: `changes.${by.kind}` })
  if (by.key.length === 0) throw new BerthError('KEY_MISSING', { dataset: dataset.name, purpose: 'follow changes' })
  const column = dataset.columns.get(by.column)
  if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: by.column })
  const order = [by.column, ...by.key]
  const place: CursorPlace = { read: 'changes', dataset: dataset.name, order }
  const from = after === undefined ? undefined : (decodeCursor(place, after) as Value[])
  const last = from?.[0] ?? null
  const lower = last === null ? null : valueBeforeOrSame(last, by.overlap ?? 0)
  const since = dataset.changes?.column === by.column ? dataset.changes.since : undefined
  const given = new Map<string, Value>()
  if (since !== undefined && lower !== null) {
    const type = dataset.inputs.get(since)?.type ?? column.type
    given.set(since, inputValue(lower, type) ?? String(lower))
  }
  const inputs = completeInputs(dataset, given)
  const reader = new RowReader(dataset.name, dataset.columns, request.columns, dataset.answer.nulls)
  const repeats = lower !== null && lower !== last
  const start = from === undefined ? {} : repeats ? { notBelow: lower } : { behind: from }
  const rows = inOrder(source, dataset, { inputs, reader, order, start }, signal)
  const types = order.map((name) => ({ name, type: dataset.columns.get(name)?.type ?? column.type }))
  const cursor = (values: readonly Value[]): string =>
    after !== undefined && from !== undefined && compareOrders(values, from, types) <= 0
      ? after
      : encodeCursor(place, values)
  yield* batched(rows, reader.fields, request.batchRows, cursor, signal)

  function valueBeforeOrSame(value: Value, overlap: number): Value {
    return overlap === 0 || column === undefined ? value : valueBefore(value, overlap, column.type, source.connector)
  }
}
