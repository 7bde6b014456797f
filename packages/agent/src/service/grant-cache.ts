import { type Grant, readGrant, type VerificationKey } from '@berth/trust'

/**
 * Grants whose signature was verified, by token, so that it is verified once and not with every question. What changes
 * with time and use, `checkGrant` still decides each time.
 */
export class GrantCache {
  readonly #keys: readonly VerificationKey[]
  readonly #maxGrants: number
  readonly #grants: Map<string, Grant> = new Map()

  /** @param maxGrants the most grants kept; the one unused for longest goes first. @default 1000 */
  constructor(keys: readonly VerificationKey[], maxGrants = 1000) {
    this.#keys = keys
    this.#maxGrants = maxGrants
  }

  /** Rejects with `GRANT_INVALID`. `now` is milliseconds since 1970. */
  async read(token: string, now: number): Promise<Grant> {
    const known = this.#grants.get(token)
    if (known !== undefined) {
      this.#grants.delete(token)
      if (known.expiresAt > now) this.#grants.set(token, known)
      return known
    }
    const grant = await readGrant(token, this.#keys)
    if (grant.expiresAt > now) this.#keep(token, grant)
    return grant
  }

  #keep(token: string, grant: Grant): void {
    this.#grants.set(token, grant)
    if (this.#grants.size <= this.#maxGrants) return
    const [oldest] = this.#grants.keys()
    if (oldest !== undefined) this.#grants.delete(oldest)
  }
}
