import { createHash, randomBytes } from 'node:crypto'
import { BerthError, type Cursor, type Receipt } from '@berth/core'
import type { GivenItem } from '../plan/mask-value.ts'
import type { Checkpoint, OutboxBatch, StateChanges } from '../state/state-port.ts'
import {
  type Delivery,
  type DeliveryEnd,
  type DeliveryStart,
  type ExchangeCounts,
  noCounts,
  type PlannedBatch,
} from './delivery.ts'
import type { ExchangeExit } from './exchange-exit.ts'
import type { RejectedRecord, RejectsFile } from './rejects-file.ts'

/** How batches become bytes, and where they go. */
export interface OutboxTarget<Output> {
  /** The bytes that are kept and sent, the same each time. */
  encode(output: Output): Uint8Array
  /**
   * Sends a batch until the target has it, once or again; the target itself shows it once (AVL-2). Resolves with the
   * rows it refused. `id` names stream and number.
   */
  send(batch: OutboxBatch, stream: string): Promise<readonly RejectedRecord[]>
}

/** What a checkpoint keeps of a stream of batches. */
interface OutboxProgress {
  readonly phase: 'sending' | 'done'
  /** The stream's name at the target: random, so that a docking which lost its state does not collide with itself. */
  readonly stream: string
  /** The number of the first batch of this run: it names the rejects file. */
  readonly run: number
  /** The items in the batch: one that may no longer leave keeps it from being sent. */
  readonly items: readonly string[]
  /** Of them, those that are masked in it, with the form: what is masked otherwise by now keeps it from being sent. */
  readonly masks?: Readonly<Record<string, string>>
  readonly counts: ExchangeCounts
  readonly rejectsBytes: number
  /** What the target refused of the last batch: places in it. */
  readonly refused?: readonly number[]
}

/**
 * Delivers in numbered batches, each kept in the outbox before it is sent and as long as it is not acknowledged. A
 * batch that was under way when the agent died is sent again as it was. The acknowledgement of one batch is written in
 * the same commit as the next batch (CUR-1).
 */
export class OutboxDelivery<Output> implements Delivery<Output> {
  readonly acknowledges = 'batch'
  readonly #exit: ExchangeExit
  readonly #target: OutboxTarget<Output>
  #number = 0
  #run = 1
  #stream = ''
  #counts: ExchangeCounts = noCounts
  #refused: readonly number[] = []
  #cursor: Cursor | undefined
  #rejects: RejectsFile | undefined
  #batches = 0
  #receipt: Receipt | undefined
  /** What holds at the target and is not written down yet. Never more than that: a batch may fail to be kept. */
  #settled: StateChanges | undefined

  constructor(exit: ExchangeExit, target: OutboxTarget<Output>) {
    this.#exit = exit
    this.#target = target
  }

  get counts(): ExchangeCounts {
    return this.#counts
  }

  get rejectsFile(): string | undefined {
    return this.#rejects?.path
  }

  async begin(): Promise<DeliveryStart> {
    const { state, stream, restart, keepsCursor, resumes } = this.#exit
    if (restart) await state.commit({ stream, restart: true })
    const kept = await state.checkpoint(stream)
    const waiting = await state.waiting(stream)
    const checkpoint = waiting?.after ?? kept
    this.#number = checkpoint?.number ?? 0
    const progress = checkpoint?.progress as OutboxProgress | undefined
    this.#stream = progress?.stream ?? `${this.#exit.stream.exit.split(':')[0]}-${randomBytes(8).toString('hex')}`
    const resumed = resumes && progress?.phase === 'sending' && checkpoint?.cursor !== undefined
    if (resumed || keepsCursor) this.#cursor = checkpoint?.cursor
    this.#run = resumed ? progress.run : this.#number + 1
    this.#counts = { ...noCounts, ...(resumed ? progress.counts : { rows: waiting?.rows ?? 0 }) }
    this.#refused = progress?.refused ?? []
    this.#rejects = this.#exit.rejects(this.#run)
    await this.#rejects.begin(resumed ? progress.rejectsBytes : 0)
    if (waiting !== undefined) await this.#send(waiting)
    const after = this.#cursor === undefined ? {} : { after: this.#cursor }
    return { ...after, resumed, counts: this.#counts, complete: false, refused: this.#refused }
  }

  async add(batch: PlannedBatch<Output>): Promise<readonly number[]> {
    await this.#rejects?.add(batch.left)
    const content = batch.rows === 0 ? undefined : this.#target.encode(batch.output)
    this.#cursor = batch.cursor
    this.#refused = []
    this.#counts = {
      read: this.#counts.read + batch.read,
      rows: this.#counts.rows + batch.rows,
      deleted: this.#counts.deleted + batch.deleted,
      rejected: this.#counts.rejected + batch.left.length,
      bytes: this.#counts.bytes + (content?.length ?? 0),
    }
    if (content === undefined) {
      this.#settled = { ...this.#settled, checkpoint: this.#checkpoint('sending') }
      return this.#refused
    }
    this.#number++
    const put: OutboxBatch = { number: this.#number, rows: batch.rows, content, after: this.#checkpoint('sending') }
    await this.#rejects?.sync()
    await this.#write({ put })
    await this.#send(put)
    return this.#refused
  }

  async pause(): Promise<void> {
    await this.#rejects?.sync()
    if (this.#settled !== undefined) await this.#write({})
  }

  async finish(): Promise<DeliveryEnd> {
    await this.#rejects?.sync()
    await this.#write({ checkpoint: this.#checkpoint('done') })
    const receipt = this.#receipt === undefined ? {} : { receipt: this.#receipt }
    return { counts: this.#counts, files: [], batches: this.#batches, ...receipt }
  }

  async close(): Promise<void> {
    await this.#rejects?.close()
  }

  async #send(batch: OutboxBatch): Promise<void> {
    const progress = batch.after.progress as unknown as OutboxProgress
    const withheld = progress.items.find((id) => {
      const item = this.#exit.given.find((each) => each.id === id)
      return item === undefined || (item.masked !== undefined && item.masked.by.form !== progress.masks?.[id])
    })
    if (withheld !== undefined) {
      throw new BerthError('OUTBOX_WITHHELD', { resource: this.#exit.resource, item: withheld, number: batch.number })
    }
    const refused = await this.#target.send(batch, progress.stream)
    await this.#rejects?.add(refused)
    this.#refused = refused.map(({ row }) => row - 1)
    this.#counts = {
      ...this.#counts,
      rows: this.#counts.rows - refused.length,
      deleted: this.#counts.deleted - refused.filter(({ change }) => change === 'delete').length,
      rejected: this.#counts.rejected + refused.length,
    }
    this.#batches++
    const digest = createHash('sha256').update(batch.content).digest('hex')
    const reference = `${progress.stream}/${batch.number}`
    this.#settled = {
      acknowledged: batch.number,
      checkpoint: this.#checkpoint('sending'),
      receipts: [this.#exit.receipt({ rows: batch.rows - refused.length, digest, reference, items: progress.items })],
    }
  }

  /** Writes changes together with what was settled before. */
  async #write(changes: StateChanges): Promise<void> {
    const { state, stream } = this.#exit
    const [receipt] = await state.commit({ stream, ...this.#settled, ...changes })
    this.#settled = undefined
    this.#receipt = receipt ?? this.#receipt
  }

  #checkpoint(phase: OutboxProgress['phase']): Checkpoint {
    const progress: OutboxProgress = {
      phase,
      stream: this.#stream,
      run: this.#run,
      items: this.#exit.given.map((item) => item.id),
      ...masksOf(this.#exit.given),
      counts: this.#counts,
      rejectsBytes: this.#rejects?.bytes ?? 0,
      ...(this.#refused.length === 0 ? {} : { refused: this.#refused }),
    }
    const keeps = this.#cursor !== undefined && (phase === 'sending' || this.#exit.keepsCursor)
    return { number: this.#number, ...(keeps ? { cursor: this.#cursor } : {}), progress: { ...progress } } as Checkpoint
  }
}

function masksOf(items: readonly GivenItem[]): Pick<OutboxProgress, 'masks'> {
  const masks = items.flatMap(({ id, masked }) => (masked === undefined ? [] : [[id, masked.by.form] as const]))
  return masks.length === 0 ? {} : { masks: Object.fromEntries(masks) }
}
