import type { BerthError } from '@berth/core'
import type { SqlColumn, SqlTable } from './column.ts'

/**
 * One connection to a database, as its driver library gives it: raw values in, raw values out. The driver side keeps
 * one prepared statement for each statement text and uses it again.
 *
 * Every failure is a `BerthError`, made by the connector's table of native codes. A row that the database refuses is
 * an error whose action is `skip` (`CONSTRAINT_VIOLATED`, `VALUE_TOO_LONG`); after a lost line the code is
 * `CONNECTION_LOST`. An abort ends the call with `ABORTED`, at the server where that can be done.
 *
 * A statement outside `begin` and `commit` runs in a transaction of its own, which is over when its rows are read.
 */
export interface SqlConnection {
  /** Runs a statement and reads all its rows. For answers that are bounded by the statement itself. */
  query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]>
  /**
   * Runs a statement and reads its rows in batches of at most `batchRows`, none of them empty. Reads on only when the
   * consumer asks; leaving the loop closes the statement at the server. The receiver owns the rows.
   */
  stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]>
  /**
   * Has all statements see the database as it is now, until the hold is disposed of. Needed where tables have a
   * `rowNumber`.
   */
  hold?(signal: AbortSignal): Promise<Disposable>
  /** Runs a statement that has no rows to read. */
  execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void>
  /**
   * Writes many rows by the fastest way that the database has, in the running transaction: all of them, or none and an
   * error whose action is `skip`, without spoiling the transaction. A database that tells each row at fault and keeps the
   * others resolves with those. Absent: statements of many rows are the fastest.
   */
  bulk?(write: SqlBulkWrite, signal: AbortSignal): Promise<readonly SqlBulkRefusal[]> | Promise<void>
  /** Fewer rows than this are not worth a bulk write. @default 100 */
  readonly leastBulkRows?: number
  begin(signal: AbortSignal): Promise<void>
  /** Rejects with `CONNECTION_LOST` when the line was cut after the commit was sent and before it was confirmed. */
  commit(signal: AbortSignal): Promise<void>
  /** Gives the transaction up. Never waits for a signal: it has to be done. */
  rollback(): Promise<void>
}

/** A row of a bulk write that the database refused. The others are written. */
export interface SqlBulkRefusal {
  /** Index in the rows of the write. */
  readonly row: number
  /** Its action is `skip`. */
  readonly error: BerthError
}

/** Rows to be written together. */
export interface SqlBulkWrite {
  readonly table: SqlTable
  readonly columns: readonly SqlColumn[]
  /** The columns, by name, that a row to replace is found by. Empty: insert. */
  readonly key: readonly string[]
  /** Bound cells, in the order of `columns`. */
  readonly rows: readonly (readonly unknown[])[]
}
