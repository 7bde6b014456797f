import { BerthError, type ErrorCode } from '@berth/core'
import type { SystemHours } from '../hours/system-hours.ts'
import type { SessionPool } from '../sessions/session-pool.ts'

/** Whether the systems behind the connections answer. */
export interface ReadinessState {
  /** Outside the system's hours too: what can be answered then is answered. */
  readonly ready: boolean
  /** Outside the system's hours: when it is up again, an `instant`. */
  readonly closedUntil?: string
  readonly connections: Readonly<Record<string, { readonly ready: boolean; readonly code?: ErrorCode }>>
}

/**
 * Asks each connection for a sign of life, at most once in a while however often it is asked itself; none outside the
 * system's hours.
 */
export class Readiness {
  readonly #pools: ReadonlyMap<string, SessionPool>
  readonly #hours: SystemHours
  readonly #holdMs: number
  #known: { readonly at: number; readonly state: Promise<ReadinessState> } | undefined

  /** @param holdMs how long an answer is given again. @default 2000 */
  constructor(pools: ReadonlyMap<string, SessionPool>, hours: SystemHours, holdMs = 2000) {
    this.#pools = pools
    this.#hours = hours
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
