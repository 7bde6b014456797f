import { BerthError, type Grade, grades } from '@berth/core'
import type { VerificationKey } from '../keys/key.ts'
import { parseSignedText, signatureHolds } from '../signed-text.ts'
import { type Grant, grantType } from './grant.ts'
import { readConditions } from './grant-conditions.ts'

/** What a grant is used for. */
export interface GrantUse {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly system: string
  /** `<system>/<resource or operation>` */
  readonly resource: string
  readonly purpose: string
}

/** How far the platform's clock may be ahead of ours, in milliseconds: that of signed requests. */
const clockToleranceMs = 60_000

/**
 * Verifies that a token is a grant of one of these platform keys and covers this use (SEC-1, SEC-6).
 *
 * Rejects with `GRANT_INVALID` (not a grant, not signed by such a key, not yet valid), `GRANT_EXPIRED`, `GRANT_FOREIGN`
 * (for another system or resource) or `PURPOSE_MISMATCH`.
 */
export async function verifyGrant(token: string, keys: readonly VerificationKey[], use: GrantUse): Promise<Grant> {
  const grant = await readGrant(token, keys)
  checkGrant(grant, use)
  return grant
}

/**
 * Verifies type, signature and form of a grant, which never change for a token and keys: the result may be kept.
 * `checkGrant` has to follow at every use. Rejects with `GRANT_INVALID`.
 */
export async function readGrant(token: string, keys: readonly VerificationKey[]): Promise<Grant> {
  const text = parseSignedText(token)
  if (text === undefined) throw invalid('not a token signed with EdDSA or SGD_SM3_SM2')
  if (text.header['typ'] !== grantType) throw invalid(`typ is not ${grantType}`)
  const { kid } = text.header
  for (const key of keys) {
    if (key.id === kid && (await signatureHolds(text, key))) return grantOf(text.payload, key.id)
  }
  throw invalid('no key of the platform signed it')
}

/** Checks time, system, resource and purpose, in this order. Throws as `verifyGrant` rejects. */
export function checkGrant(grant: Grant, use: GrantUse): void {
  if (use.now >= grant.expiresAt) {
    throw new BerthError('GRANT_EXPIRED', { expiredAt: new Date(grant.expiresAt).toISOString() })
  }
  if (use.now < grant.notBefore - clockToleranceMs) throw invalid('it is not valid yet')
  if (grant.system !== use.system || grant.resource !== use.resource) {
    throw new BerthError('GRANT_FOREIGN', { resource: use.resource })
  }
  if (grant.purpose !== use.purpose) throw new BerthError('PURPOSE_MISMATCH', { purpose: use.purpose })
}

function grantOf(claims: Readonly<Record<string, unknown>>, issuer: string): Grant {
  if (claims['iss'] !== issuer) throw invalid('iss is not the party that signed it')
  const { items, clearance, categories, basis } = claims
  if (!areTexts(items)) throw invalid('items')
  if (!grades.includes(clearance as Grade)) throw invalid('clearance')
  if (categories !== undefined && !areTexts(categories)) throw invalid('categories')
  if (basis !== undefined && typeof basis !== 'string') throw invalid('basis')
  return {
    id: text(claims, 'jti'),
    issuer,
    consumer: text(claims, 'sub'),
    system: text(claims, 'aud'),
    resource: text(claims, 'resource'),
    items,
    clearance: clearance as Grade,
    ...(categories === undefined ? {} : { categories }),
    purpose: text(claims, 'purpose'),
    ...(basis === undefined ? {} : { basis }),
    ...readConditions(claims),
    issuedAt: time(claims, 'iat'),
    notBefore: time(claims, 'nbf'),
    expiresAt: time(claims, 'exp'),
  }
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function text(claims: Readonly<Record<string, unknown>>, claim: string): string {
  const value = claims[claim]
  if (typeof value !== 'string' || value === '') throw invalid(claim)
  return value
}

function time(claims: Readonly<Record<string, unknown>>, claim: string): number {
  const value = claims[claim]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 8_640_000_000_000)
    throw invalid(claim)
  return value * 1000
}

function invalid(problem: string): BerthError {
  return new BerthError('GRANT_INVALID', { problem })
}
