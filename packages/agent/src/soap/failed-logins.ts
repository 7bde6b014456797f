import { BerthError } from '@berth/core'

export interface FailedLoginsOptions {
  /** How many may fail within the window. @default 10 */
  readonly maxFailures?: number
  /** @default 60000 */
  readonly windowMs?: number
  /** The most places that are remembered; the one that failed longest ago goes first. @default 10000 */
  readonly maxPlaces?: number
}

/**
 * Bounds how fast passwords can be tried from one place: an address together with a user name. A place that failed too
 * often is refused for the rest of its window, the right password too, for a guess must not be told from it.
 */
export class FailedLogins {
  readonly #maxFailures: number
  readonly #windowMs: number
  readonly #maxPlaces: number
  readonly #places: Map<string, { readonly since: number; failures: number }> = new Map()

  constructor({ maxFailures = 10, windowMs = 60_000, maxPlaces = 10_000 }: FailedLoginsOptions = {}) {
    this.#maxFailures = maxFailures
    this.#windowMs = windowMs
    this.#maxPlaces = maxPlaces
  }

  /** Throws `CREDENTIALS_BLOCKED` where the place failed too often. `now` is milliseconds since 1970. */
  check(place: string, now: number): void {
    const known = this.#places.get(place)
    if (known === undefined || known.failures < this.#maxFailures) return
    const left = known.since + this.#windowMs - now
    if (left > 0) throw new BerthError('CREDENTIALS_BLOCKED', { seconds: Math.ceil(left / 1000) })
  }

  /** Notes a login that failed. */
  failed(place: string, now: number): void {
    const known = this.#places.get(place)
    if (known !== undefined && known.since + this.#windowMs > now) {
      known.failures += 1
      return
    }
    this.#places.delete(place)
    this.#places.set(place, { since: now, failures: 1 })
    if (this.#places.size <= this.#maxPlaces) return
    const [oldest] = this.#places.keys()
    if (oldest !== undefined) this.#places.delete(oldest)
  }
}
