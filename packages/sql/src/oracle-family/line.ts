import type { SqlBulkRefusal } from '../connection.ts'

/** Rows of a query as oracledb and the libraries shaped like it give them. */
export interface OracleFamilyRows {
  /** Cells may be long: few rows are to be fetched at once. */
  readonly long: boolean
  /** The next rows, fewer than asked for only at the end. */
  next(count: number): Promise<unknown[][]>
  close(): Promise<void>
}

/** One connection of such a library. Every failure is a `BerthError`. */
export interface OracleFamilyLine {
  /** `rows`: about how many are to be fetched at once. */
  query(text: string, cells: readonly unknown[], rows: number): Promise<OracleFamilyRows>
  execute(text: string, cells: readonly unknown[]): Promise<void>
  /** Runs the statement once for each row. Rows that are refused are told; where they cannot be, nothing stays. */
  executeMany(text: string, rows: readonly (readonly unknown[])[]): Promise<readonly SqlBulkRefusal[]>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Asks the server to stop what is under way, which then fails. Does nothing where it cannot be asked. */
  cancel(): Promise<void>
  /** Cuts the line. */
  destroy(): void
}
