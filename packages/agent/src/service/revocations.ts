import { BerthError } from '@berth/core'
import { type Grant, type RevocationList, readRevocations, type VerificationKey } from '@berth/trust'
import type { ScheduledTask } from '../schedule/schedule.ts'

/** Where lists of revoked grants come from, and how old one may become. */
export interface RevocationSource {
  /** Asks the platform for its newest list. Its failures leave the last list in force. */
  readonly fetch: (signal: AbortSignal) => Promise<string>
  /** The list that an earlier run kept, so that a restart while the platform is away does not refuse everybody. */
  readonly kept?: () => Promise<string | undefined>
  /** Keeps a list that was verified. */
  readonly keep?: (token: string) => Promise<void>
  /** A list that is older than this counts for nothing: every grant is refused. Milliseconds. @default 900000 */
  readonly maxAgeMs?: number
  /** How often it is asked for. Milliseconds. @default 60000 */
  readonly everyMs?: number
}

export interface RevocationsOptions extends RevocationSource {
  /** The system's id. */
  readonly system: string
  /** Of the platforms whose lists hold. */
  readonly keys: readonly VerificationKey[]
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/** How far the clock of a platform may be ahead. */
const aheadMs = 300_000

/** The newest list of revoked grants, and what it says of one (SEC-6). */
export class Revocations {
  readonly #options: RevocationsOptions
  readonly #maxAgeMs: number
  #list: RevocationList | undefined

  constructor(options: RevocationsOptions) {
    this.#options = options
    this.#maxAgeMs = options.maxAgeMs ?? 900_000
  }

  /** What the schedule has to do for it. */
  get task(): ScheduledTask {
    const { everyMs = 60_000 } = this.#options
    return { name: 'revocations', everyMs, run: (signal) => this.refresh(signal) }
  }

  /** Takes up what an earlier run kept. What cannot be read is as if there were none. */
  async takeUp(): Promise<void> {
    const { kept, system, keys } = this.#options
    const token = await kept?.().catch(() => undefined)
    if (token === undefined) return
    const list = await readRevocations(token, keys, system).catch(() => undefined)
    if (list !== undefined && this.#aheadMs(list) <= aheadMs) this.#take(list)
  }

  /**
   * Asks the platform. Rejects with what it says, with `SIGNATURE_INVALID`, or with `CLOCK_SKEW` for a list of the future, which would count
   * as new for as long and keep out all lists until then; the last list then stays in force.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    const { fetch, keep, system, keys } = this.#options
    const token = await fetch(signal)
    const list = await readRevocations(token, keys, system)
    const ahead = this.#aheadMs(list)
    if (ahead > aheadMs) throw new BerthError('CLOCK_SKEW', { seconds: -Math.round(ahead / 1000) })
    if (this.#take(list)) await keep?.(token)
  }

  /** Throws `GRANT_REVOKED`, or `REVOCATIONS_STALE` where the newest list is too old to tell. */
  check({ id }: Pick<Grant, 'id'>): void {
    const list = this.#list
    // What was revoked stays so, however old the list is.
    if (list?.revoked.has(id) === true) throw new BerthError('GRANT_REVOKED')
    if (list !== undefined && -this.#aheadMs(list) <= this.#maxAgeMs) return
    throw new BerthError('REVOCATIONS_STALE', {
      asOf: list === undefined ? '-' : new Date(list.issuedAt).toISOString(),
    })
  }

  /** An older list than the one in force is left: someone on the way may have kept it. */
  #take(list: RevocationList): boolean {
    if (this.#list !== undefined && list.issuedAt < this.#list.issuedAt) return false
    this.#list = list
    return true
  }

  #aheadMs({ issuedAt }: RevocationList): number {
    return issuedAt - (this.#options.now?.() ?? Date.now())
  }
}
