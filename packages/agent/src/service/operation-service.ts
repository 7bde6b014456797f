import { BerthError, type ConnectorSession, type ErrorCode, type Receipt, type ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SystemHours } from '../hours/system-hours.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'
import { mentionable } from './given-values.ts'
import { namedByItem } from './named-by-item.ts'
import { OpenOperation, type ReadySubmission } from './open-operation.ts'
import { writeReceipt } from './write-receipt.ts'

export interface OperationServiceOptions {
  readonly manifest: DockingManifest
  readonly hours: SystemHours
  /** The pool of write sessions of a connection. */
  readonly poolOf: (connection: string) => SessionPool
  readonly state: StatePort
}

/** What came of a submission. */
export interface Submitted {
  /** It was carried out before, under the same key; `receipt` is the one of that time. */
  readonly repeated: boolean
  readonly receipt: Pick<Receipt, 'number' | 'hash'>
}

interface UnderWay {
  readonly digest: string
  readonly outcome: Promise<Submitted>
}

/** After these from a write nobody knows whether it happened: the call was sent, and its end not seen. */
const unseenEnd: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ABORTED', 'CALL_TIMEOUT', 'INTERNAL', 'PROTOCOL_ERROR'])

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
   * Carries a submission out once for its key. The same key with the same input gives the first answer again; `entry` is
   * the receipt to write when it is carried out now.
   *
   * Rejects with `BATCH_CONFLICT` for the same key with another input, `OUTSIDE_HOURS` before the system is touched,
   * `UNKNOWN_OUTCOME` when nobody knows whether the system did it, or with what the system says.
   */
  async submit(submission: ReadySubmission, entry: ReceiptEntry): Promise<Submitted> {
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

  async #submitAlone(submission: ReadySubmission, entry: ReceiptEntry): Promise<Submitted> {
    const { state, poolOf, hours } = this.#options
    const { key, digest, operation } = submission
    const known = await state.operation(key)
    if (known !== undefined && known.digest !== digest) {
      throw new BerthError('BATCH_CONFLICT', { batch: key })
    }
    if (known?.state === 'done') return { repeated: true, receipt: await this.#receipt(known) }
    const closed = hours.refusal()
    if (closed !== undefined) throw closed
    const submitted = { key, digest, operation: operation.id }
    const done = await poolOf(operation.accept.parameter.connection).use(async (session) => {
      if (known?.state === 'begun' && !safeToRepeat(submission, session)) throw unknownOutcome(submission)
      await state.commit({ operations: [{ ...submitted, state: 'begun' }] })
      try {
        return await carryOut(submission, session)
      } catch (error) {
        const failure = namedByItem(BerthError.from(error, 'INTERNAL', { subject: operation.id }), operation.input)
        if (failure.action === 'unknown-outcome') throw failure
        if (unseenEnd.has(failure.code)) throw unknownOutcome(submission, failure)
        await state.commit({ operations: [{ ...submitted, state: 'failed' }] })
        throw failure
      }
    })
    const written = writeReceipt(state, entry, { operations: [{ ...submitted, state: 'done' }] })
    // The system did it: no failure of ours may say that nothing happened.
    const receipt = await written.catch((cause: unknown) => {
      throw unknownOutcome(submission, cause)
    })
    return { repeated: done.repeated, receipt }
  }

  async #receipt({ receipt: number = 0 }: AcceptedOperation): Promise<Receipt> {
    const [receipt] = await this.#options.state.receipts(number - 1, 1)
    if (receipt === undefined) throw new BerthError('RECEIPTS_BROKEN', { number })
    return receipt
  }
}

/** Whether doing it again under the same key does it once: by the ledger beside the rows, or by the system itself. */
function safeToRepeat({ operation }: ReadySubmission, session: ConnectorSession): boolean {
  return operation.accept.parameter.procedure === undefined || session.manifest.capabilities.invoke?.idempotent === true
}

async function carryOut(submission: ReadySubmission, session: ConnectorSession): Promise<{ repeated: boolean }> {
  const { operation, parameters, key } = submission
  const { dataset, procedure, key: columns } = operation.accept.parameter
  if (procedure !== undefined) {
    return await session.invoke({ operation: procedure, input: parameters, output: [], idempotencyKey: key })
  }
  const { repeated, rejects } = await session.apply({
    dataset: dataset ?? '',
    fields: parameters.map(({ name, type }) => ({ name, type })),
    rows: [parameters.map(({ value }) => value)],
    key: columns,
    mode: columns.length > 0 ? 'upsert' : 'insert',
    batch: key,
    onReject: 'abort',
  })
  const [reject] = rejects
  if (reject === undefined) return { repeated }
  throw new BerthError(reject.code, { column: reject.column ?? '-', nativeCode: reject.nativeCode ?? '-' })
}

function unknownOutcome({ operation }: ReadySubmission, cause?: unknown): BerthError {
  return new BerthError('UNKNOWN_OUTCOME', { call: operation.id }, cause === undefined ? {} : { cause })
}
