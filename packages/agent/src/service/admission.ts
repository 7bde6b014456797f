import { BerthError } from '@berth/core'
import {
  checkGrant,
  type Grant,
  type ReplayStore,
  type SignedParts,
  type VerificationKey,
  verifyRequest,
} from '@berth/trust'
import { GrantCache } from './grant-cache.ts'

/** A request as it came in. */
export interface IncomingRequest extends SignedParts {
  /** The header `Berth-Signature`. */
  readonly signature: string | undefined
  /** The header `Berth-Grant`. */
  readonly grant: string | undefined
}

/** Who asks, by a verified grant. */
export interface Asker {
  readonly grant: Grant
  /** The id of the signed request: what the receipt refers to. */
  readonly reference: string
}

/**
 * Lets in what a platform signed, once, on the strength of a grant that it gave (SEC-1, SEC-5).
 */
export class Admission {
  readonly #system: string
  readonly #keys: readonly VerificationKey[]
  readonly #replay: ReplayStore
  readonly #grants: GrantCache

  constructor(system: string, keys: readonly VerificationKey[], replay: ReplayStore) {
    this.#system = system
    this.#keys = keys
    this.#replay = replay
    this.#grants = new GrantCache(keys)
  }

  /** Verifies the signature: the platform's id and the request's. Rejects as `verifyRequest` does. */
  async signed(request: IncomingRequest, now: number): Promise<{ readonly issuer: string; readonly id: string }> {
    const keyOf = (issuer: string): VerificationKey[] => this.#keys.filter((key) => key.id === issuer)
    return await verifyRequest(request.signature, request, { keyOf, now, replay: this.#replay })
  }

  /**
   * Verifies the grant for one resource or operation, `<system>/<id>` without the system, and one purpose. `purposes` are those the
   * resource admits; empty: any that a grant names.
   *
   * Rejects with `GRANT_MISSING` or as `verifyGrant` does.
   */
  async granted(
    request: IncomingRequest,
    issuer: string,
    use: {
      readonly target: string
      readonly purpose: string
      readonly purposes: readonly string[]
      readonly now: number
    },
  ): Promise<Grant> {
    if (request.grant === undefined || request.grant === '') throw new BerthError('GRANT_MISSING')
    const grant = await this.#grants.read(request.grant, use.now)
    const { now, purpose } = use
    checkGrant(grant, { now, purpose, system: this.#system, resource: `${this.#system}/${use.target}` })
    if (grant.issuer !== issuer) throw new BerthError('GRANT_INVALID', { problem: 'another platform gave it' })
    if (use.purposes.length > 0 && !use.purposes.includes(purpose)) {
      throw new BerthError('PURPOSE_MISMATCH', { purpose })
    }
    return grant
  }
}
