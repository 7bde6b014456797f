import { BerthError, type Field, type Value } from '@berth/core'
import { RowReader } from '../answer/row-reader.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import type { Inputs } from '../request/input-values.ts'
import { recordPages } from './record-pages.ts'
import type { ServiceSource } from './service-source.ts'
import { compareValues } from './sortable-value.ts'
import { type StagedRow, StagedRows } from './staged-rows.ts'

/** Where a read begins. Neither: with everything. */
export interface OrderedStart {
  /** Behind a row with these ordering values. */
  readonly behind?: readonly Value[]
  /** At rows whose first ordering value is not below this. */
  readonly notBelow?: Value
}

export interface OrderedRead {
  readonly inputs: Inputs
  readonly reader: RowReader
  readonly order: readonly string[]
  readonly start: OrderedStart
}

/**
 * The rows of a dataset in the order of some columns. Where the definition says that the service gives them so, they come as its pages
 * come, and one out of order ends the read with `RECORDS_UNORDERED`; else all are fetched first. A record whose ordering
 * cells cannot be read ends the read.
 */
export async function* inOrder(
  source: ServiceSource,
  dataset: ServiceDataset,
  { inputs, reader, order, start }: OrderedRead,
  signal: AbortSignal,
): AsyncIterable<StagedRow> {
  const selection = order.map((name) => ({ name }))
  const ordering = new RowReader(dataset.name, dataset.columns, selection, dataset.answer.nulls)
  const { fields } = ordering
  const rows = readRows(source, dataset, inputs, reader, ordering, signal)
  const given = dataset.order.findIndex((name, index) => name !== order[index])
  const known = given < 0 ? Math.min(dataset.order.length, order.length) : given
  if (known > 0) {
    for await (const row of regrouped(rows, fields, known, dataset.name))
      if (isWithin(row.order, start, fields)) yield row
    return
  }
  using staged = new StagedRows(fields)
  for await (const row of rows) staged.add(row, row.order)
  yield* start.notBelow === undefined ? staged.read(start.behind) : staged.notBelow(start.notBelow)
}

async function* readRows(
  source: ServiceSource,
  dataset: ServiceDataset,
  inputs: Inputs,
  reader: RowReader,
  ordering: RowReader,
  signal: AbortSignal,
): AsyncIterable<StagedRow> {
  for await (const records of recordPages(source, dataset, inputs, signal))
    for (const record of records) {
      const place = ordering.read(record)
      if ('error' in place) throw place.error
      yield { ...reader.read(record), order: place.row }
    }
}

/** The most rows that are alike in what the service orders by. */
const maxAlike = 100_000

/** Rows that are ordered by the first columns alone, put into the order of all of them. */
async function* regrouped(
  rows: AsyncIterable<StagedRow>,
  fields: readonly Field[],
  known: number,
  call: string,
): AsyncIterable<StagedRow> {
  const prefix = fields.slice(0, known)
  let alike: StagedRow[] = []
  const sorted = (): StagedRow[] => alike.sort((left, right) => compareOrders(left.order, right.order, fields))
  for await (const row of rows) {
    const last = alike[0]
    const step = last === undefined ? 0 : compareOrders(last.order, row.order, prefix)
    if (step > 0 || alike.length >= maxAlike)
      throw new BerthError('RECORDS_UNORDERED', { call, column: prefix.map(({ name }) => name).join(', ') })
    if (step < 0) {
      yield* sorted()
      alike = []
    }
    alike.push(row)
  }
  yield* sorted()
}

function isWithin(order: readonly Value[], { behind, notBelow }: OrderedStart, fields: readonly Field[]): boolean {
  if (behind !== undefined) return compareOrders(order, behind, fields) > 0
  return notBelow === undefined || compareOrders(order, [notBelow], fields.slice(0, 1)) >= 0
}

/** Below zero where `left` comes first. */
export function compareOrders(left: readonly Value[], right: readonly Value[], fields: readonly Field[]): number {
  for (const [index, { type }] of fields.entries()) {
    const step = compareValues(left[index] ?? null, right[index] ?? null, type)
    if (step !== 0) return step
  }
  return 0
}
