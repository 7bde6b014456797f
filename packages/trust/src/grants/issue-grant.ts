import type { SigningKey } from '../keys/key.ts'
import { signText } from '../signed-text.ts'
import { type Grant, grantType } from './grant.ts'

/** Writes a grant as a token signed by the platform. The issuer is the key's party. */
export function issueGrant(key: SigningKey, grant: Omit<Grant, 'issuer'>): string {
  const payload = {
    iss: key.id,
    sub: grant.consumer,
    aud: grant.system,
    jti: grant.id,
    iat: Math.floor(grant.issuedAt / 1000),
    nbf: Math.floor(grant.notBefore / 1000),
    exp: Math.floor(grant.expiresAt / 1000),
    resource: grant.resource,
    items: grant.items,
    clearance: grant.clearance,
    ...(grant.categories === undefined ? {} : { categories: grant.categories }),
    purpose: grant.purpose,
    ...(grant.basis === undefined ? {} : { basis: grant.basis }),
    ...(grant.scope === undefined ? {} : { scope: grant.scope }),
    ...(grant.limits === undefined ? {} : { limits: grant.limits }),
  }
  return signText(key, payload, grantType)
}
