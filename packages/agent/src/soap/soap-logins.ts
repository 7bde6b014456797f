import { randomUUID } from 'node:crypto'
import { BerthError, type ErrorCode, type Secret } from '@berth/core'
import {
  type Grant,
  type ReplayStore,
  type UsernameToken,
  type VerificationKey,
  verifyUsernameToken,
} from '@berth/trust'
import { type Credential, checkUse, type WantedUse } from '../service/admission.ts'
import { GrantCache } from '../service/grant-cache.ts'
import { FailedLogins } from './failed-logins.ts'

/** A consumer that logs in by UsernameToken. */
export interface SoapLogin {
  readonly password: Secret
  /** The grants it has now, as tokens of the platform. Asked with every request, so that one can be withdrawn. */
  readonly grants: () => readonly string[] | Promise<readonly string[]>
}

export interface SoapLoginsOptions {
  /** The system's id. */
  readonly system: string
  /** By user name, which is the consumer of the grants. */
  readonly logins: ReadonlyMap<string, SoapLogin>
  /** Of the platforms whose grants hold. */
  readonly keys: readonly VerificationKey[]
  readonly replay: ReplayStore
}

/** Where a token came from. */
export interface LoginPlace {
  /** The address of the peer. */
  readonly peer: string
  /** Nobody can listen: the same machine, or TLS in front. */
  readonly isProtected: boolean
}

/** How near a grant came to covering a use: the refusal of the nearest one is the one to tell. */
const nearness: readonly ErrorCode[] = ['GRANT_INVALID', 'GRANT_FOREIGN', 'PURPOSE_MISMATCH', 'GRANT_EXPIRED']

/** Lets in consumers that log in by UsernameToken, on the strength of grants that are kept for them (SEC-1, SEC-5). */
export class SoapLogins {
  readonly #options: SoapLoginsOptions
  readonly #grants: GrantCache
  readonly #failed: FailedLogins = new FailedLogins()
  // Counted by name like the others, else it would show which names there are; apart, for there is no end of them.
  readonly #failedNobody: FailedLogins = new FailedLogins()

  constructor(options: SoapLoginsOptions) {
    this.#options = options
    this.#grants = new GrantCache(options.keys)
  }

  /**
   * The token of an envelope. `verified` rejects with `CREDENTIALS_BLOCKED` or as `verifyUsernameToken` does; `granted`
   * with `GRANT_MISSING` where the consumer has no grant at all, or with what the nearest of its grants lacks.
   */
  credential(token: UsernameToken, place: LoginPlace): Omit<Credential, 'question'> {
    return {
      verified: (now) => this.#verified(token, place, now),
      granted: (consumer, use) => this.#granted(consumer, use),
    }
  }

  async #verified(
    token: UsernameToken,
    { peer, isProtected }: LoginPlace,
    now: number,
  ): Promise<{ issuer: string; id: string }> {
    const { logins, replay } = this.#options
    const failures = logins.has(token.username) ? this.#failed : this.#failedNobody
    const place = `${peer} ${token.username.slice(0, 256)}`
    failures.check(place, now)
    try {
      const { username } = await verifyUsernameToken(token, {
        passwordOf: (name) => logins.get(name)?.password,
        now,
        replay: { add: (id, expiresAt, at) => replay.add(`soap ${id}`, expiresAt, at) },
        acceptPasswordText: isProtected,
      })
      return { issuer: username, id: randomUUID() }
    } catch (error) {
      if (BerthError.is(error) && error.code === 'CREDENTIALS_INVALID') failures.failed(place, now)
      throw error
    }
  }

  async #granted(consumer: string, use: WantedUse): Promise<Grant> {
    const tokens = (await this.#options.logins.get(consumer)?.grants()) ?? []
    let nearest = new BerthError('GRANT_MISSING')
    for (const token of tokens) {
      try {
        const grant = await this.#grants.read(token, use.now)
        if (grant.consumer !== consumer)
          throw new BerthError('GRANT_INVALID', { problem: 'it is for another consumer' })
        checkUse(grant, this.#options.system, use)
        return grant
      } catch (error) {
        if (!BerthError.is(error) || !nearness.includes(error.code)) throw error
        if (nearness.indexOf(error.code) > nearness.indexOf(nearest.code)) nearest = error
      }
    }
    throw nearest
  }
}
