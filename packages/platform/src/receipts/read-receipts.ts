import type { ExchangeOutcome, Receipt } from '@berth/core'
import type { Queryable } from '../store/store.ts'

/** Which receipts to read. */
export interface ReceiptsRequest {
  /** Only those with a higher number. @default 0 */
  readonly after?: number
  /** @default 100 */
  readonly limit?: number
}

/** Receipts in the order of the chain. */
export async function readReceipts(store: Queryable, request: ReceiptsRequest = {}): Promise<Receipt[]> {
  const rows = await store.query<{ document: Receipt }>(
    'select document from receipts where number > $1 order by number limit $2',
    [request.after ?? 0, request.limit ?? 100],
  )
  return rows.map((row) => row.document)
}

/** The newest receipts, the newest first. */
export async function lastReceipts(store: Queryable, limit: number): Promise<Receipt[]> {
  const rows = await store.query<{ document: Receipt }>('select document from receipts order by number desc limit $1', [
    limit,
  ])
  return rows.map((row) => row.document)
}

/** How many receipts there are of each outcome. */
export async function receiptCounts(store: Queryable): Promise<Partial<Record<ExchangeOutcome, number>>> {
  const rows = await store.query<{ outcome: ExchangeOutcome; count: number | string }>(
    'select outcome, count(*) as count from receipts group by outcome',
  )
  return Object.fromEntries(rows.map((row) => [row.outcome, Number(row.count)]))
}
