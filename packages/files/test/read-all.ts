import type { BerthError, Row } from '@berth/core'
import type { FileColumn, FileContent, FileDataset, FileReader, FileReading } from '../src/index.ts'
import { bytesContent, quiet } from './content.ts'

/** A definition as it is when a docking says nothing but the format. */
export function dataset(format: FileDataset['format'], changes: Partial<FileDataset> = {}): FileDataset {
  return {
    name: 'permits',
    files: 'permits-*',
    format,
    charset: 'UTF-8',
    columns: [],
    key: [],
    separator: ',',
    quote: '"',
    header: format !== 'fixed-width',
    skipLines: 0,
    nulls: [],
    trim: format === 'fixed-width',
    settledMs: 2000,
    ...changes,
  }
}

export interface ReadFile {
  readonly names: readonly string[]
  readonly rows: Row[]
  readonly refused: { readonly row: number; readonly code: string; readonly details: BerthError['details'] }[]
}

/** Everything that a reader makes of a file, all columns unless some are named. */
export async function readAll(
  reader: FileReader,
  bytes: string | Uint8Array | FileContent,
  definition: FileDataset,
  how: Partial<FileReading> & { readonly chunkBytes?: number } = {},
): Promise<ReadFile> {
  const content =
    typeof bytes === 'string' || bytes instanceof Uint8Array
      ? bytesContent('permits-1.txt', typeof bytes === 'string' ? Buffer.from(bytes) : bytes, how.chunkBytes)
      : bytes
  const columns: readonly FileColumn[] =
    how.columns ??
    (await reader.structure(content, definition, quiet)).columns.map(({ name, type }) => ({ name, type }))
  const reading = { dataset: definition, columns, batchRows: 1000, skipRecords: 0, signal: quiet, ...how }
  const all: ReadFile = { names: columns.map(({ name }) => name), rows: [], refused: [] }
  for await (const batch of reader.read(content, { ...reading, columns })) {
    all.rows.push(...batch.rows)
    for (const { row, error } of batch.unreadable) all.refused.push({ row, code: error.code, details: error.details })
  }
  return all
}
