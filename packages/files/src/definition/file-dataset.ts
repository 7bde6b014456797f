import type { LogicalType } from '@berth/core'

/** The formats that are read. `excel` is xlsx, and xls where a file is one; `dbf` is dBase and FoxPro, memo files included. */
export type FileFormat = 'csv' | 'fixed-width' | 'json-lines' | 'xml' | 'excel' | 'dbf'

/** One column as a docking writes it, normalised. */
export interface DefinedColumn {
  readonly name: string
  /** @default text */
  readonly type: LogicalType
  /** What it is called in the file: the words of the header, a path in a record. @default the name */
  readonly from: string
  /** Fixed width: the first byte of the column in its record, from 1, and how many there are. */
  readonly at?: number
  readonly bytes?: number
  readonly charset?: string
  /** A record without it is told as unreadable. */
  readonly required?: true
  /** What it means, in the words of the docking. */
  readonly comment?: string
}

/** What the files of a set hold together. */
export type FileContents = 'all' | 'newest' | 'changes'

/** Who sends signed batches, and what is made of them (FIL-1, FIL-2). */
export interface FileBatches {
  /** The sender as its manifests name it: `<system>` and `<resource>`. A batch of another is refused. */
  readonly system: string
  readonly resource: string
  /** The file with the senders' public keys, a JWKS or one JWK; a relative path starts at the folder of berth.yaml. */
  readonly keys: string
  /** The folder that receipts go to, from where the connection begins. Absent: none are written. */
  readonly receipts?: string
  /** The number of the first batch that is expected. @default 1 */
  readonly first: number
}

/** A set of data files that hold the records of one dataset, normalised: defaults filled in, types parsed. */
export interface FileDataset {
  readonly name: string
  /** Which files: a name with `*`, `?` and `{yyyyMMdd}`, folders before it separated by `/`. Of several files the names give the order. */
  readonly files: string
  readonly format: FileFormat
  /** Of the text in it. @default UTF-8; a byte order mark says otherwise */
  readonly charset: string
  /** In order. Empty: those that the file itself names, as texts or as the format types them. */
  readonly columns: readonly DefinedColumn[]
  /** Columns that name a record uniquely. */
  readonly key: readonly string[]
  /** CSV: one character. `\t` for TSV. @default ',' */
  readonly separator: string
  /** CSV: one character, or empty for none. @default '"' */
  readonly quote: string
  /** CSV: takes the meaning from a quote, a separator, a line break or itself behind it, as MySQL writes. @default none: a quote is doubled */
  readonly escape?: '\\'
  /** CSV: a field `="007"`, by which spreadsheets are told to keep zeros, is the text `007`. @default false: it is read as it stands */
  readonly formulaText?: boolean
  /** Fixed width: how many bytes a record has in a file without line ends. @default records are lines */
  readonly recordBytes?: number
  /** The most columns that a file may have. @default 2000 */
  readonly maxColumns?: number
  /** The most bytes of one record; of a text that is decoded, the most UTF-16 units. @default 16777216 */
  readonly maxRecordBytes?: number
  /** CSV and Excel: whether the first record names the columns. @default true; fixed width: false */
  readonly header: boolean
  /** Lines or rows passed over before that: titles of reports. @default 0 */
  readonly skipLines: number
  /** Texts that stand for NULL. @default an empty field without quotes in CSV, an empty cell elsewhere */
  readonly nulls: readonly string[]
  /** Blanks around a field are padding and are cut. @default false; fixed width and DBF: those at the end are */
  readonly trim: boolean
  /** XML: the path of the element that is a record, `/permits/permit`. */
  readonly record?: string
  /** Excel: the sheet by name. @default the first */
  readonly sheet?: string
  /** Only files that have not changed for so long, in milliseconds. @default 2000 */
  readonly settledMs: number
  /**
   * `all`: each file holds some of the records. `newest`: each file holds all of them, and the last one counts. `changes`: each file
   * holds what changed since the one before; a record replaces the one with its key. @default all
   */
  readonly contents?: FileContents
  /** `changes`: the column that says what happened to a record, and the texts by which it says that it was deleted. */
  readonly change?: { readonly column: string; readonly deletes: readonly string[] }
  /** Of a zip archive: which of its files are read, as a pattern like `files`. @default `*` */
  readonly entries?: string
  /** Files come with a manifest each and a number without gaps (FIL-1, FIL-2). */
  readonly batches?: FileBatches
}
