import { BerthError } from '@berth/core'
import type { VerificationKey } from '../keys/key.ts'
import { parseSignedText, type SignedText, signatureHolds } from '../signed-text.ts'
import type { ReplayStore } from './replay-store.ts'
import { bodyHash, headersHash, requestToleranceMs, type SignedParts } from './signed-request.ts'

export interface VerifyRequestOptions {
  /**
   * The key of a party, or several while it changes its key. Undefined where there is none; it may also throw a code
   * of its own, `SYSTEM_UNKNOWN` or `CONSUMER_UNKNOWN`.
   */
  readonly keyOf: (issuer: string) => PartyKeys | Promise<PartyKeys>
  /** The id of the party that verifies: a request that names another one is refused. @default any */
  readonly audience?: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly replay: ReplayStore
}

/** What is known of a party's keys. */
export type PartyKeys = VerificationKey | readonly VerificationKey[] | undefined

/** Who signed a request, and its unique id. */
export interface VerifiedRequest {
  readonly issuer: string
  readonly id: string
  /** What the signer vouches for of whoever asks. Empty where it says nothing. */
  readonly claims: Readonly<Record<string, string>>
}

/**
 * Verifies the header `Berth-Signature` against the request it came with (SEC-5). A request that does not hold is not
 * remembered as received.
 *
 * Rejects with `SIGNATURE_MISSING`, `SIGNATURE_INVALID` (its problem says which part), `CLOCK_SKEW`,
 * `REQUEST_REPLAYED`, or `OVERLOADED` when no more requests can be remembered.
 */
export async function verifyRequest(
  token: string | undefined,
  request: SignedParts,
  options: VerifyRequestOptions,
): Promise<VerifiedRequest> {
  if (token === undefined || token === '') throw new BerthError('SIGNATURE_MISSING')
  const text = parseSignedText(token)
  if (text === undefined) throw invalid('not a token signed with EdDSA or SGD_SM3_SM2')
  if ('typ' in text.header) throw invalid('typ')
  const { iss, htm, htu, bh, hh, aud, iat, jti, clm = {} } = text.payload
  if (typeof iss !== 'string' || iss === '' || text.header['kid'] !== iss) throw invalid('kid is not iss')
  const keys = [(await options.keyOf(iss)) ?? []].flat()
  if (keys.length === 0) throw invalid('no key of the party that signed it')
  if (!(await anyHolds(text, keys))) throw invalid('another key signed it, or it was changed')
  if (htm !== request.method) throw invalid('htm')
  if (htu !== request.path) throw invalid('htu')
  if (bh !== bodyHash(request.body)) throw invalid('bh')
  // A signer that binds no headers says so by leaving the claim out; nobody else can.
  if (hh !== undefined && request.bound !== undefined && hh !== headersHash(request.bound)) throw invalid('hh')
  if (aud !== undefined && options.audience !== undefined && aud !== options.audience) throw invalid('aud')
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat)) throw invalid('iat')
  if (typeof jti !== 'string' || jti.length < 8 || jti.length > 128) throw invalid('jti')
  if (!areClaims(clm)) throw invalid('clm')
  const skewMs = options.now - iat * 1000
  if (Math.abs(skewMs) > requestToleranceMs) throw new BerthError('CLOCK_SKEW', { seconds: Math.round(skewMs / 1000) })
  const fresh = await options.replay.add(`${iss} ${jti}`, iat * 1000 + requestToleranceMs + 1000, options.now)
  if (!fresh) throw new BerthError('REQUEST_REPLAYED')
  return { issuer: iss, id: jti, claims: clm }
}

function areClaims(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const claims = Object.values(value)
  return claims.length <= 20 && claims.every((claim) => typeof claim === 'string' && claim.length <= 200)
}

async function anyHolds(text: SignedText, keys: readonly VerificationKey[]): Promise<boolean> {
  for (const key of keys) if (await signatureHolds(text, key)) return true
  return false
}

function invalid(problem: string): BerthError {
  return new BerthError('SIGNATURE_INVALID', { problem })
}
