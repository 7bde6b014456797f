import type { BerthError } from '../errors/berth-error.ts'
import type { Cursor, Field, Row } from './batch.ts'
import type { Value } from './value.ts'

/** A column to read. */
export interface ColumnSelection {
  readonly name: string
  /**
   * The charset its bytes are in, where it differs from what the connection says: a WHATWG encoding label or
   * `GBK`, `GB18030`, `Big5`. Needs the capability `text.charsetPerColumn` (TXT-1).
   */
  readonly charset?: string
}

/**
 * Questions by key, asked together and answered apart (LKP-4).
 *
 * The values in `keys` are bound as parameters, never pasted into a statement (LKP-1).
 */
export interface LookupRequest {
  readonly dataset: string
  readonly columns: readonly ColumnSelection[]
  /** The columns compared with each key tuple, all by equality, joined by AND. At least one. */
  readonly by: readonly string[]
  /** One tuple a question, each as long as `by`. A `null` in a tuple matches nothing. */
  readonly keys: readonly (readonly Value[])[]
  /** The most rows one question gets, at least 1; enforced at the source (LKP-3). */
  readonly limit: number
  /** Columns that order the rows of one answer, ascending. Absent or empty: the order of the source. */
  readonly orderBy?: readonly string[]
}

/** What one question got. */
export interface LookupAnswer {
  readonly rows: Row[]
  /** Whether the source had more rows than the limit. */
  readonly more: boolean
  /** Why this question alone failed while others in the call were answered; then `rows` is empty. */
  readonly error?: BerthError
}

/** The answers to one call, `answers[i]` to `keys[i]`. */
export interface LookupResult {
  readonly fields: readonly Field[]
  readonly answers: readonly LookupAnswer[]
}

/** A read of a whole dataset (SCN-1). Rows written while it runs may or may not be seen; no row is seen twice. */
export interface ScanRequest {
  readonly dataset: string
  readonly columns: readonly ColumnSelection[]
  /** The most rows in one batch. The wrapper's default is 1,000. */
  readonly batchRows: number
  /** Columns that name a row uniquely. With them rows come in key order and every batch has a cursor. */
  readonly key?: readonly string[]
  /** Go on behind this cursor, which a scan with the same dataset and key gave out. */
  readonly after?: Cursor
}

/** A read of what changed (CHG-1). */
export interface ChangesRequest {
  readonly dataset: string
  readonly columns: readonly ColumnSelection[]
  readonly batchRows: number
  readonly by: ChangeDetection
  /** Go on behind this cursor. Absent: from the beginning of the dataset. */
  readonly after?: Cursor
}

/**
 * How the system tells what changed. A dataset that tells nothing is compared with what the agent remembers of it: that
 * needs no more of a connector than a scan in key order.
 */
export type ChangeDetection = ChangeColumn | ChangeLog | ChangeOutbox

/**
 * By a log that the system itself keeps: change tracking, a logical replication slot. It tells the keys of rows that
 * changed; the rows are then read as they are now, so that a row that changed often comes once in a batch, and one that is gone is a
 * delete (CHG-2). A read without a cursor begins with all rows. What the log no longer holds is `CURSOR_EXPIRED`.
 */
export interface ChangeLog {
  readonly kind: 'log'
  /** Columns that name a row uniquely, all of them among those to read. */
  readonly key: readonly string[]
  /** What the administrator called it, where a system may have several: a replication slot. */
  readonly name?: string
}

/**
 * By a table beside the dataset that triggers fill: the script that `prepareChanges` makes. Read as a log is, entries
 * that are committed late or out of order included.
 */
export interface ChangeOutbox {
  readonly kind: 'outbox'
  /** Columns that name a row uniquely, all of them among those to read. */
  readonly key: readonly string[]
  /** The table of entries, as the system names it. */
  readonly dataset: string
  /**
   * How long an entry whose number is skipped may still be committed, in milliseconds. A longer window costs nothing but
   * a longer cursor.
   * @default 600000
   */
  readonly lateCommitMs?: number
}

/** A change detection that somebody has to prepare in the system. */
export interface PrepareChangesRequest {
  readonly dataset: string
  readonly by: ChangeLog | ChangeOutbox
}

/** The target has what `changes` delivered up to a cursor. */
export interface AcknowledgeRequest {
  readonly dataset: string
  readonly by: ChangeDetection
  /** The last cursor that was stored. */
  readonly upTo: Cursor
}

/** Change detection by a column that grows: a version number or a time of change. */
export interface ChangeColumn {
  readonly kind: 'column'
  readonly column: string
  /** Breaks ties between rows with the same value in `column`: columns that name a row uniquely. */
  readonly key: readonly string[]
  /**
   * How far behind the cursor to look again, in the column's own unit: milliseconds for times, counts for numbers.
   * It covers transactions that commit late and clocks that step back; rows inside it are delivered again.
   * @default 0
   */
  readonly overlap?: number
}
