import { BerthError } from '@berth/core'
import { type BoundHeaders, keyAlgorithm, type ReplayStore, verifyRequest } from '@berth/trust'
import type { FastifyRequest } from 'fastify'
import { findParty, type Party, type PartyKind } from '../enrolment/parties.ts'
import { isIdentifier } from '../identifier.ts'
import type { PlatformContext } from '../platform-context.ts'
import { bodyOf, headerOf } from './request-parts.ts'

/** Finds out who signed a request. */
export type Authenticate = (request: FastifyRequest, kind: PartyKind) => Promise<Authenticated>

/** Who signed a request, its id, and what that party vouches for of whoever asks. */
export interface Authenticated {
  readonly party: Party
  readonly requestId: string
  readonly claims: Readonly<Record<string, string>>
}

/**
 * Verifies signed requests (SEC-5). The request has to be signed by an enrolled party of the kind asked for.
 *
 * Errors: `SIGNATURE_MISSING`, `SIGNATURE_INVALID`, `CLOCK_SKEW`, `REQUEST_REPLAYED`, `SYSTEM_UNKNOWN`,
 * `CONSUMER_UNKNOWN`.
 */
export function authenticator(context: PlatformContext, replay: ReplayStore): Authenticate {
  return async (request, kind) => {
    let party: Party | undefined
    const verified = await verifyRequest(
      headerOf(request, 'berth-signature'),
      { method: request.method, path: request.raw.url ?? '', body: bodyOf(request), bound: boundHeaders(request) },
      {
        audience: context.key.id,
        now: context.now(),
        replay,
        async keyOf(issuer) {
          party = isIdentifier(issuer) ? await findParty(context.store, issuer) : undefined
          if (party?.kind !== kind) throw unknownParty(kind, issuer)
          // Enrolled before the platform was held to one algorithm: such a key counts for nothing now.
          return context.algorithms.includes(keyAlgorithm(party.key)) ? party.key : undefined
        },
      },
    )
    if (party === undefined) throw unknownParty(kind, verified.issuer)
    return { party, requestId: verified.id, claims: verified.claims }
  }
}

function boundHeaders(request: FastifyRequest): BoundHeaders {
  return { idempotencyKey: headerOf(request, 'idempotency-key'), rows: headerOf(request, 'berth-rows') }
}

function unknownParty(kind: PartyKind, issuer: string): BerthError {
  const id = issuer.slice(0, 128)
  return kind === 'system'
    ? new BerthError('SYSTEM_UNKNOWN', { system: id })
    : new BerthError('CONSUMER_UNKNOWN', { consumer: id })
}
