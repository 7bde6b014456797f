import { BerthError } from '@berth/core'
import { type DockingManifest, type Hours, parseHours } from '@berth/manifest'
import { nextUp } from './opening-hours.ts'

const minuteMs = 60_000

/** When the docked system is up, asked of a clock (AVL-1). */
export class SystemHours {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly #hours: Hours | undefined
  #minute = Number.NaN
  #opensAt: number | undefined

  /** @param now the clock. @default Date.now */
  constructor({ system }: Pick<DockingManifest, 'system'>, now: () => number = Date.now) {
    this.now = now
    this.#hours = system.hours === undefined ? undefined : parseHours(system.hours)
  }

  /** When it is up next, in milliseconds since 1970. Undefined: it is up now. */
  get opensAt(): number | undefined {
    if (this.#hours === undefined) return undefined
    const now = this.now()
    const minute = Math.floor(now / minuteMs)
    if (minute !== this.#minute) {
      const next = nextUp(this.#hours, now)
      // Hours that never come would be a gap of a clock every week.
      this.#opensAt = next === now ? undefined : (next ?? now + 14 * 24 * 60 * minuteMs)
      this.#minute = minute
    }
    return this.#opensAt
  }

  /** How long it is still closed, in milliseconds; 0: it is up. */
  get closedForMs(): number {
    const { opensAt } = this
    return opensAt === undefined ? 0 : Math.max(1, opensAt - this.now())
  }

  /** The refusal that says when to return. Undefined: it is up. */
  refusal(): BerthError | undefined {
    const { opensAt } = this
    if (opensAt === undefined) return undefined
    const until = new Date(opensAt).toISOString()
    return new BerthError('OUTSIDE_HOURS', { until, seconds: Math.ceil(this.closedForMs / 1000) })
  }
}
