import { BerthError, type ReceiptEntry } from '@berth/core'
import type { SystemHours } from '../hours/system-hours.ts'
import type { OpenOperation } from '../service/open-operation.ts'
import { passOn, unknownOutcome } from '../service/pass-on.ts'
import type { Revocations } from '../service/revocations.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import type { StatePort } from '../state/state-port.ts'
import type { QueueEntry, SubmissionQueue } from './submission-queue.ts'

export interface QueueDelivery {
  readonly queue: SubmissionQueue
  readonly state: StatePort
  readonly pool: SessionPool
  readonly operation: (id: string) => OpenOperation
  readonly hours: SystemHours
  /** @default grants are taken at their word, as they stood when the submission came */
  readonly revocations?: Revocations
  /** Told of each submission that waits no more, and why it was not carried out. */
  readonly onEnd?: (operation: string, outcome: QueueOutcome, failure?: BerthError) => void
}

/** What came of a submission that waited. `refused`: the right to it was taken back meanwhile. */
export type QueueOutcome = 'accepted' | 'failed' | 'refused' | 'unknown'

/**
 * Passes on what waits for a connection, one by one in the order in which it came. One whose grant was revoked meanwhile is
 * refused and never reaches the system. What the system refuses has failed, and what nobody knows the end of is told as such and not tried again, unless that does it once all the same; then the
 * next one's turn comes.
 *
 * Rejects with what keeps the first one waiting: it is tried again with the next run.
 */
export async function deliverQueue(delivery: QueueDelivery, connection: string, signal: AbortSignal): Promise<void> {
  const { queue, hours } = delivery
  for (const late of queue.expired(connection, hours.now())) await expire(delivery, late)
  while (!signal.aborted && hours.opensAt === undefined) {
    const first = queue.first(connection)
    if (first === undefined) return
    // Those before it may have taken until after its time.
    await (hours.now() >= first.expiresAt ? expire(delivery, first) : deliver(delivery, first))
  }
}

type End = (outcome: QueueOutcome, failure?: BerthError) => Promise<void>

/** Writes how a submission ended, and tells of it. */
function ending({ queue, hours, onEnd }: QueueDelivery, waiting: QueueEntry, entry: ReceiptEntry): End {
  const states = { accepted: 'done', failed: 'failed', refused: 'failed', unknown: 'begun' } as const
  return async (outcome, failure) => {
    const at = new Date(hours.now()).toISOString()
    const said = outcome === 'refused' ? 'refused' : 'failed'
    const failed = failure === undefined ? {} : ({ outcome: said, code: failure.code, rows: 0 } as const)
    await queue.end(waiting, states[outcome], { ...entry, at, ...failed })
    onEnd?.(waiting.operation, outcome, failure)
  }
}

async function expire(delivery: QueueDelivery, late: QueueEntry): Promise<void> {
  const { known, kept } = await delivery.queue.read(late)
  const end = ending(delivery, late, kept.entry)
  if (known.state === 'begun') return await end('unknown', unknownOutcome(late.operation))
  await end('failed', new BerthError('SUBMISSION_EXPIRED', { operation: late.operation }))
}

/** Why the right to a submission no longer holds. Throws `REVOCATIONS_STALE` while nobody can tell: it waits on. */
function revoked({ revocations }: QueueDelivery, { grant = '' }: ReceiptEntry): BerthError | undefined {
  try {
    revocations?.check({ id: grant })
    return undefined
  } catch (error) {
    if (BerthError.is(error) && error.code === 'GRANT_REVOKED') return error
    throw error
  }
}

async function deliver(delivery: QueueDelivery, entry: QueueEntry): Promise<void> {
  const { queue, state, pool } = delivery
  const { known, kept } = await queue.read(entry)
  const end = ending(delivery, entry, kept.entry)
  const refusal = revoked(delivery, kept.entry)
  if (refusal !== undefined) {
    if (known.state === 'begun') return await end('unknown', unknownOutcome(entry.operation, refusal))
    return await end('refused', refusal)
  }
  let submission: ReturnType<OpenOperation['again']>
  try {
    submission = delivery.operation(entry.operation).again(entry, kept.input)
  } catch (error) {
    // The manifest is another one by now. What has begun under the old one may have been done.
    const failure = BerthError.from(error, 'INTERNAL', { subject: entry.operation })
    if (known.state === 'begun') return await end('unknown', unknownOutcome(entry.operation, failure))
    return await end('failed', failure)
  }
  const passed = await passOn({ state, pool }, submission, known)
  if (passed.outcome === 'done') return await end('accepted')
  const { failure } = passed
  if (passed.outcome === 'unknown') {
    if (passed.repeatable) throw failure
    return await end('unknown', failure)
  }
  if (passed.begun && failure.action !== 'retry') return await end('failed', failure)
  // Surely not done: what was begun only waits again.
  if (passed.begun) await state.commit({ operations: [{ ...known, state: 'waiting' }] })
  throw failure
}
