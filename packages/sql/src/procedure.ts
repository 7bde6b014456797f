import type { SqlColumn } from './column.ts'

/** A stored procedure or function as the catalogue tells it. */
export interface SqlProcedure {
  /** The name that requests give in `operation`. */
  readonly name: string
  /** The procedure in a call, quoted. */
  readonly reference: string
  /** What it is called with, in its order. */
  readonly parameters: readonly SqlColumn[]
  /** What it answers with: its output parameters, or the columns of its rows. */
  readonly output: readonly SqlColumn[]
  /** Only its answer tells the columns: it opens a cursor. Then `output` is empty. */
  readonly answersLate?: true
}

/** One parameter of a call, bound. */
export interface SqlArgument {
  readonly parameter: SqlColumn
  readonly cell: unknown
}

/** How a database calls its procedures. */
export interface SqlProcedures {
  /** Undefined: there is no such procedure. */
  load(operation: string, signal: AbortSignal): Promise<SqlProcedure | undefined>
  /**
   * Calls it and returns its raw rows, cells in the order of `output`; with output parameters that is one row. Parameters
   * that are not given are left to their defaults; without one the database refuses the call. Inside `begin`.
   */
  call(procedure: SqlProcedure, given: readonly SqlArgument[], signal: AbortSignal): Promise<unknown[][]>
  /** Instead of `call` for a procedure with `answersLate`. */
  callLate?(procedure: SqlProcedure, given: readonly SqlArgument[], signal: AbortSignal): Promise<SqlLateAnswer>
}

/** Rows whose columns nobody knew before they came. */
export interface SqlLateAnswer {
  readonly output: readonly SqlColumn[]
  readonly rows: unknown[][]
}
