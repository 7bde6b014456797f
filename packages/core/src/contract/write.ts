import type { ErrorCode } from '../errors/catalogue.ts'
import type { Field, Row } from './batch.ts'
import type { Value } from './value.ts'

/**
 * Rows to write, whole or not at all (APL-1).
 *
 * A connector keeps a ledger of batch ids beside the data and writes it in the same transaction, so that applying a
 * batch twice is applying it once, whatever was cut in between.
 */
export interface ApplyRequest {
  readonly dataset: string
  /** What the cells of `rows` are, with the target's column names. */
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
  /** Columns that name a row uniquely in the target; needed for `upsert` and for `deletes`. */
  readonly key: readonly string[]
  readonly mode: 'insert' | 'upsert'
  /** Keys of rows to delete once the others are written, each in the order of `key`. One that is not there is no error. */
  readonly deletes?: readonly Row[]
  /** Everything is tried, and nothing stays: neither the rows nor the batch id. */
  readonly dryRun?: true
  /** Asks for the script that puts back what this batch replaces. It holds values: keep it as the data is kept. */
  readonly undo?: true
  /** Unique for the content: the same id is always sent with the same rows. 1 to 200 printable ASCII characters. */
  readonly batch: string
  /**
   * What a row that the target refuses does: `abort` leaves nothing of the batch behind, `skip` writes the others
   * and reports this one (APL-2).
   */
  readonly onReject: 'abort' | 'skip'
}

/** A row the target refused. */
export interface Reject {
  /** Index in `rows`, and behind them in `deletes`. */
  readonly row: number
  /** The column at fault where the system names it. */
  readonly column?: string
  readonly code: ErrorCode
  /** The system's own code, for people to look up. Never its message, which may hold values (SEC-2). */
  readonly nativeCode?: string
}

export interface ApplyResult {
  /** Rows written by this call; 0 when `repeated`. */
  readonly applied: number
  /** Rows that were there and were deleted. Absent where none were asked to be. */
  readonly deleted?: number
  /** The ledger knew this batch id: nothing was written now. */
  readonly repeated: boolean
  readonly rejects: readonly Reject[]
  /** Statements for an administrator to read and run, with the rows as they were. Absent where not asked for. */
  readonly undo?: string
}

/** One named parameter of an operation. */
export interface Parameter extends Field {
  readonly value: Value
}

/** A call of an operation of the system (INV-1). */
export interface InvokeRequest {
  /** The operation as the system names it: a stored procedure, a service operation. */
  readonly operation: string
  readonly input: readonly Parameter[]
  /** The fields expected back; empty where nothing is. */
  readonly output: readonly Field[]
  /** The same key always means the same submission. */
  readonly idempotencyKey: string
}

export interface InvokeResult {
  /** The system had done it before under this key: nothing was done now, and there are no rows. */
  readonly repeated: boolean
  readonly fields: readonly Field[]
  readonly rows: Row[]
}
