import type { BerthError } from '../errors/berth-error.ts'
import type { LogicalType, Value } from './value.ts'

/** One column of a batch: the source's own column name and the logical type its cells have. */
export interface Field {
  readonly name: string
  readonly type: LogicalType
}

/** One record: a cell for every field, in the order of the fields. */
export type Row = Value[]

/**
 * A place to go on from: opaque to everyone but the connector that made it. It round-trips as it is. Whoever keeps one
 * treats it as data of the source, for it may hold key values (CUR-1, SEC-2).
 */
export type Cursor = string

/** A row that is there but has a cell that cannot be typed or decoded. The others of its batch are not at fault. */
export interface UnreadableRow {
  /** Its position in the read, from 1. */
  readonly row: number
  /** Names the column, and the offset or length; its action is `skip`. */
  readonly error: BerthError
}

/**
 * Rows as arrays, many at a time. A batch is never empty and never larger than asked for, unreadable rows counted
 * (SCN-1).
 *
 * `fields` is the same array object for every batch of one read. The receiver owns `rows` and may change them; a
 * connector does not touch a batch again once it has yielded it.
 */
export interface RowBatch {
  readonly fields: readonly Field[]
  readonly rows: Row[]
  /**
   * Rows left out of `rows` because a cell of theirs cannot be read. Whoever counts rows counts them, and reports each
   * (TXT-1, TYP-2). Absent: every row was readable.
   */
  readonly unreadable?: readonly UnreadableRow[]
  /** Where a later read goes on behind the last row of this batch. Absent: this read cannot be resumed. */
  readonly cursor?: Cursor
}

/** What happened to a row at the source. */
export type ChangeKind = 'upsert' | 'delete'

/** Changed rows. A deleted row carries its key; its other cells are `null`. */
export interface ChangeBatch extends RowBatch {
  readonly cursor: Cursor
  /** One kind for each row, in the order of the rows. Absent: all are upserts (CHG-2). */
  readonly kinds?: readonly ChangeKind[]
}
