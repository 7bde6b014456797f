import {
  BerthError,
  type ChangeBatch,
  type ChangeColumn,
  type ChangesRequest,
  type CursorPlace,
  type Value,
  valueBefore,
} from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import type { FileContext } from './file-context.ts'
import { RowBatches } from './row-batches.ts'
import { fieldsOf } from './scan.ts'
import { SortKeys } from './sort-key.ts'
import { asked, cursorPlace, isUpTo, type PlacedRecord, placeCursor, stagedRecords } from './staged-read.ts'
import type { Stages } from './stages.ts'

/**
 * Reads what changed by a column that grows, ordered by it and then the key, from a stage of the files as they are now (CHG-1). Rows with
 * NULL in it come first and never again. Rows inside the overlap come with the cursor that the read began with.
 */
export async function* columnChanges(
  context: FileContext,
  stages: Stages,
  request: ChangesRequest,
  by: ChangeColumn,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  const { columns: selection, batchRows, after } = request
  const dataset = context.dataset(request.dataset)
  if (by.key.length === 0) throw new BerthError('KEY_MISSING', { dataset: dataset.name, purpose: 'follow changes' })
  const order = [by.column, ...by.key]
  const place: CursorPlace = { read: 'changes', dataset: dataset.name, order: [...order, '#'] }
  const from = after === undefined ? undefined : cursorPlace(place, after)
  const { stage, columns } = await stages.stage({ dataset, columns: selection, order, needed: by.key }, signal)
  const fields = fieldsOf(columns.slice(0, selection.length))
  const last = (from?.more[0] ?? null) as Value
  const start = overlapStart(columns, order, last, by.overlap ?? 0, context.parts.connector)
  const reading = new ColumnReading(request, place, columns, by.column, last)
  let isBehind = start === undefined
  for await (const records of stagedRecords(stage, from, start, batchRows, signal)) {
    for (const record of records) {
      if (!isBehind && from !== undefined && !isUpTo(record, from)) {
        isBehind = true
        const overlapping = reading.take()
        if (overlapping !== undefined) yield { fields, ...overlapping }
      }
      reading.add(record, isBehind)
      const batch = reading.full ? reading.take() : undefined
      if (batch !== undefined) yield { fields, ...batch }
    }
  }
  const rest = reading.take()
  if (rest !== undefined) yield { fields, ...rest }
}

/** Gathers records into batches, each with where it goes on. */
class ColumnReading {
  readonly #batches: RowBatches
  readonly #place: CursorPlace
  readonly #after: string
  readonly #asked: number
  readonly #at: number
  #last: PlacedRecord | undefined
  #value: Value

  constructor(
    { columns: selection, batchRows, after = '' }: ChangesRequest,
    place: CursorPlace,
    columns: readonly FileColumn[],
    changeColumn: string,
    value: Value,
  ) {
    this.#batches = new RowBatches(batchRows)
    this.#place = place
    this.#after = after
    this.#asked = selection.length
    this.#at = columns.findIndex(({ name }) => name === changeColumn)
    this.#value = value
  }

  get full(): boolean {
    return this.#batches.full
  }

  /** One within the overlap does not move the cursor. */
  add(record: PlacedRecord, moves: boolean): void {
    const { row, error, order } = record
    if (moves) {
      this.#last = record
      if (row !== undefined) this.#value = row[this.#at] ?? null
      else if (order !== undefined) this.#value = order[0] ?? null
    }
    if (row !== undefined) this.#batches.add(asked(row, this.#asked))
    else if (error !== undefined) this.#batches.refuse(error)
  }

  take(): Omit<ChangeBatch, 'fields'> | undefined {
    const batch = this.#batches.take()
    if (batch === undefined) return undefined
    const cursor = this.#last === undefined ? this.#after : placeCursor(this.#place, this.#last, this.#value)
    return { ...batch, cursor }
  }
}

/** Where a read with an overlap begins. Undefined: behind its cursor. */
function overlapStart(
  columns: readonly FileColumn[],
  order: readonly string[],
  last: Value,
  overlap: number,
  connector: string,
): Uint8Array | undefined {
  if (last === null || overlap <= 0) return undefined
  const types = order.map((name) => columns.find((column) => column.name === name)?.type ?? { name: 'text' as const })
  const before = valueBefore(last, overlap, types[0] ?? { name: 'text' }, connector)
  return new SortKeys(types).encode([before]).slice()
}
