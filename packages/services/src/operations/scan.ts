import { BerthError, type Row, type RowBatch, type ScanRequest, type UnreadableRow } from '@berth/core'
import { RowReader, unreadableOf } from '../answer/row-reader.ts'
import { completeInputs } from '../request/input-values.ts'
import { datasetOf } from './dataset-of.ts'
import { keyedScan } from './keyed-scan.ts'
import { recordPages } from './record-pages.ts'
import type { ServiceSource } from './service-source.ts'

/**
 * Reads a whole dataset: the request without inputs. Without a key rows come as the service gives them, page by page;
 * with one they are put in its order first, for no service promises one.
 */
export async function* scan(source: ServiceSource, request: ScanRequest, signal: AbortSignal): AsyncIterable<RowBatch> {
  const dataset = datasetOf(source, request.dataset)
  const inputs = completeInputs(dataset, new Map())
  if (request.key !== undefined && request.key.length > 0) {
    yield* keyedScan(source, dataset, request, request.key, signal)
    return
  }
  if (request.after !== undefined) throw new BerthError('KEY_MISSING', { dataset: dataset.name, purpose: 'resume' })
  const reader = new RowReader(dataset.name, dataset.columns, request.columns, dataset.answer.nulls)
  const { fields } = reader
  let rows: Row[] = []
  let unreadable: UnreadableRow[] = []
  let number = 0
  for await (const records of recordPages(source, dataset, inputs, signal)) {
    for (const record of records) {
      number++
      const read = reader.read(record)
      if ('row' in read) rows.push(read.row)
      else unreadable.push({ row: number, error: read.error })
      if (rows.length + unreadable.length < request.batchRows) continue
      yield { fields, rows, ...unreadableOf(unreadable) }
      ;[rows, unreadable] = [[], []]
    }
  }
  if (rows.length + unreadable.length > 0) yield { fields, rows, ...unreadableOf(unreadable) }
}
