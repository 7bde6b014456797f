export type {
  FileAssembler,
  FileColumn,
  FileContent,
  FileReader,
  FileReading,
  FileRows,
  FileStructure,
  FileWriter,
} from './codecs/codec.ts'
export { csvReader } from './codecs/csv/csv-reader.ts'
export { csvWriter } from './codecs/csv/csv-writer.ts'
export { fixedWidthReader } from './codecs/fixed-width/fixed-width-reader.ts'
export { fixedWidthWriter } from './codecs/fixed-width/fixed-width-writer.ts'
export { jsonLinesReader } from './codecs/json-lines/json-lines-reader.ts'
export { jsonLinesWriter } from './codecs/json-lines/json-lines-writer.ts'
export type { DefinedColumn, FileDataset, FileFormat } from './definition/file-dataset.ts'
export type { FileStore, StoredFile } from './store/file-store.ts'
