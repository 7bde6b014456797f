import type { BerthError } from '@berth/core'

/** Why a request was not let in, by the code of its refusal; what a code leaves open, the problem of a signature says. */
const byCode: ReadonlyMap<string, string> = new Map([
  ['REQUEST_REPLAYED', 'replayed'],
  ['CLOCK_SKEW', 'out-of-time'],
  ['SIGNATURE_MISSING', 'unsigned'],
  ['GRANT_MISSING', 'grant-missing'],
  ['GRANT_INVALID', 'grant-invalid'],
  ['GRANT_EXPIRED', 'grant-expired'],
  ['GRANT_REVOKED', 'grant-revoked'],
  ['GRANT_FOREIGN', 'grant-foreign'],
  ['GRANT_SCOPE_EXCEEDED', 'grant-scope'],
  ['GRANT_LIMIT_REACHED', 'grant-limit'],
  ['REVOCATIONS_STALE', 'revocations-stale'],
  ['PURPOSE_MISMATCH', 'other-purpose'],
  ['CLIENT_CERTIFICATE_REFUSED', 'certificate-refused'],
  ['CLIENT_CERTIFICATE_FOREIGN', 'certificate-foreign'],
  ['CREDENTIALS_REFUSED', 'credentials'],
  ['CREDENTIALS_BLOCKED', 'credentials'],
])

/** Method, path and body are what a signature binds; where one differs, the request was altered on its way. */
const altered: ReadonlySet<unknown> = new Set(['htm', 'htu', 'bh'])

/** Of `verifyRequest`: it is not signed as the protocol says at all, but in another way. */
const dialect: ReadonlySet<unknown> = new Set(['typ', 'kid is not iss', 'iat', 'jti', 'clm'])

/** The word under which a refused request is counted. Undefined: it was let in, and failed for something else. */
export function refusalReason({ code, details }: BerthError): string | undefined {
  if (code !== 'SIGNATURE_INVALID') return byCode.get(code)
  const { problem } = details as { readonly problem?: unknown }
  if (altered.has(problem)) return 'altered'
  if (dialect.has(problem) || String(problem).startsWith('not a token')) return 'other-dialect'
  return problem === 'no key of the party that signed it' ? 'unknown-signer' : 'signature'
}
