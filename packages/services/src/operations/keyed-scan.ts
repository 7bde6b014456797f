import {
  BerthError,
  type ColumnSelection,
  type CursorPlace,
  decodeCursor,
  encodeCursor,
  type Field,
  type Row,
  type RowBatch,
  type ScanRequest,
  type UnreadableRow,
  type Value,
} from '@berth/core'
import { RowReader, unreadableOf } from '../answer/row-reader.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { completeInputs, type Inputs } from '../request/input-values.ts'
import { recordPages } from './record-pages.ts'
import type { ServiceSource } from './service-source.ts'
import { type StagedRow, StagedRows } from './staged-rows.ts'

/** Fetches all records and puts their rows into the order of some columns. A record whose ordering cells cannot be read ends it. */
export async function stage(
  source: ServiceSource,
  dataset: ServiceDataset,
  inputs: Inputs,
  columns: readonly Pick<ColumnSelection, 'name'>[],
  order: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly staged: StagedRows; readonly fields: readonly Field[] }> {
  const reader = new RowReader(dataset.name, dataset.columns, columns, dataset.answer.nulls)
  const ordering = new RowReader(
    dataset.name,
    dataset.columns,
    order.map((name) => ({ name })),
    dataset.answer.nulls,
  )
  const staged = new StagedRows(ordering.fields)
  try {
    for await (const records of recordPages(source, dataset, inputs, signal))
      for (const record of records) {
        const place = ordering.read(record)
        if ('error' in place) throw place.error
        staged.add(reader.read(record), place.row)
      }
    return { staged, fields: reader.fields }
  } catch (error) {
    staged[Symbol.dispose]()
    throw error
  }
}

/** Rows in batches; `cursor` makes that of a batch out of the order of its last row. */
export function* batched(
  rows: Iterable<StagedRow>,
  fields: readonly Field[],
  batchRows: number,
  cursor: (order: readonly Value[]) => string,
): Iterable<RowBatch & { readonly cursor: string }> {
  let batch: Row[] = []
  let unreadable: UnreadableRow[] = []
  let number = 0
  let last: readonly Value[] = []
  for (const each of rows) {
    number++
    last = each.order
    if ('row' in each) batch.push(each.row)
    else unreadable.push({ row: number, error: each.error })
    if (batch.length + unreadable.length < batchRows) continue
    yield { fields, rows: batch, ...unreadableOf(unreadable), cursor: cursor(last) }
    ;[batch, unreadable] = [[], []]
  }
  if (batch.length + unreadable.length > 0)
    yield { fields, rows: batch, ...unreadableOf(unreadable), cursor: cursor(last) }
}

/** Reads a whole dataset in the order of a key, behind a cursor where one is given. */
export async function* keyedScan(
  source: ServiceSource,
  dataset: ServiceDataset,
  { columns, batchRows, after }: ScanRequest,
  key: readonly string[],
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  const place: CursorPlace = { read: 'scan', dataset: dataset.name, order: key }
  const from = after === undefined ? undefined : (decodeCursor(place, after) as Value[])
  const inputs = completeInputs(dataset, new Map())
  const { staged, fields } = await stage(source, dataset, inputs, columns, key, signal)
  using _ = staged
  for (const batch of batched(staged.read(from), fields, batchRows, (order) => encodeCursor(place, order))) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'scan' })
    yield batch
  }
}
