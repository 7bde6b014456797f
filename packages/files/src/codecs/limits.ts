import { BerthError } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'

/** Columns of one file where its definition says nothing else. */
export const defaultMaxColumns = 2000

/** Bytes of one record where its definition says nothing else. */
export const defaultMaxRecordBytes: number = 16 * 1024 * 1024

/** What archives and workbooks may take of memory and disk. Each is named as the option of the connectors that sets it. */
export interface FileLimits {
  /** Files in one archive. @default 1,000 */
  readonly maxArchiveEntries: number
  /** Of all that is unpacked from one archive. @default 16 GiB */
  readonly maxUnpackedBytes: number
  /** Unpacked bytes for one packed byte, looked at from 16 MiB on. @default 250 */
  readonly maxUnpackedRatio: number
  /** What the texts that the cells of one xlsx share take in memory. @default 256 MiB */
  readonly maxSharedTextBytes: number
  /** Of an xls file, which is read as a whole; the memory that it may take grows with it, sixteen times as much. @default 64 MiB */
  readonly maxXlsBytes: number
}

/** What is held where nothing else was said. */
export const defaultFileLimits: FileLimits = {
  maxArchiveEntries: 1_000,
  maxUnpackedBytes: 16 * 1024 ** 3,
  maxUnpackedRatio: 250,
  maxSharedTextBytes: 256 * 1024 ** 2,
  maxXlsBytes: 64 * 1024 ** 2,
}

/** What one record may take of memory, so that a hostile one cannot take it all. */
export interface RecordLimits {
  readonly file: string
  readonly maxColumns: number
  readonly maxRecordBytes: number
}

export function recordLimits(file: string, dataset: FileDataset): RecordLimits {
  return {
    file,
    maxColumns: dataset.maxColumns ?? defaultMaxColumns,
    maxRecordBytes: dataset.maxRecordBytes ?? defaultMaxRecordBytes,
  }
}

export function tooManyColumns({ file, maxColumns }: RecordLimits, line: number): BerthError {
  return new BerthError('FILE_LIMIT_EXCEEDED', { file, line, limit: 'maxColumns', maximum: maxColumns })
}

export function recordTooLong({ file, maxRecordBytes }: RecordLimits, line: number): BerthError {
  return new BerthError('FILE_LIMIT_EXCEEDED', { file, line, limit: 'maxRecordBytes', maximum: maxRecordBytes })
}
