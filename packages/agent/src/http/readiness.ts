import { BerthError, type ErrorCode } from '@berth/core'
import type { BackgroundState } from '../background/background-state.ts'
import type { FileReceiptState } from '../file-receipts/receipt-state.ts'
import type { SystemHours } from '../hours/system-hours.ts'
import type { SessionPool } from '../sessions/session-pool.ts'

/** Whether the systems behind the connections answer. */
export interface ReadinessState {
  /** Outside the system's hours too: what can be answered then is answered. */
  readonly ready: boolean
  /** Outside the system's hours: when it is up again, an `instant`. */
  readonly closedUntil?: string
  readonly connections: Readonly<Record<string, { readonly ready: boolean; readonly code?: ErrorCode }>>
  /** Copies that answer while the system is down, by resource; absent where there are to be none. */
  readonly replicas?: Readonly<Record<string, Told & { readonly asOf?: string; readonly ageSeconds?: number }>>
  /** What waits for the system, by operation. */
  readonly queues?: Readonly<
    Record<string, Told & { readonly waiting: number; readonly oldest?: string; readonly oldestSeconds?: number }>
  >
  /** Data files without a receipt of their receiver, by resource. */
  readonly files?: Readonly<Record<string, Told & Pick<FileReceiptState, 'awaited' | 'overdue' | 'contradicting'>>>
}

/** `code` and `next`, in both languages: what is wrong and to be done. Absent: nothing. None of it makes an agent unready. */
interface Told {
  readonly code?: ErrorCode
  readonly next?: { readonly zh: string; readonly en: string }
}

/**
 * Asks each connection for a sign of life, at most once in a while however often it is asked itself; none outside the
 * system's hours.
 */
export class Readiness {
  readonly #pools: ReadonlyMap<string, SessionPool>
  readonly #hours: SystemHours
  readonly #background: () => Promise<BackgroundState>
  readonly #holdMs: number
  #known: { readonly at: number; readonly state: Promise<ReadinessState> } | undefined

  /** @param holdMs how long an answer is given again. @default 2000 */
  constructor(
    pools: ReadonlyMap<string, SessionPool>,
    hours: SystemHours,
    background: () => Promise<BackgroundState>,
    holdMs = 2000,
  ) {
    this.#pools = pools
    this.#hours = hours
    this.#background = background
    this.#holdMs = holdMs
  }

  state(): Promise<ReadinessState> {
    const now = performance.now()
    if (this.#known === undefined || now - this.#known.at >= this.#holdMs) {
      this.#known = { at: now, state: this.#ask() }
    }
    return this.#known.state
  }

  async #ask(): Promise<ReadinessState> {
    const [connections, background] = await Promise.all([this.#askConnections(), this.#background()])
    return { ...connections, ...told(background, this.#hours.now()) }
  }

  async #askConnections(): Promise<ReadinessState> {
    const { opensAt } = this.#hours
    if (opensAt !== undefined) {
      const closed = [...this.#pools.keys()].map((id) => [id, { ready: false, code: 'OUTSIDE_HOURS' }] as const)
      return { ready: true, closedUntil: new Date(opensAt).toISOString(), connections: Object.fromEntries(closed) }
    }
    const asked = [...this.#pools].map(async ([id, pool]) => [id, await ping(pool)] as const)
    const connections = Object.fromEntries(await Promise.all(asked))
    return { ready: Object.values(connections).every(({ ready }) => ready), connections }
  }
}

function told(
  { replicas, queues, files }: BackgroundState,
  now: number,
): Pick<ReadinessState, 'replicas' | 'queues' | 'files'> {
  const since = (at: number | undefined): readonly [instant: string, seconds: number] | undefined =>
    at === undefined ? undefined : [new Date(at).toISOString(), Math.max(0, Math.round((now - at) / 1000))]
  return {
    ...named('replicas', replicas, 'resource', ({ asOf }) => {
      const [instant, ageSeconds] = since(asOf) ?? []
      return instant === undefined ? {} : { asOf: instant, ageSeconds }
    }),
    ...named('queues', queues, 'operation', ({ waiting, oldest }) => {
      const [instant, oldestSeconds] = since(oldest) ?? []
      return { waiting, ...(instant === undefined ? {} : { oldest: instant, oldestSeconds }) }
    }),
    ...named('files', files, 'resource', ({ awaited, overdue, contradicting }) => ({
      awaited,
      overdue,
      contradicting,
    })),
  }
}

/** Findings by what they are about, under a name; nothing where there are none. */
function named<Id extends string, Finding extends Readonly<Record<Id, string>> & { readonly problem?: BerthError }>(
  name: string,
  findings: readonly Finding[],
  id: Id,
  facts: (finding: Finding) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (findings.length === 0) return {}
  const entries = findings.map((finding) => {
    const { problem } = finding
    const said =
      problem === undefined ? {} : { code: problem.code, next: { zh: problem.next('zh'), en: problem.next('en') } }
    return [finding[id], { ...facts(finding), ...said }] as const
  })
  return { [name]: Object.fromEntries(entries) }
}

async function ping(pool: SessionPool): Promise<{ ready: boolean; code?: ErrorCode }> {
  // One that is at work is answering.
  if (pool.counts.busy >= pool.maxSessions) return { ready: true }
  try {
    await pool.use((session) => session.ping({ timeoutMs: 5000 }))
    return { ready: true }
  } catch (error) {
    return { ready: false, code: BerthError.from(error, 'INTERNAL', { subject: 'ping' }).code }
  }
}
