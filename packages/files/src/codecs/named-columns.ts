import { BerthError, type ErrorDetails, type FileProblem } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'
import { fileMalformed } from './malformed.ts'

/** The columns of a table as the file itself has them. */
export interface NamedColumns {
  /** In the order of the file. Without a header their positions, from 1. */
  readonly names: readonly string[]
  /** Where in the file the header stands, for messages; 0 without one. */
  readonly line: number
  /** What the file is, for messages. */
  readonly format: 'CSV' | 'Excel'
}

/**
 * The position of a column, from 0. Without a header a column of the definition stands where the definition has it, unless each
 * `from` of the definition is a position, from 1.
 *
 * A name that the header does not have is `FILE_PART_MISSING`; one that it has twice is `FILE_MALFORMED`.
 */
export function columnPosition(name: string, columns: NamedColumns, dataset: FileDataset, file: string): number {
  const defined = dataset.columns.findIndex((column) => column.name === name)
  const from = dataset.columns[defined]?.from ?? name
  const position = !dataset.header && defined >= 0 && !byPosition(dataset) ? defined : columns.names.indexOf(from)
  if (position < 0 || position >= columns.names.length)
    throw new BerthError('FILE_PART_MISSING', { file, line: columns.line, part: from })
  const again = dataset.header ? columns.names.indexOf(from, position + 1) : -1
  if (again >= 0) throw sameName(file, columns, position, again)
  return position
}

/** Throws `FILE_MALFORMED` where a name is missing or there twice, told by position: a header may be a record by mistake. */
export function requireDistinctNames(columns: NamedColumns, file: string): void {
  const seen = new Map<string, number>()
  columns.names.forEach((name, index) => {
    if (name === '') throw malformedHeader(file, columns, 'column-nameless', { field: index + 1 })
    const first = seen.get(name)
    if (first !== undefined) throw sameName(file, columns, first, index)
    seen.set(name, index)
  })
}

/** Whether the columns of a definition say by number where they stand. */
export function byPosition({ columns }: FileDataset): boolean {
  return columns.length > 0 && columns.every(({ from }) => /^[1-9]\d*$/.test(from))
}

function sameName(file: string, columns: NamedColumns, first: number, second: number): BerthError {
  return malformedHeader(file, columns, 'columns-same-name', { field: first + 1, other: second + 1 })
}

function malformedHeader(
  file: string,
  { format, line }: NamedColumns,
  problem: FileProblem,
  details: ErrorDetails,
): BerthError {
  return fileMalformed(file, format, problem, { line, ...details })
}
