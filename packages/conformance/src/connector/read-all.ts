import type {
  ChangeBatch,
  ColumnSelection,
  ConnectorSession,
  Dataset,
  Row,
  RowBatch,
  ScanSettings,
  UnreadableRow,
} from '@berth/core'
import type { TargetDataset } from './target.ts'

/** All batches of a read. */
export async function readAll<Batch extends RowBatch | ChangeBatch>(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

/** All datasets that are told. */
export async function describeAll(datasets: AsyncIterable<Dataset>): Promise<Dataset[]> {
  const all: Dataset[] = []
  for await (const dataset of datasets) all.push(dataset)
  return all
}

/** The rows of batches, one after the other. */
export function rowsOf(batches: readonly RowBatch[]): Row[] {
  return batches.flatMap(({ rows }) => rows)
}

/** All columns of a dataset, with the charsets that they were made with. */
export function allColumns({ columns }: TargetDataset): ColumnSelection[] {
  return columns.map(({ name, charset }) => (charset === undefined ? { name } : { name, charset }))
}

/** The rows of batches that are reported as unreadable, one after the other. */
export function unreadableOf(batches: readonly RowBatch[]): UnreadableRow[] {
  return batches.flatMap(({ unreadable = [] }) => unreadable)
}

/** The rows of a whole dataset as the connector reads them. Rejects with the error of the first that is unreadable. */
export async function scanRows(
  session: ConnectorSession,
  dataset: TargetDataset,
  settings: Partial<ScanSettings> = {},
): Promise<Row[]> {
  const key = dataset.key.length === 0 ? {} : { key: dataset.key }
  const batches = await readAll(
    session.scan({ dataset: dataset.name, columns: allColumns(dataset), ...key, ...settings }),
  )
  const [first] = unreadableOf(batches)
  if (first !== undefined) throw first.error
  return rowsOf(batches)
}
