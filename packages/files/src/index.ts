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
export type { DefinedColumn, FileDataset, FileFormat } from './definition/file-dataset.ts'
export type { FileStore, StoredFile } from './store/file-store.ts'
