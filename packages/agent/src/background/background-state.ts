import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { type FileReceiptState, fileReceiptStates } from '../file-receipts/receipt-state.ts'
import { SystemHours } from '../hours/system-hours.ts'
import { type QueueCounts, SubmissionQueue } from '../queue/submission-queue.ts'
import { type ReplicaState, Replicas } from '../replica/replicas.ts'
import type { SentFile, StatePort } from '../state/state-port.ts'

/** A replica, and what is to be done about it: `REPLICA_UNREADY`. */
export interface ReplicaFinding extends ReplicaState {
  readonly problem?: BerthError
}

/** A queue, and what is to be done about it: `QUEUE_WAITING`. */
export interface QueueFinding extends QueueCounts {
  readonly problem?: BerthError
}

/** What goes on behind the requests: what an operator looks at in the morning. */
export interface BackgroundState {
  readonly replicas: readonly ReplicaFinding[]
  readonly queues: readonly QueueFinding[]
  readonly files: readonly FileReceiptState[]
}

/** A queue is told when it is this full, or its oldest has waited so much of its time. */
const [crowded, late] = [0.8, 0.5]

/** Judges what is known. `now` is milliseconds since 1970. */
export function backgroundState(
  manifest: DockingManifest,
  known: {
    readonly replicas: readonly ReplicaState[]
    readonly queues: readonly QueueCounts[]
    readonly sent: readonly SentFile[]
  },
  now: number,
): BackgroundState {
  return {
    replicas: known.replicas.map((replica) => ({ ...replica, ...told(replicaProblem(manifest, replica, now)) })),
    queues: known.queues.map((queue) => ({ ...queue, ...told(queueProblem(manifest, queue, now)) })),
    files: fileReceiptStates(manifest, known.sent, now),
  }
}

/** The same, read from the state of an agent that need not run. Rejects as the state does. */
export async function readBackground(
  manifest: DockingManifest,
  state: StatePort,
  now: number = Date.now(),
): Promise<BackgroundState> {
  using replicas = new Replicas(manifest, state, new SystemHours(manifest))
  const queue = await SubmissionQueue.open(manifest, state)
  const known = { replicas: replicas.states, queues: queue.counts, sent: await state.sentFiles() }
  return backgroundState(manifest, known, now)
}

function told(problem: BerthError | undefined): { readonly problem?: BerthError } {
  return problem === undefined ? {} : { problem }
}

function replicaProblem(
  { resources }: DockingManifest,
  { resource, asOf }: ReplicaState,
  now: number,
): BerthError | undefined {
  const { maxAgeMs = 0 } = resources[resource]?.provide.parameter?.replica ?? {}
  if (asOf !== undefined && now - asOf <= maxAgeMs) return undefined
  return new BerthError('REPLICA_UNREADY', { resource, asOf: asOf === undefined ? '-' : instant(asOf) })
}

function queueProblem(
  { operations }: DockingManifest,
  { operation, waiting, oldest }: QueueCounts,
  now: number,
): BerthError | undefined {
  if (oldest === undefined) return undefined
  const { limit = 0, expiresMs = 0 } = operations[operation]?.accept.parameter.queue ?? {}
  if (waiting < limit * crowded && now - oldest < expiresMs * late) return undefined
  return new BerthError('QUEUE_WAITING', { operation, waiting, limit, since: instant(oldest) })
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
