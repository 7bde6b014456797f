import type { Column, LogicalType, Row, UnreadableRow } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'
import type { FileLimits } from './limits.ts'

/** The bytes of one file, whatever store it lies in. */
export interface FileContent {
  /** For messages: the name in the store, without its folder. */
  readonly name: string
  /** In bytes, as the store says; of a compressed file, of what is stored. Absent: the store does not say. */
  readonly size?: number
  /** What it may take here. @default `defaultFileLimits` */
  readonly limits?: FileLimits
  /** The bytes from the first to the last, as the consumer asks for them. Each call begins anew. */
  bytes(signal: AbortSignal): AsyncIterable<Uint8Array>
  /** The path of a local copy, for formats whose directory stands at the end. The copy goes with the content. */
  local(signal: AbortSignal): Promise<string>
  /**
   * The file of the same name with another extension, `dbt`, in upper or lower case. Undefined: there is none. Absent: this
   * content stands alone.
   */
  beside?(extension: string, signal: AbortSignal): Promise<FileContent | undefined>
}

/** A column to be read. */
export interface FileColumn {
  /** The name in the definition, or where there is none, in the file. */
  readonly name: string
  readonly type: LogicalType
  /** Where the declared charset of the file does not hold for this column (TXT-1). */
  readonly charset?: string
}

/** How a file is read. */
export interface FileReading {
  readonly dataset: FileDataset
  /** In the order of the cells of a row. */
  readonly columns: readonly FileColumn[]
  /** The most rows in one batch, unreadable ones counted. */
  readonly batchRows: number
  /** So many records from the first are passed over: they were read before. */
  readonly skipRecords: number
  /**
   * All columns that a file without columns in its definition was found to have: a record with something else is told as unreadable.
   * Absent: nobody minds.
   */
  readonly known?: readonly string[]
  readonly signal: AbortSignal
}

/** Some records of one file, in its order. Never empty. */
export interface FileRows {
  readonly rows: Row[]
  /** Records that cannot be read; `row` counts the records of this file from 1. */
  readonly unreadable: readonly UnreadableRow[]
}

/** What is told of a file without reading more than its beginning. */
export interface FileStructure {
  readonly columns: readonly Column[]
  /** Where the format says it, as DBF does. */
  readonly records?: number
}

/** Reads one format. A file that breaks the format where no single record is at fault is an error that names line or byte. */
export interface FileReader {
  structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure>
  read(content: FileContent, reading: FileReading): AsyncIterable<FileRows>
}

/**
 * Writes one format so that what is written can go on growing: what `begin`, `records` and `end` give, one behind the other, is the file,
 * or where there is `assemble`, what the file is made of.
 */
export interface FileWriter {
  /** The most records that one file can have. Absent: there is no bound. */
  readonly maxRecords?: number
  /** What stands before the first record; empty where nothing does. */
  begin(): Uint8Array
  /**
   * Throws a `BerthError` that names the column for a cell that the format or its charset cannot hold; nothing of the rows is written
   * then. What it gives does not depend on the rows before.
   */
  records(rows: readonly Row[]): Uint8Array
  /** What stands behind the last record. */
  end(): Uint8Array
  /**
   * Makes the file of a format whose beginning or directory is known only when all records are, spreadsheets and dBase, as the bytes of
   * `content` come. Ends with what `content` throws. Absent: `content` is the file.
   */
  assemble?(content: AsyncIterable<Uint8Array>, records: number): AsyncIterable<Uint8Array>
}
