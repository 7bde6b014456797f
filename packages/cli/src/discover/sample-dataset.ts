import type { ConnectorSession, Dataset, Field, Row, RowBatch } from '@berth/core'

/** A view over half the database may take forever; then it is drafted from its columns alone. */
const timeoutMs = 10_000

/**
 * The first rows of a dataset, at most `limit`, with all its columns. They are looked at in memory to guess what the
 * columns mean and are never written anywhere (SEC-2). Undefined when it has no rows.
 */
export async function sampleDataset(
  session: ConnectorSession,
  dataset: Dataset,
  limit: number,
  signal: AbortSignal,
): Promise<RowBatch | undefined> {
  const columns = dataset.columns.map(({ name }) => ({ name }))
  if (columns.length === 0) return undefined
  let fields: readonly Field[] = []
  const rows: Row[] = []
  const request = { dataset: dataset.name, columns, batchRows: Math.min(limit, 1000) }
  for await (const batch of session.scan(request, { signal, timeoutMs })) {
    fields = batch.fields
    rows.push(...batch.rows.slice(0, limit - rows.length))
    if (rows.length >= limit) break
  }
  return rows.length === 0 ? undefined : { fields, rows }
}
