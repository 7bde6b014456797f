import type { BerthError, Column, Row } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { readerOf } from '../codecs/readers.ts'
import type { FileDataset } from '../definition/file-dataset.ts'

/** The first records of a file as a definition reads them. */
export interface SampledRows {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** How many of them could not be read, and the first reason. */
  readonly unreadable: number
  readonly reason?: BerthError
}

const mostRows = 1_000
/** Of a table with very many columns fewer rows do. */
const mostCells = 200_000

/** Reads them. Rejects with what keeps the file from being read at all. */
export async function sampleRows(
  content: FileContent,
  dataset: FileDataset,
  signal: AbortSignal,
): Promise<SampledRows> {
  const reader = readerOf(dataset.format)
  const { columns } = await reader.structure(content, dataset, signal)
  const most = Math.max(20, Math.min(mostRows, Math.floor(mostCells / Math.max(1, columns.length))))
  const rows: Row[] = []
  let unreadable = 0
  let reason: BerthError | undefined
  // Their charset is that of the file: asked for column by column not every format has it.
  const asked = columns.map(({ name, type }) => ({ name, type }))
  const known = columns.map(({ name }) => name)
  const reading = { dataset, columns: asked, batchRows: most, skipRecords: 0, known, signal }
  for await (const batch of reader.read(content, reading)) {
    rows.push(...batch.rows)
    unreadable += batch.unreadable.length
    reason ??= batch.unreadable[0]?.error
    if (rows.length + unreadable >= most) break
  }
  return { columns, rows, unreadable, ...(reason === undefined ? {} : { reason }) }
}
