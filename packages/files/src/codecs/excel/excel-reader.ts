import { BerthError, textDecoding } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace } from '../cell-conversion.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { fileMalformed } from '../malformed.ts'
import { byPosition, columnPosition, type NamedColumns, requireDistinctNames } from '../named-columns.ts'
import { RowCollector } from '../row-collector.ts'
import { cellWords, type ExcelColumn, excelValue } from './excel-cell.ts'
import { openSheet } from './open-sheet.ts'
import type { SheetRow } from './sheet-row.ts'

/** So many rows are looked at for how many columns there are, where no header says it. */
const sampleRows = 1000

/** A column to read, and where it stands. */
interface PlacedColumn extends ExcelColumn {
  readonly position: number
}

/**
 * Reads one sheet of an xlsx or xls file: the one that the definition names, else the first that is not hidden. Hidden rows and columns
 * are read. Rows without a value are passed over and are no records; `skipLines` counts rows as the sheet numbers them. Of cells
 * that are merged the first has the value, the others are NULL. What stands behind the last named column is not read.
 *
 * A number is its decimal digits, the 15 that Excel keeps; one with more before its point was not kept whole and is told as
 * `VALUE_LOSS`, as citizen numbers are that were typed as numbers. A number with a format of dates or times is `2024-02-29`,
 * `2024-02-29T08:30:00` or `08:30:00`; hours without end `[h]:mm` are `26:30:00`. A formula is the result that the file has; one without
 * is told (`RECORD_MALFORMED`), as errors are (`CELL_ERROR`).
 *
 * `FILE_PART_MISSING`: a sheet or a column is not there. `FILE_LIMIT_EXCEEDED` ends the reading.
 */
export const excelReader: FileReader = { structure, read }

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  await using sheet = await openSheet(content, dataset, signal)
  let found: NamedColumns | undefined
  let width = 0
  let seen = 0
  sample: for await (const rows of sheet.rows()) {
    for (const row of rows) {
      if (row.number <= dataset.skipLines) continue
      found ??= columnsOf(row, dataset, content.name, sheet.from1904)
      width = Math.max(width, row.cells.length)
      if (dataset.header || dataset.columns.length > 0 || ++seen === sampleRows) break sample
    }
  }
  const shape = { nativeType: 'Excel', nullable: true } as const
  if (dataset.columns.length > 0) {
    if (found === undefined && dataset.header) throw noHeader(content.name, dataset)
    return {
      columns: dataset.columns.map(({ name, type }) => {
        if (found !== undefined) columnPosition(name, found, dataset, content.name)
        return { name, type, ...shape }
      }),
    }
  }
  if (found === undefined) throw noHeader(content.name, dataset)
  const named = dataset.header ? found : { ...found, names: found.names.slice(0, width) }
  requireDistinctNames(named, content.name)
  return { columns: named.names.map((name) => ({ name, type: { name: 'text' }, ...shape })) }
}

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  await using sheet = await openSheet(content, dataset, signal)
  let columns: readonly PlacedColumn[] | undefined
  for await (const rows of sheet.rows()) {
    for (const row of rows) {
      if (row.number <= dataset.skipLines) continue
      const isFirst = columns === undefined
      columns ??= placed(row, content, reading, sheet.from1904)
      if ((isFirst && dataset.header) || !collector.begin()) continue
      collect(row, columns, dataset, collector, content.name)
      if (collector.full) yield* taken(collector)
    }
  }
  if (columns === undefined && dataset.header) throw noHeader(content.name, dataset)
  yield* taken(collector)
}

function* taken(collector: RowCollector): Generator<FileRows, void> {
  const batch = collector.take()
  if (batch !== undefined) yield batch
}

/** The columns by the first row. Without a header there are as many as there may be. */
function columnsOf(row: SheetRow, dataset: FileDataset, file: string, from1904: boolean): NamedColumns {
  const format = 'Excel'
  if (!dataset.header) {
    const { maxColumns } = recordLimits(file, dataset)
    const count = dataset.columns.length === 0 || byPosition(dataset) ? maxColumns : dataset.columns.length
    return { names: Array.from({ length: count }, (_each, index) => String(index + 1)), line: 0, format }
  }
  const names = Array.from(row.cells, (cell) => cellWords(cell, from1904, { ...dataset, nulls: [] })?.trim() ?? '')
  while (names.length > 1 && names.at(-1) === '') names.pop()
  return { names, line: row.number, format }
}

function placed(
  first: SheetRow,
  { name: file }: FileContent,
  { columns, dataset }: FileReading,
  from1904: boolean,
): readonly PlacedColumn[] {
  const found = columnsOf(first, dataset, file, from1904)
  return columns.map(({ name, type, charset }) => {
    // The texts of a workbook are Unicode.
    if (charset !== undefined && textDecoding(charset).charset !== textDecoding(dataset.charset).charset)
      throw new BerthError('NOT_SUPPORTED', { connector: 'Excel', capability: 'text.charsetPerColumn' })
    return { name, type, from1904, position: columnPosition(name, found, dataset, file) }
  })
}

function collect(
  row: SheetRow,
  columns: readonly PlacedColumn[],
  dataset: FileDataset,
  collector: RowCollector,
  file: string,
): void {
  try {
    collector.add(columns.map((column) => excelValue(row.cells[column.position], column, dataset)))
  } catch (error) {
    collector.refuse(atPlace(error, { file, record: collector.record, line: row.number }))
  }
}

function noHeader(file: string, { skipLines }: FileDataset): BerthError {
  return fileMalformed(file, 'Excel', 'sheet-empty', { line: skipLines + 1 })
}
