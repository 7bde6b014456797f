import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { DockingManifest, Operation } from '@berth/manifest'
import { writeReceipt } from '../service/write-receipt.ts'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'
import { type QueuedSubmission, queuedBytes, readQueued } from './queued-submission.ts'

/** What is known of a waiting submission without its values. */
export interface QueueEntry {
  /** Its name in the state. */
  readonly key: string
  readonly digest: string
  readonly operation: string
  /** Milliseconds since 1970. */
  readonly queuedAt: number
  readonly expiresAt: number
  /** Of what is kept. */
  readonly bytes: number
  /** The number of the receipt that says it waits. */
  readonly receipt: number
}

/** How much of one operation waits. */
export interface QueueCounts {
  readonly operation: string
  readonly waiting: number
  /** Milliseconds since 1970. Absent: nothing waits. */
  readonly oldest?: number
}

/** What a submission is told apart by in the state. */
export type SubmissionName = Pick<AcceptedOperation, 'key' | 'digest' | 'operation'>

/** Sealed submissions of all operations together. */
const defaultMaxBytes = 67_108_864

/**
 * Submissions that wait for their system, in the order in which they came (AVL-1). They are in the state before anyone is
 * told that they wait; what is kept here is their order, so that nothing is read while nothing is passed on.
 */
export class SubmissionQueue {
  readonly #manifest: DockingManifest
  readonly #state: StatePort
  readonly #maxBytes: number
  readonly #entries: Map<string, QueueEntry> = new Map()
  /** Of each operation, those that are about to wait counted. */
  readonly #counts: Map<string, number> = new Map()
  #bytes = 0

  private constructor(manifest: DockingManifest, state: StatePort, maxBytes: number) {
    this.#manifest = manifest
    this.#state = state
    this.#maxBytes = maxBytes
  }

  /** Takes up what waits in the state. Rejects as `StatePort` does. */
  static async open(
    manifest: DockingManifest,
    state: StatePort,
    maxBytes: number = defaultMaxBytes,
  ): Promise<SubmissionQueue> {
    const queue = new SubmissionQueue(manifest, state, maxBytes)
    for (const { key, digest, operation, input, receipt = 0 } of await state.waitingOperations()) {
      const { entry, expiresAt } = readQueued(input)
      const bytes = input?.length ?? 0
      queue.#count(operation, 1, bytes)
      queue.#entries.set(key, { key, digest, operation, queuedAt: Date.parse(entry.at), expiresAt, bytes, receipt })
    }
    return queue
  }

  /** How much waits, of each operation that may be queued or has something waiting. */
  get counts(): readonly QueueCounts[] {
    const offered = Object.values(this.#manifest.operations).filter(
      ({ accept }) => accept.parameter.queue !== undefined,
    )
    const ids = new Set([...offered.map(({ id }) => id), ...this.#counts.keys()])
    return [...ids].map((operation) => {
      const first = this.#first((entry) => entry.operation === operation)
      const waiting = this.#counts.get(operation) ?? 0
      return { operation, waiting, ...(first === undefined ? {} : { oldest: first.queuedAt }) }
    })
  }

  find(key: string): QueueEntry | undefined {
    return this.#entries.get(key)
  }

  /** The first that waits for a connection. What waits for an operation that the manifest no longer has waits on. */
  first(connection: string): QueueEntry | undefined {
    return this.#first((entry) => this.#connectionOf(entry.operation) === connection)
  }

  /** Those that have waited too long for a connection. `now` is milliseconds since 1970. */
  expired(connection: string, now: number): readonly QueueEntry[] {
    const late = [...this.#entries.values()].filter((entry) => now >= entry.expiresAt)
    return late.filter((entry) => this.#connectionOf(entry.operation) === connection)
  }

  /**
   * Keeps a submission until its system is up, durably when this resolves, with the receipt that says so. Rejects with
   * `OVERLOADED` when too many wait, and as `StatePort.commit` does.
   */
  async add(name: SubmissionName, operation: Operation, submission: QueuedSubmission): Promise<Receipt> {
    const input = queuedBytes(submission)
    const { limit = 0 } = operation.accept.parameter.queue ?? {}
    const bytes = input.length
    const waiting = this.#counts.get(operation.id) ?? 0
    if (waiting >= limit || this.#bytes + bytes > this.#maxBytes) throw new BerthError('OVERLOADED')
    this.#count(operation.id, 1, bytes)
    const { entry, expiresAt } = submission
    try {
      const said: ReceiptEntry = { ...entry, outcome: 'queued', rows: 0 }
      const receipt = await writeReceipt(this.#state, said, { operations: [{ ...name, state: 'waiting', input }] })
      const queuedAt = Date.parse(entry.at)
      this.#entries.set(name.key, { ...name, queuedAt, expiresAt, bytes, receipt: receipt.number })
      return receipt
    } catch (error) {
      this.#count(operation.id, -1, -bytes)
      throw error
    }
  }

  /** What is kept of a waiting submission. Rejects with `STATE_CORRUPT`. */
  async read({ key }: QueueEntry): Promise<{ readonly known: AcceptedOperation; readonly kept: QueuedSubmission }> {
    const known = await this.#state.operation(key)
    const kept = readQueued(known?.input)
    if (known === undefined) throw new TypeError('a queued submission is not in the state')
    return { known, kept }
  }

  /** Writes that a submission waits no more, with its receipt; its values are forgotten. */
  async end(
    { key, digest, operation }: QueueEntry,
    state: 'done' | 'failed' | 'begun',
    entry: ReceiptEntry,
  ): Promise<void> {
    await writeReceipt(this.#state, entry, { operations: [{ key, digest, operation, state }] })
    this.#count(operation, -1, -(this.#entries.get(key)?.bytes ?? 0))
    this.#entries.delete(key)
  }

  #first(fits: (entry: QueueEntry) => boolean): QueueEntry | undefined {
    for (const entry of this.#entries.values()) if (fits(entry)) return entry
    return undefined
  }

  #count(operation: string, submissions: number, bytes: number): void {
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + submissions)
    this.#bytes += bytes
  }

  #connectionOf(operation: string): string | undefined {
    const { operations } = this.#manifest
    return Object.hasOwn(operations, operation) ? operations[operation]?.accept.parameter.connection : undefined
  }
}
