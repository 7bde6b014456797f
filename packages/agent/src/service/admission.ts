import { hash } from 'node:crypto'
import { BerthError } from '@berth/core'
import {
  checkGrant,
  type Grant,
  type ReplayStore,
  type SignedParts,
  type VerificationKey,
  verifyRequest,
} from '@berth/trust'
import type { ShownCertificate } from '../tls/caller-certificates.ts'
import { GrantCache } from './grant-cache.ts'

/** A request as it came in. */
export interface IncomingRequest extends SignedParts {
  /** The header `Berth-Signature`. */
  readonly signature: string | undefined
  /** The header `Berth-Grant`. */
  readonly grant: string | undefined
  /** That of the connection. Absent: none has to be shown. */
  readonly certificate?: ShownCertificate | undefined
}

/** Who asks, by a verified grant. */
export interface Asker {
  readonly grant: Grant
  /** The id of the signed request: what the receipt refers to. */
  readonly reference: string
}

/** What a grant is asked for. */
export interface WantedUse {
  /** The resource or operation: `<system>/<id>` without the system. */
  readonly target: string
  readonly purpose: string
  /** The purposes that the resource admits. Empty: any that a grant names. */
  readonly purposes: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Who signed or logged in, and the request's id. */
export interface VerifiedAsker {
  readonly issuer: string
  readonly id: string
  /** What the signer vouches for of whoever asks. @default nothing */
  readonly claims?: Readonly<Record<string, string>>
}

/** How one request gets in: who it is from, and with which right. */
export interface Credential {
  /** SHA-256, hexadecimal, of the body that asks: what the receipt says was asked. */
  readonly question: string
  /** That of the connection. Absent: none has to be shown. */
  readonly certificate?: ShownCertificate | undefined
  /** Verifies who asks, and gives the request an id for its receipt. */
  verified(now: number): Promise<VerifiedAsker>
  /** The grant for one use, verified. `issuer` is what `verified` told. */
  granted(issuer: string, use: WantedUse): Promise<Grant>
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

  /** The signature and the grant that a request carries. */
  credential(request: IncomingRequest): Credential {
    return {
      question: hash('sha256', request.body),
      certificate: request.certificate,
      verified: (now) => this.signed(request, now),
      granted: (issuer, use) => this.granted(request, issuer, use),
    }
  }

  /** Verifies the signature: the platform's id and the request's. Rejects as `verifyRequest` does. */
  async signed(request: IncomingRequest, now: number): Promise<VerifiedAsker> {
    const keyOf = (issuer: string): VerificationKey[] => this.#keys.filter((key) => key.id === issuer)
    return await verifyRequest(request.signature, request, { keyOf, audience: this.#system, now, replay: this.#replay })
  }

  /**
   * Verifies the grant that a request carries for one use. Rejects with `GRANT_MISSING` or as `verifyGrant` does.
   */
  async granted(request: IncomingRequest, issuer: string, use: WantedUse): Promise<Grant> {
    if (request.grant === undefined || request.grant === '') throw new BerthError('GRANT_MISSING')
    const grant = await this.#grants.read(request.grant, use.now)
    checkUse(grant, this.#system, use)
    if (grant.issuer !== issuer) throw new BerthError('GRANT_INVALID', { problem: 'another platform gave it' })
    return grant
  }
}

/** Whether a grant that was read covers one use of a system. Throws as `checkGrant`, and `PURPOSE_MISMATCH`. */
export function checkUse(grant: Grant, system: string, { target, purpose, purposes, now }: WantedUse): void {
  checkGrant(grant, { now, purpose, system, resource: `${system}/${target}` })
  if (purposes.length > 0 && !purposes.includes(purpose)) throw new BerthError('PURPOSE_MISMATCH', { purpose })
}
