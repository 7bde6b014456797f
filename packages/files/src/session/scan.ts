import { BerthError, type CursorPlace, type Field, type RowBatch, type ScanRequest } from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import type { FileContext } from './file-context.ts'
import { RowBatches } from './row-batches.ts'
import { asked, cursorPlace, placeCursor, stagedRecords } from './staged-read.ts'
import type { Stages } from './stages.ts'
import { unitRecords, unitsNow } from './units.ts'

/** Columns as fields: what a batch says of its cells. */
export function fieldsOf(columns: readonly FileColumn[]): readonly Field[] {
  return columns.map(({ name, type }) => ({ name, type }))
}

/**
 * Reads a dataset: without a key straight from the files, in their order; with one in key order with a cursor behind each batch,
 * from a stage. Two records with one key are both given out.
 */
export async function* scan(
  context: FileContext,
  stages: Stages,
  request: ScanRequest,
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  const { key = [], after } = request
  const dataset = context.dataset(request.dataset)
  if (after !== undefined && key.length === 0)
    throw new BerthError('KEY_MISSING', { dataset: dataset.name, purpose: 'resume' })
  if (key.length > 0 || dataset.contents === 'changes') yield* scanStage(stages, dataset, request, signal)
  else yield* scanFiles(context, dataset, request, signal)
}

async function* scanFiles(
  context: FileContext,
  dataset: FileDataset,
  { columns: selection, batchRows }: ScanRequest,
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  const columns = await context.selection(dataset, selection, signal)
  const fields = fieldsOf(columns)
  const batches = new RowBatches(batchRows)
  for (const unit of await unitsNow(context, dataset, signal)) {
    await using open = await unit.open(signal)
    for await (const { records } of unitRecords(open, columns, batchRows, 0, signal)) {
      for (const record of records) {
        if (BerthError.is(record)) batches.refuse(record)
        else batches.add(record)
        const batch = batches.full ? batches.take() : undefined
        if (batch === undefined) continue
        yield { fields, ...batch }
        if (signal.aborted) throw new BerthError('ABORTED', { call: 'scan' })
      }
    }
    await open.unchanged(signal)
  }
  const rest = batches.take()
  if (rest !== undefined) yield { fields, ...rest }
}

async function* scanStage(
  stages: Stages,
  dataset: FileDataset,
  { columns: selection, batchRows, key = [], after }: ScanRequest,
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  const place: CursorPlace = { read: 'scan', dataset: dataset.name, order: [...key, '#'] }
  const from = after === undefined ? undefined : cursorPlace(place, after)
  const { stage, columns } = await stages.stage({ dataset, columns: selection, order: key, needed: key }, signal)
  const fields = fieldsOf(columns.slice(0, selection.length))
  const batches = new RowBatches(batchRows)
  for await (const records of stagedRecords(stage, from, undefined, batchRows, signal)) {
    for (const { row, error } of records) {
      if (row !== undefined) batches.add(asked(row, selection.length))
      else if (error !== undefined) batches.refuse(error)
    }
    const last = records.at(-1)
    const batch = batches.take()
    if (batch === undefined || last === undefined) return
    const cursor = key.length === 0 ? {} : { cursor: placeCursor(place, last) }
    yield { fields, ...batch, ...cursor }
  }
}
