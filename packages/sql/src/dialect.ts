import type { SqlColumn, SqlTable } from './column.ts'

/** How one database spells what SQL connectors share. Data and small functions; no connection. */
export interface SqlDialect {
  /** The connector's name, for errors. */
  readonly name: string
  /** Quotes an identifier so that any name is one. */
  quote(identifier: string): string
  /** The marker of a parameter, counted from 1 in the statement: `?`, `?1`, `$1`, `:1`. */
  marker(position: number): string
  /** What limits a SELECT to `rows`: `head` stands behind the word SELECT, `tail` at its end. One may be empty. */
  limit(rows: number): { readonly head: string; readonly tail: string }
  /** The most parameters of one statement. */
  readonly maxParameters: number
  /** The most questions that are asked in one statement, joined by UNION ALL. 1: each is asked alone. */
  readonly maxUnionBranches: number
  /**
   * The type of the elements of an array parameter that are compared with the column as a parameter of its own would be.
   * Where all columns of a key have one, questions go as arrays, to databases that know LATERAL and WITH ORDINALITY. Undefined or
   * absent: they are joined by UNION ALL.
   */
  arrayElement?(column: SqlColumn): string | undefined
  /** Whether `(a, b) > (?, ?)` is understood and uses an index. */
  readonly rowValues: boolean
  /** Declared lengths bind nobody, and a key longer than its column may match. Absent: it matches nothing. */
  readonly ignoresLengths?: true
  /**
   * A scan over the primary key runs as one short statement a batch, so that no lock stays between batches. So does a
   * scan without a key over a table with a `rowNumber`, there under a hold. For databases inside the process, where a
   * statement costs no round trip. Absent: one statement streams all rows.
   */
  readonly scansInPages?: true
  /**
   * Pages end at one without rows instead of one that is not full: for drivers that may lose the end of an answer in
   * silence. What was lost comes with the next page.
   */
  readonly pagesUntilEmpty?: true
  /**
   * The statement that writes `rows` rows. Its parameters are the cells of the first row in the order of `columns`,
   * then those of the next. Each marker goes through its column's `marker`. All of its rows are written or none.
   */
  write(statement: SqlWrite): string
  /** The most rows of one `write` statement. 1 where the database has no better form. */
  readonly maxWriteRows: number
  /**
   * A bound value as it stands in a script. Absent: the connector makes no scripts that hold values, and cannot declare
   * `apply.undo`.
   */
  literal?(bound: unknown, column: SqlColumn): string
  /** What stands before the statements of an undo script: a setting of the program that runs it. Absent: nothing. */
  readonly scriptHead?: string
  /**
   * The script that has triggers fill an outbox: a table with the column `BERTH_NUMBER`, which the database counts up, the
   * columns of the key with names and types of their own, and a time; and the purging of old entries, which leaves the
   * newest.
   */
  outboxScript?(table: SqlTable, key: readonly SqlColumn[], outbox: string): string
  /** The statements of the ledger, which lives in the table of this name. */
  ledger(table: string): SqlLedger
  /**
   * Statements around a write that may fail, where a failed statement spoils the transaction. Absent: a failed
   * statement undoes itself alone.
   */
  readonly savepoint?: { readonly set: string; readonly rollback: string; readonly release?: string }
}

/** What a `write` statement is to do. */
export interface SqlWrite {
  readonly table: SqlTable
  readonly columns: readonly SqlColumn[]
  /** The columns, by name, that a row to replace is found by. Empty: insert. */
  readonly key: readonly string[]
  readonly rows: number
}

/** The statements of the ledger of applied batches (APL-1). `batch` is up to 200 ASCII characters, the primary key. */
export interface SqlLedger {
  /** Gives a row when the table is there. No parameters. */
  readonly exists: string
  /** Creates the table. Shown to the administrator where the user may not. */
  readonly create: string
  /** Gives a row when the batch is there. One parameter: the batch id. */
  readonly find: string
  /**
   * Enters a batch and gives a row, or gives none when it is there already, in one statement that never fails for that.
   * Absent: `find` and `insert` in turn. One parameter: the batch id.
   */
  readonly enter?: string
  /** Enters a batch with the current time. One parameter: the batch id. */
  readonly insert: string
}
