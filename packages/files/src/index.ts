export { gunzippedContent } from './archives/gzip.ts'
export type { ArchiveLimits } from './archives/limits.ts'
export { TemporaryCopies } from './archives/temporary-copies.ts'
export { type OpenArchive, openZip, type ZipOptions } from './archives/zip.ts'
export { loadBatchKeys } from './batches/batch-keys.ts'
export {
  type DataFileManifest,
  dataFileParts,
  documentHolds,
  type FileSignature,
  manifestName,
  type SignedDataFileManifest,
  signDocument,
  signDocumentBy,
  signedParts,
} from './batches/data-file-manifest.ts'
export {
  compareReceipts,
  type FileReceipt,
  type ReceiptContradiction,
  type ReceiptStore,
  type ReceiptsFound,
  receiptName,
  type SentBatch,
} from './batches/file-receipt.ts'
export type {
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
export { dbfReader } from './codecs/dbf/dbf-reader.ts'
export { dbfWriter } from './codecs/dbf/dbf-writer.ts'
export { excelReader } from './codecs/excel/excel-reader.ts'
export { xlsxWriter } from './codecs/excel/xlsx-writer.ts'
export { fixedWidthReader } from './codecs/fixed-width/fixed-width-reader.ts'
export { fixedWidthWriter } from './codecs/fixed-width/fixed-width-writer.ts'
export { jsonLinesReader } from './codecs/json-lines/json-lines-reader.ts'
export { jsonLinesWriter } from './codecs/json-lines/json-lines-writer.ts'
export { defaultFileLimits, type FileLimits } from './codecs/limits.ts'
export { readerOf } from './codecs/readers.ts'
export { writerOf } from './codecs/writers.ts'
export { xmlReader } from './codecs/xml/xml-reader.ts'
export { xmlWriter } from './codecs/xml/xml-writer.ts'
export { fileCapabilities } from './connector/capabilities.ts'
export { openFileSession } from './connector/open-file-session.ts'
export {
  type FileConnectorOptions,
  fileConnectorOptions,
  type ServerFolderOptions,
  serverFolderOptions,
} from './connector/option-definitions.ts'
export { fileDatasetDefinition } from './definition/definition-schema.ts'
export type { DefinedColumn, FileBatches, FileContents, FileDataset, FileFormat } from './definition/file-dataset.ts'
export { fileDataset } from './definition/read-definition.ts'
export type { FileSessionParts } from './session/file-context.ts'
export { type FileOperations, fileOperations } from './session/file-operations.ts'
export { maxFileLookupKeys } from './session/lookup.ts'
export { type FileNames, fileNames } from './store/file-names.ts'
export type { FileStore, StoredFile, StoreFacts } from './store/file-store.ts'
export { folderOf, isSafeStep, safePath } from './store/safe-path.ts'
