import { BerthError, type ConnectorSession, type ErrorCode } from '@berth/core'
import type { SessionPool } from '../sessions/session-pool.ts'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'
import { namedByItem } from './named-by-item.ts'
import type { ReadySubmission } from './open-operation.ts'

/** What came of passing a submission on. */
export type PassedOn =
  | { readonly outcome: 'done'; readonly repeated: boolean }
  /** Nobody knows whether the system did it. `repeatable`: passed on again it is still done once. */
  | { readonly outcome: 'unknown'; readonly failure: BerthError; readonly repeatable: boolean }
  /** The system has surely not done it this time. `begun`: it was handed over, and stands as begun in the state. */
  | { readonly outcome: 'not-done'; readonly failure: BerthError; readonly begun: boolean }

/** After these from a write nobody knows whether it happened: the call was sent, and its end not seen. */
const unseenEnd: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ABORTED', 'CALL_TIMEOUT', 'INTERNAL', 'PROTOCOL_ERROR'])

export interface PassOnParts {
  readonly state: StatePort
  readonly pool: SessionPool
}

/**
 * Passes a submission to the system. What the state knows of it is written as `begun` before. The end is not written: it
 * goes with a receipt. Never rejects, but with what the state says before anything has begun.
 */
export async function passOn(
  { state, pool }: PassOnParts,
  submission: ReadySubmission,
  known: AcceptedOperation,
): Promise<PassedOn> {
  const { operation } = submission
  let begun = false
  let repeatable = false
  try {
    return await pool.use(async (session) => {
      repeatable = safeToRepeat(submission, session)
      if (known.state === 'begun' && !repeatable) {
        return { outcome: 'unknown', failure: unknownOutcome(operation.id), repeatable }
      }
      await state.commit({ operations: [{ ...known, state: 'begun' }] })
      begun = true
      const { repeated } = await carryOut(submission, session)
      return { outcome: 'done', repeated }
    })
  } catch (error) {
    const failure = namedByItem(BerthError.from(error, 'INTERNAL', { subject: operation.id }), operation.input)
    if (!begun) return { outcome: 'not-done', failure, begun }
    if (failure.action === 'unknown-outcome') return { outcome: 'unknown', failure, repeatable }
    if (!unseenEnd.has(failure.code)) return { outcome: 'not-done', failure, begun }
    return { outcome: 'unknown', failure: unknownOutcome(operation.id, failure), repeatable }
  }
}

export function unknownOutcome(operation: string, cause?: unknown): BerthError {
  return new BerthError('UNKNOWN_OUTCOME', { call: operation }, cause === undefined ? {} : { cause })
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
