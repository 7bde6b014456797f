import { BerthError } from '@berth/core'
import type { SigningKey, VerificationKey } from '../keys/key.ts'
import { parseSignedText, signatureHolds, signText } from '../signed-text.ts'

/** The `typ` of a revocation list's header. */
const revocationsType = 'berth-revocations+jwt'

/** The grants that a platform took back before their time. */
export interface RevocationList {
  readonly issuer: string
  /** Milliseconds since 1970, whole seconds. */
  readonly issuedAt: number
  /** Ids of grants. One that has expired need not be here. */
  readonly revoked: ReadonlySet<string>
}

/** Writes the list for one system, as a token signed by the platform. `now` is milliseconds since 1970. */
export function issueRevocations(key: SigningKey, system: string, revoked: readonly string[], now: number): string {
  return signText(key, { iss: key.id, aud: system, iat: Math.floor(now / 1000), revoked }, revocationsType)
}

/** Verifies a list and reads it. Rejects with `SIGNATURE_INVALID` where it is none for this system, or no key of the platform signed it. */
export async function readRevocations(
  token: string,
  keys: readonly VerificationKey[],
  system: string,
): Promise<RevocationList> {
  const text = parseSignedText(token, 1_048_576)
  if (text === undefined || text.header['typ'] !== revocationsType) throw invalid('typ')
  const { iss, aud, iat, revoked } = text.payload
  for (const key of keys) {
    if (key.id !== text.header['kid'] || key.id !== iss || !(await signatureHolds(text, key))) continue
    if (aud !== system) throw invalid('aud')
    if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || iat < 0) throw invalid('iat')
    if (!Array.isArray(revoked) || !revoked.every((id) => typeof id === 'string')) throw invalid('revoked')
    return { issuer: iss, issuedAt: iat * 1000, revoked: new Set(revoked) }
  }
  throw invalid('no key of the platform signed it')
}

function invalid(problem: string): BerthError {
  return new BerthError('SIGNATURE_INVALID', { problem })
}
