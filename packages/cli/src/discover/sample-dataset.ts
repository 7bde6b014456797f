import type { ConnectorSession, Dataset, Row } from '@berth/core'

/**
 * The first rows of a dataset, at most `limit`, with all its columns in their order. They are looked at in memory to
 * guess what the columns mean and are never written anywhere (SEC-2).
 */
export async function sampleDataset(
  session: ConnectorSession,
  dataset: Dataset,
  limit: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = []
  const columns = dataset.columns.map(({ name }) => ({ name }))
  if (columns.length === 0) return rows
  const request = { dataset: dataset.name, columns, batchRows: Math.min(limit, 1000) }
  for await (const batch of session.scan(request, { signal })) {
    rows.push(...batch.rows.slice(0, limit - rows.length))
    if (rows.length >= limit) break
  }
  return rows
}
