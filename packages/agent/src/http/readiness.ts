import { BerthError, type ErrorCode } from '@berth/core'
import type { SessionPool } from '../sessions/session-pool.ts'

/** Whether the systems behind the connections answer. */
export interface ReadinessState {
  readonly ready: boolean
  readonly connections: Readonly<Record<string, { readonly ready: boolean; readonly code?: ErrorCode }>>
}

/** Asks each connection for a sign of life, at most once in a while however often it is asked itself. */
export class Readiness {
  readonly #pools: ReadonlyMap<string, SessionPool>
  readonly #holdMs: number
  #known: { readonly at: number; readonly state: Promise<ReadinessState> } | undefined

  /** @param holdMs how long an answer is given again. @default 2000 */
  constructor(pools: ReadonlyMap<string, SessionPool>, holdMs = 2000) {
    this.#pools = pools
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
