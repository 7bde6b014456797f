import type { Cursor, Field, Row, UnreadableRow } from '@berth/core'
import type { DeliveryStart } from '../deliver/delivery.ts'
import type { LeftRow } from '../deliver/rejects-file.ts'
import type { PlanWarning, RejectedRow } from '../plan/plan.ts'

/** What a source has for an exit: rows to plan and deliver, and keys of rows that are gone. */
export interface SourceBatch {
  /** The columns of `rows`. */
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
  /** Where each of `rows` stood among the readable rows of its batch. Absent: they are all of them. */
  readonly places?: readonly number[]
  /** Keys of deleted rows, values of the items of the key (CHG-2). Those of `rows` are not among them. */
  readonly deletes: readonly Row[]
  /** Where each of `deletes` stood, counted as `places` are. Absent: they are not of rows that were read. */
  readonly deletePlaces?: readonly number[]
  /** Rows of the source it was made of, the unreadable ones counted. */
  readonly read: number
  readonly unreadable: readonly UnreadableRow[]
  /** Rows left out already, their `row` counted as `places` are. */
  readonly rejects: readonly LeftRow[]
  readonly warnings: readonly PlanWarning[]
  /** Where reading goes on behind it. Absent: the source cannot say. */
  readonly cursor?: Cursor
}

/** What an exchange reads. The batches are taken one by one: all is done for one before the next is asked for. */
export interface ExchangeSource extends AsyncDisposable {
  read(start: DeliveryStart): AsyncIterable<SourceBatch>
  /** Hears which of the last batch's `rows` the plan left out, before anything of it is delivered. */
  planned(rejects: readonly RejectedRow[]): Promise<void>
  /** Hears that the exit has the last batch, and what the target refused: places in the rows that it was given. */
  delivered(refused: readonly number[]): Promise<void>
  /** Hears that everything is delivered, and written down. */
  finished(): Promise<void>
}
