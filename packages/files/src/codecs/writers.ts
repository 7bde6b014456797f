import type { Field } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'
import type { FileWriter } from './codec.ts'
import { csvWriter } from './csv/csv-writer.ts'
import { dbfWriter } from './dbf/dbf-writer.ts'
import { xlsxWriter } from './excel/xlsx-writer.ts'
import { fixedWidthWriter } from './fixed-width/fixed-width-writer.ts'
import { jsonLinesWriter } from './json-lines/json-lines-writer.ts'
import { xmlWriter } from './xml/xml-writer.ts'

const writers: Readonly<Record<FileDataset['format'], typeof csvWriter>> = {
  csv: csvWriter,
  dbf: dbfWriter,
  excel: xlsxWriter,
  'fixed-width': fixedWidthWriter,
  'json-lines': jsonLinesWriter,
  xml: xmlWriter,
}

/** What writes the files of a definition: `excel` as xlsx. Throws `DEFINITION_INVALID` and `CHARSET_UNKNOWN`. */
export function writerOf(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  return writers[dataset.format](dataset, fields)
}
