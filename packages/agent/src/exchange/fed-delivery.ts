import type { Field, Row } from '@berth/core'
import type { Delivery } from '../deliver/delivery.ts'
import type { Plan, RejectedRow } from '../plan/plan.ts'

/** A delivery with what feeds it. */
export interface OpenDelivery<Planned, Output> {
  readonly delivery: Delivery<Output>
  /** Compiles the plan of the rows. */
  compile(fields: readonly Field[]): Plan<Planned>
  /** Puts the keys of deleted rows behind rows that were planned, if any were; `refused` by their places in `deletes`. */
  join(planned: Planned | undefined, deletes: readonly Row[]): Joined<Output>
}

/** What a batch becomes, and the deletes that have no place in it. */
export interface Joined<Output> {
  readonly output: Output
  readonly refused: readonly RejectedRow[]
}
