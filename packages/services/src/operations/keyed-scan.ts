import { type CursorPlace, decodeCursor, encodeCursor, type RowBatch, type ScanRequest, type Value } from '@berth/core'
import { RowReader } from '../answer/row-reader.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { completeInputs } from '../request/input-values.ts'
import { batched } from './batched.ts'
import { inOrder } from './in-order.ts'
import type { ServiceSource } from './service-source.ts'

/** Reads a whole dataset in the order of a key, behind a cursor where one is given. */
export async function* keyedScan(
  source: ServiceSource,
  dataset: ServiceDataset,
  { columns, batchRows, after }: ScanRequest,
  key: readonly string[],
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  const place: CursorPlace = { read: 'scan', dataset: dataset.name, order: key }
  const start = after === undefined ? {} : { behind: decodeCursor(place, after) as Value[] }
  const inputs = completeInputs(dataset, new Map())
  const reader = new RowReader(dataset.name, dataset.columns, columns, dataset.answer.nulls)
  const rows = inOrder(source, dataset, { inputs, reader, order: key, start }, signal)
  yield* batched(rows, reader.fields, batchRows, (order) => encodeCursor(place, order), signal)
}
