import type { ChangeLog, ChangeOutbox, DatasetKind, Field, LogicalType, Row, Value } from '@berth/core'

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
  /**
   * Up to 31 ASCII characters, unique within a run; another name only where `holdsName` says that it can be. Columns have
   * Chinese names and reserved words among them, and there may be 300 of them.
   */
  readonly name: string
  readonly columns: readonly TargetColumn[]
  /** The columns of the primary key; empty for a dataset without one. */
  readonly key: readonly string[]
  readonly rows: readonly Row[]
}

/** An operation of the system that the kit has had made. */
export interface TargetProcedure {
  /** The name that a call gives in `operation`. */
  readonly name: string
  /** Two parameters, as `describe` tells them: what goes into the first and the second column of the dataset. */
  readonly parameters: readonly [Field, Field]
  /** What it answers with: one row of one cell, the first parameter plus 1. Empty where operations answer with nothing. */
  readonly output: readonly Field[]
  drop(): Promise<void>
}

/** A place that signed data files arrive in, and that receipts leave from. */
export interface TargetBatches {
  /** The dataset that they are read as, defined from now on. */
  readonly dataset: string
  /** Has a file appear as a whole, in place of one of that name. */
  place(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
  /** The names of the receipts, and what is in them. */
  receipts(): Promise<ReadonlyMap<string, string>>
  drop(): Promise<void>
}

/** Who sends signed data files, and what is in them. */
export interface TargetSender {
  readonly system: string
  readonly resource: string
  /** What a file with the public keys holds: a JWKS. */
  readonly keys: string
  readonly columns: readonly TargetColumn[]
  readonly key: readonly string[]
}

/** Where a system speaks over a socket. */
export interface TargetLine {
  readonly host: string
  readonly port: number
  /** What changes in the options where the line goes to another address, a relay on this machine. */
  through(host: string, port: number): Readonly<Record<string, unknown>>
}

/** How a process of its own opens the connector. */
export interface TargetProgram {
  /** What is imported: an address of a module, or the name of a package that the kit sees. It exports `connector`. */
  readonly module: string
  /** What the connector is opened with, as plain data: JSON holds it. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * The kit's second channel to the system: it makes datasets, changes them and reads them back past the connector, so
 * that the connector is not its own judge. Cells are canonical values, bytes in columns with a charset.
 *
 * A member that is absent is something that this system or this channel cannot do: what needs it is not tried, and the
 * report says so.
 */
export interface Target {
  /** What the connector is opened with. */
  readonly options: Readonly<Record<string, unknown>>
  /** What a docking would write about the datasets that are there now, where the connector has to be told. */
  datasets?(): Readonly<Record<string, unknown>>
  /** What kind the datasets are that it makes. @default 'table' */
  readonly kind?: DatasetKind
  /** Whether a column of this type can hold this value. What it cannot hold is not tried, and counted in the report. */
  holds(type: LogicalType, value: Value): boolean
  /**
   * Whether a column of this type can also hold this value, which is none of the type: SQLite keeps a text in a column
   * for numbers. Absent: the system keeps to its types, and rows with such cells are not tried.
   */
  holdsIllTyped?(type: LogicalType, value: Value): boolean
  /** Whether a dataset, or a column of one, can have this name: with blanks, in Chinese, with quotes, a reserved word. */
  holdsName?(name: string, of: 'dataset' | 'column'): boolean
  /** Columns for text may be without a `maxLength`. Those for bytes always may. */
  readonly longText?: true
  /** Makes the dataset and fills it. */
  create(dataset: TargetDataset): Promise<void>
  /** Inserts rows, or replaces those with the same key. */
  put(dataset: TargetDataset, rows: readonly Row[]): Promise<void>
  /** Deletes the rows with these keys. */
  remove(dataset: TargetDataset, keys: readonly Row[]): Promise<void>
  /** All rows, in any order, the columns in the order of the dataset: those it was made with, or some of them. */
  read(dataset: TargetDataset): Promise<Row[]>
  /**
   * Also drops a dataset that a script made, of which only the name is told; what hangs on a dataset, triggers and the
   * names of its changes, goes with it.
   */
  drop(dataset: TargetDataset): Promise<void>
  /** Runs a script that the connector has written, as an administrator would: what prepares changes, what undoes a batch. */
  runScript?(script: string): Promise<void>
  /** The `name` in a request for changes by `log`, where the system may have several. Absent: none is given. */
  logName?(dataset: string): string
  /** Has the system forget what it noted of changes up to now, as an administrator would who purges too early. */
  forgetChanges?(dataset: TargetDataset, by: ChangeLog | ChangeOutbox): Promise<void>
  /**
   * Puts rows in a transaction that stays open, and resolves when they are written and numbered; what it returns commits.
   * Absent also where readers wait for such a transaction.
   */
  putLate?(dataset: TargetDataset, rows: readonly Row[]): Promise<() => Promise<void>>
  /** Has the system refuse to delete the rows with these keys, by a foreign key or a trigger. */
  protect?(dataset: TargetDataset, keys: readonly Row[]): Promise<void>
  /**
   * Makes an operation that inserts a row of two cells into the dataset. The kind `fails` then raises an error, in the
   * system's own way.
   */
  createProcedure?(dataset: TargetDataset, kind: 'answers' | 'fails'): Promise<TargetProcedure>
  /** Makes a view of this name over the whole dataset; what it returns drops it. */
  createView?(dataset: TargetDataset, name: string): Promise<() => Promise<void>>
  /** Makes a synonym of this name for the dataset; what it returns drops it. */
  createSynonym?(dataset: TargetDataset, name: string): Promise<() => Promise<void>>
  /** Makes a dataset of signed data files that tell changes; a receipt is left for each. */
  batches?(sender: TargetSender): Promise<TargetBatches>
  /** The bytes of a file at a path from where the connection begins. Undefined: there is none. */
  file?(path: string): Promise<Uint8Array | undefined>
  /** Absent: the system is not spoken to over TCP, or where it is cannot be told. */
  readonly line?: TargetLine
  /**
   * How long the connector may take to give back what a dead line has left, in milliseconds: drivers wait for a server to
   * confirm that it has stopped.
   * @default 3000
   */
  readonly givesBackMs?: number
  /** Absent: no process can be killed in the middle. */
  readonly program?: TargetProgram
  /** How many connections the system counts besides this channel's own. Absent: it does not say. */
  connections?(): Promise<number>
  /** A count that grows with every write of any connection, those of system tables left out. Waits until it is true. */
  writes?(): Promise<number>
  /** How many locks, snapshots and transactions the system keeps for connections besides this channel's own. */
  locks?(): Promise<number>
  /** Ends the channel and removes what it made. */
  close(): Promise<void>
}
