import { BerthError } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'

/** Columns of one file where its definition says nothing else. */
export const defaultMaxColumns = 2000

/** Bytes of one record where its definition says nothing else. */
export const defaultMaxRecordBytes: number = 16 * 1024 * 1024

/** What one file may take of memory, so that a hostile one cannot take it all. */
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
