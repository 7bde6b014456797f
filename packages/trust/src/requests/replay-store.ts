import { BerthError } from '@berth/core'

/** Remembers which signed requests were received, so that each holds once (SEC-5). */
export interface ReplayStore {
  /**
   * Remembers `id` until `expiresAt`. False when it was remembered already. Times are milliseconds since 1970.
   * Throws `OVERLOADED` rather than forget one too early.
   */
  add(id: string, expiresAt: number, now: number): boolean | Promise<boolean>
}

/** A store in this process, holding at most so many ids: about 150 bytes each. */
export class MemoryReplayStore implements ReplayStore {
  readonly #expiry: Map<string, number> = new Map()
  readonly #maxEntries: number

  /** @param maxEntries the most ids held at once; at 5,000 requests a second 300,000 are live. @default 1000000 */
  constructor(maxEntries = 1_000_000) {
    this.#maxEntries = maxEntries
  }

  get size(): number {
    return this.#expiry.size
  }

  add(id: string, expiresAt: number, now: number): boolean {
    // Insertion order is nearly expiry order: a live entry at the front keeps expired ones behind it a little longer.
    for (const [oldest, expiry] of this.#expiry) {
      if (expiry > now) break
      this.#expiry.delete(oldest)
    }
    const known = this.#expiry.get(id)
    if (known !== undefined && known > now) return false
    if (this.#expiry.size >= this.#maxEntries) throw new BerthError('OVERLOADED')
    this.#expiry.delete(id)
    this.#expiry.set(id, expiresAt)
    return true
  }
}
