/** A value that goes to the database or comes from it. JSON documents go in as text and come out parsed. */
export type SqlValue = string | number | boolean | Date | null

/** Runs one statement at a time. Parameters are `$1`, `$2`; they are bound, never pasted. */
export interface Queryable {
  /** The rows of one statement. `bigint` columns may come as number or text: read them with `Number`. */
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>
}

/**
 * Where the platform keeps its data: PostgreSQL, embedded or a server. Every statement is standard PostgreSQL, so that
 * one implementation may take the place of the other.
 *
 * Failures are `DISK_FULL` and `INTERNAL` with the SQLSTATE; the native error, whose text may quote a value, is only
 * the `cause`.
 */
export interface Store extends Queryable, AsyncDisposable {
  /**
   * Runs `work` whole or not at all. Inside it only the handle it is given may be used: a statement sent to the store
   * itself would wait for the transaction to end.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>
  /** Ends it; a second call does nothing. */
  close(): Promise<void>
}
