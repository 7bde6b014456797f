import { BerthError, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace, type CellConversion, cellConversion } from '../cell-conversion.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { fileMalformed, recordMalformed } from '../malformed.ts'
import { columnPosition, requireDistinctNames } from '../named-columns.ts'
import { RowCollector } from '../row-collector.ts'
import { CsvRecords } from './csv-records.ts'
import { decodingFirst, hasMixedCharsets } from './mixed-charsets.ts'

/** A column to read: where it stands in the file, and what is made of its text. */
interface CsvCell {
  readonly position: number
  readonly name: string
  readonly convert: CellConversion | undefined
}

/**
 * Reads CSV and its kin, TSV among them. An empty field is NULL, `""` an empty text. Empty lines are passed over, unless the file
 * has one column only. A record with a separator behind its last field has no field there.
 *
 * A record that has too many or too few fields (`RECORD_FIELD_COUNT`), a byte that is not valid (`TEXT_UNDECODABLE`), something
 * behind a closing quote (`RECORD_MALFORMED`) or a cell that is not of its type is left out and told. `FILE_PART_MISSING`: a column
 * is not in the header. `QUOTE_UNCLOSED` and `FILE_LIMIT_EXCEEDED` end the reading.
 */
export const csvReader: FileReader = { structure, read }

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  const records = new CsvRecords(content, dataset, signal)
  try {
    while (records.columns === undefined) {
      records.advance()
      if (records.columns === undefined && !(await records.more())) break
    }
    const columns = records.columns
    const { charset } = records
    if (columns === undefined && (dataset.header || dataset.columns.length === 0)) throw noColumns(content.name)
    if (dataset.columns.length > 0 || columns === undefined) {
      return {
        columns: dataset.columns.map(({ name, type }) => {
          if (columns !== undefined) columnPosition(name, columns, dataset, content.name)
          return { name, nativeType: 'CSV', type, nullable: true, charset }
        }),
      }
    }
    requireDistinctNames(columns, content.name)
    const text = { nativeType: 'CSV', type: { name: 'text' }, nullable: true, charset } as const
    return { columns: columns.names.map((name) => ({ name, ...text })) }
  } finally {
    await records.close()
  }
}

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const mixed = hasMixedCharsets(reading.columns)
  const records = new CsvRecords(content, dataset, signal, mixed)
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  let cells: readonly CsvCell[] | undefined
  try {
    do {
      while (records.advance()) {
        cells ??= cellsOf(content, reading, records, mixed)
        if (!collector.begin()) records.firstUndecodable()
        else collect(records, cells, collector, content.name)
        if (collector.full) {
          const batch = collector.take()
          if (batch !== undefined) yield batch
        }
      }
    } while (await records.more())
    if (cells === undefined) {
      if (records.columns === undefined && dataset.header) throw noColumns(content.name)
      cellsOf(content, reading, records, mixed)
    }
    const rest = collector.take()
    if (rest !== undefined) yield rest
  } finally {
    await records.close()
  }
}

function cellsOf(
  { name: file }: FileContent,
  { columns, dataset }: FileReading,
  records: CsvRecords,
  mixed: boolean,
): CsvCell[] {
  const found = records.columns
  if (found === undefined) return []
  return columns.map(({ name, type, charset }) => {
    const position = columnPosition(name, found, dataset, file)
    const convert = cellConversion(type, name)
    return { position, name, convert: mixed ? decodingFirst(charset ?? records.charset, name, convert) : convert }
  })
}

function collect(records: CsvRecords, columns: readonly CsvCell[], collector: RowCollector, file: string): void {
  const { scanner } = records
  const place = (): { file: string; record: number; line: number } => ({
    file,
    record: collector.record,
    line: scanner.line,
  })
  const bad = records.firstUndecodable()
  const expected = records.columns?.names.length ?? 0
  const { cells, malformed } = scanner
  if (bad !== undefined) {
    const { offset, field } = bad
    const column = columns.find(({ position }) => position === field)?.name ?? `#${field + 1}`
    collector.refuse(new BerthError('TEXT_UNDECODABLE', { column, offset, charset: records.charset, ...place() }))
  } else if (malformed !== undefined) {
    collector.refuse(recordMalformed('text-behind-quote', { field: malformed, ...place() }))
  } else if (cells.length !== expected && !(cells.length === expected + 1 && scanner.endsOpen)) {
    collector.refuse(new BerthError('RECORD_FIELD_COUNT', { fields: cells.length, expected, ...place() }))
  } else {
    try {
      collector.add(rowOf(cells, columns))
    } catch (error) {
      collector.refuse(atPlace(error, place()))
    }
  }
}

function rowOf(cells: readonly (string | null)[], columns: readonly CsvCell[]): Row {
  const row: Value[] = []
  for (const { position, convert } of columns) {
    const cell = cells[position] ?? null
    row.push(cell === null || convert === undefined ? cell : convert(cell))
  }
  return row
}

function noColumns(file: string): BerthError {
  return fileMalformed(file, 'CSV', 'file-empty')
}
