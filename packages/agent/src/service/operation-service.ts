import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SystemHours } from '../hours/system-hours.ts'
import type { SubmissionQueue } from '../queue/submission-queue.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'
import { type GivenValues, mentionable } from './given-values.ts'
import { OpenOperation, type ReadySubmission } from './open-operation.ts'
import { passOn, unknownOutcome } from './pass-on.ts'
import { isDown } from './system-down.ts'
import { writeReceipt } from './write-receipt.ts'

export interface OperationServiceOptions {
  readonly manifest: DockingManifest
  readonly hours: SystemHours
  /** The pool of write sessions of a connection. */
  readonly poolOf: (connection: string) => SessionPool
  readonly state: StatePort
  readonly queue: SubmissionQueue
  /** How long it takes at most, while the system is up, until the queue is tried again. */
  readonly queueEveryMs: number
}

/** A submission to be carried out, with what is kept of it where it has to wait. */
export interface Submission extends ReadySubmission {
  readonly input: GivenValues
  /** When the right to it ends, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** When a submission that waits is tried, and until when. Both are `instant` values. */
export interface QueuedUntil {
  /** Not before, outside the system's hours; else about then. */
  readonly tryAt: string
  readonly expiresAt: string
}

/** What came of a submission. */
export interface Submitted {
  /** It was taken in before, under the same key; `receipt` is the one of that time. */
  readonly repeated: boolean
  /** Absent: the system has carried it out. */
  readonly queued?: QueuedUntil
  readonly receipt: Pick<Receipt, 'number' | 'hash'>
}

/** What is known of a submission that was made before. */
export interface SubmissionState {
  /** `running`: it is being carried out. `unknown`: nobody knows whether the system did it. */
  readonly state: 'queued' | 'running' | 'accepted' | 'failed' | 'unknown'
  readonly queued?: QueuedUntil
  /** Why it failed. */
  readonly code?: string
  /** Of what is said here. Absent: a submission that was not queued has none of its failure. */
  readonly receipt?: Pick<Receipt, 'number' | 'hash'>
}

interface UnderWay {
  readonly digest: string
  readonly outcome: Promise<Submitted>
}

/** Passes to the docked systems what the platform submits: accept, by parameter (INV-1, APL-1). */
export class OperationService {
  readonly #options: OperationServiceOptions
  readonly #operations: Map<string, OpenOperation> = new Map()
  readonly #underWay: Map<string, UnderWay> = new Map()

  constructor(options: OperationServiceOptions) {
    this.#options = options
  }

  /** Throws `OPERATION_UNKNOWN`. */
  operation(id: string): OpenOperation {
    const known = this.#operations.get(id)
    if (known !== undefined) return known
    const { manifest } = this.#options
    const operation = Object.hasOwn(manifest.operations, id) ? manifest.operations[id] : undefined
    if (operation === undefined) throw new BerthError('OPERATION_UNKNOWN', { operation: mentionable(id) })
    const open = new OpenOperation(manifest.system.id, operation)
    this.#operations.set(id, open)
    return open
  }

  /**
   * Carries a submission out once for its key, or keeps it until the system is up where its operation says so. The same key
   * with the same input gives the first answer again; `entry` is the receipt to write when it is carried out now.
   *
   * Rejects with `BATCH_CONFLICT` for the same key with another input, `OUTSIDE_HOURS` before the system is touched,
   * `OVERLOADED` when too many wait, `UNKNOWN_OUTCOME` when nobody knows whether the system did it, or with what the
   * system says.
   */
  async submit(submission: Submission, entry: ReceiptEntry): Promise<Submitted> {
    const { key, digest } = submission
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) {
      if (underWay.digest !== digest) throw new BerthError('BATCH_CONFLICT', { batch: key })
      return { ...(await underWay.outcome), repeated: true }
    }
    const outcome = this.#submitAlone(submission, entry)
    this.#underWay.set(key, { digest, outcome })
    try {
      return await outcome
    } finally {
      this.#underWay.delete(key)
    }
  }

  /** What came of a submission, by its name in the state. Rejects with `SUBMISSION_UNKNOWN`. */
  async stateOf(operation: string, key: string): Promise<SubmissionState> {
    const { state, queue } = this.#options
    const waiting = queue.find(key)
    if (waiting !== undefined) {
      const receipt = await this.#receipt(waiting.receipt)
      return { state: 'queued', queued: this.#until(waiting.expiresAt), receipt }
    }
    if (this.#underWay.has(key)) return { state: 'running' }
    const known = await state.operation(key)
    if (known === undefined) throw new BerthError('SUBMISSION_UNKNOWN', { operation })
    const receipt = known.receipt === undefined ? undefined : await this.#receipt(known.receipt)
    if (known.state === 'done') return { state: 'accepted', ...(receipt === undefined ? {} : { receipt }) }
    const unknown = known.state === 'begun' ? 'UNKNOWN_OUTCOME' : undefined
    // The receipt of a failure before is not that of what was tried anew.
    const unsuccessful = receipt?.outcome === 'failed' || receipt?.outcome === 'refused'
    const ended = unsuccessful && receipt.code === (unknown ?? receipt.code) ? receipt : undefined
    const code = unknown ?? ended?.code
    return {
      state: unknown === undefined ? 'failed' : 'unknown',
      ...(code === undefined ? {} : { code }),
      ...(ended === undefined ? {} : { receipt: ended }),
    }
  }

  async #submitAlone(submission: Submission, entry: ReceiptEntry): Promise<Submitted> {
    const { state, poolOf, hours, queue } = this.#options
    const { key, digest, operation } = submission
    const { connection } = operation.accept.parameter
    // The queue first: what it no longer has stands in the state as it ended.
    const waiting = queue.find(key)
    const known = waiting === undefined ? await state.operation(key) : undefined
    if ((waiting ?? known ?? submission).digest !== digest) throw new BerthError('BATCH_CONFLICT', { batch: key })
    if (waiting !== undefined) {
      const receipt = await this.#receipt(waiting.receipt)
      return { repeated: true, queued: this.#until(waiting.expiresAt), receipt }
    }
    if (known?.state === 'done') return { repeated: true, receipt: await this.#receipt(known.receipt) }
    const closed = hours.refusal()
    const mayWait = operation.accept.parameter.queue !== undefined && known?.state !== 'begun'
    // Behind those that wait for the same system: they came before.
    if (mayWait && (closed !== undefined || queue.first(connection) !== undefined)) {
      return await this.#enqueue(submission, entry, closed)
    }
    if (closed !== undefined) throw closed
    const submitted = { key, digest, operation: operation.id }
    const passed = await passOn({ state, pool: poolOf(connection) }, submission, {
      ...submitted,
      state: known?.state ?? 'waiting',
    })
    if (passed.outcome === 'unknown') throw passed.failure
    if (passed.outcome === 'not-done') {
      if (mayWait && isDown(passed.failure)) return await this.#enqueue(submission, entry, passed.failure)
      if (passed.begun) await state.commit({ operations: [{ ...submitted, state: 'failed' }] })
      throw passed.failure
    }
    const written = writeReceipt(state, entry, { operations: [{ ...submitted, state: 'done' }] })
    // The system did it: no failure of ours may say that nothing happened.
    const receipt = await written.catch((cause: unknown) => {
      throw unknownOutcome(operation.id, cause)
    })
    return { repeated: passed.repeated, receipt }
  }

  /** Throws `refusal` where the right to it, or the time it may wait, ends before it can be tried. */
  async #enqueue(submission: Submission, entry: ReceiptEntry, refusal: BerthError | undefined): Promise<Submitted> {
    const { hours, queue } = this.#options
    const { key, digest, operation, input } = submission
    const now = hours.now()
    const expiresAt = Math.min(now + (operation.accept.parameter.queue?.expiresMs ?? 0), submission.expiresAt)
    if (refusal !== undefined && (hours.opensAt ?? now) >= expiresAt) throw refusal
    const name = { key, digest, operation: operation.id }
    const at = new Date(now).toISOString()
    const receipt = await queue.add(name, operation, { input, entry: { ...entry, at }, expiresAt })
    return { repeated: false, queued: this.#until(expiresAt), receipt }
  }

  #until(expiresAt: number): QueuedUntil {
    const { hours, queueEveryMs } = this.#options
    const tryAt = hours.opensAt ?? hours.now() + queueEveryMs
    return { tryAt: new Date(tryAt).toISOString(), expiresAt: new Date(expiresAt).toISOString() }
  }

  async #receipt(number: AcceptedOperation['receipt'] = 0): Promise<Receipt> {
    const receipt = await this.#options.state.receiptKeeping.receipt(number)
    if (receipt === undefined) throw new BerthError('RECEIPTS_BROKEN', { number })
    return receipt
  }
}
