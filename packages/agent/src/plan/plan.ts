import type { ErrorCode, Row } from '@berth/core'
import type { CellFaultCode } from './cell-fault.ts'

/** A row that a plan left out. It names the first item at fault and never holds its value (TYP-2). */
export interface RejectedRow {
  /** Index in the batch. */
  readonly row: number
  /** The item's id. */
  readonly item: string
  readonly code: ErrorCode
  /** Of the cell: characters of a text, bytes of a binary, digits of a number; 0 for NULL. */
  readonly length: number
  /** Of the character that the file's charset does not have, from 0. */
  readonly offset?: number
}

/** How often an item's values were let pass, or made null, although they are at fault. */
export interface PlanWarning {
  readonly item: string
  readonly code: CellFaultCode
  readonly count: number
}

/** What a plan made of one batch. */
export interface PlanResult<Output> {
  readonly output: Output
  /** Rows in `output`. */
  readonly rows: number
  readonly rejects: readonly RejectedRow[]
  readonly warnings: readonly PlanWarning[]
}

/**
 * A resource's items compiled for the columns of one source. It keeps nothing between batches, and one batch is done
 * before the next begins.
 */
export interface Plan<Output> {
  /** Ids of the items, in the order of the output. */
  readonly items: readonly string[]
  /** What stands before the first record of a file: the header of a CSV, else nothing. */
  readonly header: string
  run(rows: readonly Row[]): PlanResult<Output>
}
