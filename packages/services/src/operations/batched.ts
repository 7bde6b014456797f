import { BerthError, type Field, type Row, type RowBatch, type UnreadableRow, type Value } from '@berth/core'
import { unreadableOf } from '../answer/row-reader.ts'
import type { StagedRow } from './staged-rows.ts'

/** Rows in batches; `cursor` makes that of a batch out of the ordering values of its last row. */
export async function* batched(
  rows: AsyncIterable<StagedRow>,
  fields: readonly Field[],
  batchRows: number,
  cursor: (order: readonly Value[]) => string,
  signal: AbortSignal,
): AsyncIterable<RowBatch & { readonly cursor: string }> {
  let batch: Row[] = []
  let unreadable: UnreadableRow[] = []
  let number = 0
  let last: readonly Value[] = []
  for await (const each of rows) {
    number++
    last = each.order
    if ('row' in each) batch.push(each.row)
    else unreadable.push({ row: number, error: each.error })
    if (batch.length + unreadable.length < batchRows) continue
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
    yield { fields, rows: batch, ...unreadableOf(unreadable), cursor: cursor(last) }
    ;[batch, unreadable] = [[], []]
  }
  if (batch.length + unreadable.length > 0)
    yield { fields, rows: batch, ...unreadableOf(unreadable), cursor: cursor(last) }
}
