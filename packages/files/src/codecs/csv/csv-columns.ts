import { BerthError } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'

/** The columns of a CSV file as the file itself has them. */
export interface CsvColumns {
  /** In the order of the file. Without a header their positions, from 1. */
  readonly names: readonly string[]
  /** Where in the file the header stands, for messages; 0 without one. */
  readonly line: number
}

/** From the header, and where there is none, from the definition or the first record. A separator behind the last name is no column. */
export function csvColumns(cells: readonly (string | null)[], line: number, dataset: FileDataset): CsvColumns {
  if (!dataset.header) {
    const found = dataset.columns.length === 0 || byPosition(dataset) ? cells : dataset.columns
    return { names: found.map((_each, index) => String(index + 1)), line: 0 }
  }
  const names = cells.map((cell) => cell?.trim() ?? '')
  if (names.length > 1 && names.at(-1) === '') names.pop()
  return { names, line }
}

/**
 * The position of a column, from 0. Without a header a column of the definition stands where the definition has it, unless each
 * `from` of the definition is a position, from 1.
 *
 * A name that the header does not have is `FILE_PART_MISSING`; one that it has twice is `FILE_MALFORMED`.
 */
export function columnPosition(name: string, columns: CsvColumns, dataset: FileDataset, file: string): number {
  const defined = dataset.columns.findIndex((column) => column.name === name)
  const from = dataset.columns[defined]?.from ?? name
  const position = !dataset.header && defined >= 0 && !byPosition(dataset) ? defined : columns.names.indexOf(from)
  if (position < 0 || position >= columns.names.length)
    throw new BerthError('FILE_PART_MISSING', { file, line: columns.line, part: from })
  const again = dataset.header ? columns.names.indexOf(from, position + 1) : -1
  if (again >= 0) throw sameName(file, columns.line, position, again)
  return position
}

/** Throws `FILE_MALFORMED` where a name is missing or there twice, told by position: a header may be a record by mistake. */
export function requireDistinctNames({ names, line }: CsvColumns, file: string): void {
  const seen = new Map<string, number>()
  names.forEach((name, index) => {
    if (name === '') throw malformedHeader(file, line, `column ${index + 1} has no name`)
    const first = seen.get(name)
    if (first !== undefined) throw sameName(file, line, first, index)
    seen.set(name, index)
  })
}

function byPosition({ columns }: FileDataset): boolean {
  return columns.length > 0 && columns.every(({ from }) => /^[1-9]\d*$/.test(from))
}

function sameName(file: string, line: number, first: number, second: number): BerthError {
  return malformedHeader(file, line, `columns ${first + 1} and ${second + 1} have the same name`)
}

function malformedHeader(file: string, line: number, problem: string): BerthError {
  return new BerthError('FILE_MALFORMED', { file, format: 'CSV', place: `line ${line}`, problem })
}
