import type { Cursor, Receipt } from '@berth/core'
import type { RejectedRecord } from './rejects-file.ts'

/** A batch that went through plan and guard. */
export interface PlannedBatch<Output> {
  readonly output: Output
  /** Rows in `output`, those that tell a delete counted. */
  readonly rows: number
  /** How many of `rows` tell a delete. */
  readonly deleted: number
  /** Rows of the source it was made of, the unreadable ones counted. */
  readonly read: number
  /** The rows left out of it: rejected by the plan, or unreadable at the source. */
  readonly left: readonly RejectedRecord[]
  /** Where reading goes on behind it. Absent: the source cannot say. */
  readonly cursor?: Cursor
}

/** What an exchange has done, its interrupted runs counted. */
export interface ExchangeCounts {
  /** Rows of the source that were read. */
  readonly read: number
  /** Rows delivered, those that tell a delete counted. */
  readonly rows: number
  /** How many of `rows` told a delete. */
  readonly deleted: number
  /** Rows left out, each named in the rejects file. */
  readonly rejected: number
  /** Bytes delivered; of a table, those of its batches in the outbox. */
  readonly bytes: number
}

/** Nothing done yet. */
export const noCounts: ExchangeCounts = { read: 0, rows: 0, deleted: 0, rejected: 0, bytes: 0 }

/** Where an exchange begins. */
export interface DeliveryStart {
  /** Reading goes on behind it. Absent: at the beginning. */
  readonly after?: Cursor
  /** Whether an interrupted run goes on. */
  readonly resumed: boolean
  readonly counts: ExchangeCounts
  /** Everything was read before: nothing is left to do but `finish`. */
  readonly complete: boolean
  /** What the target refused of the batch that `after` stands behind: places in it. Absent: nothing. */
  readonly refused?: readonly number[]
}

/** What was delivered. */
export interface DeliveryEnd {
  readonly counts: ExchangeCounts
  /** Paths of the data files that appeared. */
  readonly files: readonly string[]
  /** Batches that a target acknowledged. */
  readonly batches: number
  /** The last receipt; absent when nothing was delivered. */
  readonly receipt?: Receipt
  /** Where no file names them: the first rows that were left out. */
  readonly rejects?: readonly RejectedRecord[]
}

/**
 * One exit of one resource, for one exchange: `begin`, any number of `add`, then `finish`, or `pause` where it stops
 * early; `close` always. Each waits for the one before it.
 */
export interface Delivery<Output> {
  /** The target has a batch when `add` resolves, or all of them when `finish` does. */
  readonly acknowledges: 'batch' | 'end'
  /** So far. */
  readonly counts: ExchangeCounts
  /** Where the rows that are left out are named, from `begin` on. */
  readonly rejectsFile: string | undefined
  begin(): Promise<DeliveryStart>
  /**
   * Resolves when the next batch may come, which bounds what is under way (RES-2), with what the target refused: places in
   * the batch.
   */
  add(batch: PlannedBatch<Output>): Promise<readonly number[]>
  /** Keeps a checkpoint behind the last batch that was added, so that a later run goes on there. */
  pause(): Promise<void>
  /** Delivers the rest and writes receipt and checkpoint in one. */
  finish(): Promise<DeliveryEnd>
  close(): Promise<void>
}
