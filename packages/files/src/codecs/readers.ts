import type { FileFormat } from '../definition/file-dataset.ts'
import type { FileReader } from './codec.ts'
import { csvReader } from './csv/csv-reader.ts'
import { dbfReader } from './dbf/dbf-reader.ts'
import { excelReader } from './excel/excel-reader.ts'
import { fixedWidthReader } from './fixed-width/fixed-width-reader.ts'
import { jsonLinesReader } from './json-lines/json-lines-reader.ts'
import { xmlReader } from './xml/xml-reader.ts'

const readers: Readonly<Record<FileFormat, FileReader>> = {
  csv: csvReader,
  dbf: dbfReader,
  excel: excelReader,
  'fixed-width': fixedWidthReader,
  'json-lines': jsonLinesReader,
  xml: xmlReader,
}

/** What reads a format. */
export function readerOf(format: FileFormat): FileReader {
  return readers[format]
}
