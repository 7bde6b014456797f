import type { LogicalType, Row, Value } from '@berth/core'

/** One column of a dataset that the kit has made. */
export interface TargetColumn {
  readonly name: string
  readonly type: LogicalType
  readonly nullable: boolean
  /**
   * The charset of the column's bytes, where it is not the connection's. Its cells in `rows` are bytes, stored as they
   * are in a column for text; some cases store bytes that are no text.
   */
  readonly charset?: string
  readonly comment?: string
}

/** A dataset that the kit has made, with the rows it is filled with. */
export interface TargetDataset {
  /** Up to 31 ASCII characters, unique within a run. Columns have Chinese names and reserved words among them. */
  readonly name: string
  readonly columns: readonly TargetColumn[]
  /** The columns of the primary key; empty for a dataset without one. */
  readonly key: readonly string[]
  readonly rows: readonly Row[]
}

/**
 * The kit's second channel to the system: it makes datasets, changes them and reads them back past the connector, so
 * that the connector is not its own judge. Cells are canonical values, bytes in columns with a charset.
 */
export interface Target {
  /** What the connector is opened with. */
  readonly options: Readonly<Record<string, unknown>>
  /** Whether a column of this type can hold this value. What it cannot hold is not tried, and counted in the report. */
  holds(type: LogicalType, value: Value): boolean
  /**
   * Whether a column of this type can also hold this value, which is none of the type: SQLite keeps a text in a column
   * for numbers. Absent: the system keeps to its types, and rows with such cells are not tried.
   */
  holdsIllTyped?(type: LogicalType, value: Value): boolean
  /** Makes the dataset and fills it. */
  create(dataset: TargetDataset): Promise<void>
  /** Inserts rows, or replaces those with the same key. */
  put(dataset: TargetDataset, rows: readonly Row[]): Promise<void>
  /** Deletes the rows with these keys. */
  remove(dataset: TargetDataset, keys: readonly Row[]): Promise<void>
  /** All rows, in any order, all columns in the order of the dataset. */
  read(dataset: TargetDataset): Promise<Row[]>
  drop(dataset: TargetDataset): Promise<void>
  /** How many connections the system counts besides this channel's own. Absent: it does not say. */
  connections?(): Promise<number>
  /** Ends the channel and removes what it made. */
  close(): Promise<void>
}
