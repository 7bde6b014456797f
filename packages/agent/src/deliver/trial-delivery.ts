import type { Cursor } from '@berth/core'
import {
  type Delivery,
  type DeliveryEnd,
  type DeliveryStart,
  type ExchangeCounts,
  noCounts,
  type PlannedBatch,
} from './delivery.ts'
import type { ExchangeExit } from './exchange-exit.ts'
import type { RejectedRecord } from './rejects-file.ts'

/** What a checkpoint of either exit says of where the last exchange stood. */
interface AnyProgress {
  readonly phase: string
  readonly begin?: Cursor
}

/** The most rows that are named. */
const mostNamed = 100

/**
 * Tries batches at their target, and leaves nothing behind: neither there, nor in files, nor in the state. It begins where
 * the next exchange would; batches that wait to be sent are no part of it.
 */
export class TrialDelivery<Output> implements Delivery<Output> {
  readonly acknowledges = 'batch'
  readonly rejectsFile = undefined
  readonly #exit: ExchangeExit
  readonly #attempt: (output: Output, batch: number) => Promise<readonly RejectedRecord[]>
  readonly #rejects: RejectedRecord[] = []
  #counts: ExchangeCounts = noCounts
  #batches = 0

  /** `attempt` resolves with the rows that the target would refuse. */
  constructor(exit: ExchangeExit, attempt: (output: Output, batch: number) => Promise<readonly RejectedRecord[]>) {
    this.#exit = exit
    this.#attempt = attempt
  }

  get counts(): ExchangeCounts {
    return this.#counts
  }

  async begin(): Promise<DeliveryStart> {
    const { state, stream, restart, keepsCursor } = this.#exit
    const checkpoint = restart || !keepsCursor ? undefined : await state.checkpoint(stream)
    const progress = checkpoint?.progress as AnyProgress | undefined
    const underWay = progress?.phase === 'writing' || progress?.phase === 'sealing'
    const after = underWay ? progress.begin : checkpoint?.cursor
    return { ...(after === undefined ? {} : { after }), resumed: false, counts: noCounts, complete: false }
  }

  async add(batch: PlannedBatch<Output>): Promise<readonly number[]> {
    if (batch.rows > 0) this.#batches++
    const refused = batch.rows === 0 ? [] : await this.#attempt(batch.output, this.#batches)
    const room = mostNamed - this.#rejects.length
    this.#rejects.push(...[...batch.left, ...refused].slice(0, Math.max(0, room)))
    this.#counts = {
      read: this.#counts.read + batch.read,
      rows: this.#counts.rows + batch.rows - refused.length,
      deleted: this.#counts.deleted + batch.deleted - refused.filter(({ change }) => change === 'delete').length,
      rejected: this.#counts.rejected + batch.left.length + refused.length,
      bytes: 0,
    }
    return refused.map(({ row }) => row - 1)
  }

  pause(): Promise<void> {
    return Promise.resolve()
  }

  finish(): Promise<DeliveryEnd> {
    return Promise.resolve({ counts: this.#counts, files: [], batches: this.#batches, rejects: this.#rejects })
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
