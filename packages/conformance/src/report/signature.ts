import { BerthError } from '@berth/core'
import {
  canonicalJson,
  exportPublicJwk,
  importPublicJwk,
  type SigningKey,
  sameKey,
  signDetached,
  type VerificationKey,
  verifyDetached,
} from '@berth/trust'
import { type ConformanceReport, reportText } from './conformance-report.ts'

const typ = 'berth-report'

/** The report, signed: any byte that is changed in its text is found. A signature that was there is replaced. */
export function signReport(report: ConformanceReport, key: SigningKey): ConformanceReport {
  const { signature: _, ...unsigned } = report
  const named = { ...exportPublicJwk(key) }
  return { ...unsigned, signature: { key: named, jws: signDetached(key, payloadOf(unsigned, named), typ) } }
}

/**
 * What is known of who wrote a report. `unsigned`: nothing. `altered`: it is not as it was signed. `foreign`: whole, and signed by none of
 * the keys that are trusted. `whole`: not altered since it was signed; by whom, no key that is trusted says, for none was given.
 * `signed`: whole, and by the holder of a key that is trusted.
 */
export type SignatureVerdict = 'unsigned' | 'altered' | 'foreign' | 'whole' | 'signed'

/** Checks the signature of a report, given as the very text that it is kept as, by the keys that are trusted, if any. */
export function verifyReport(
  text: string,
  report: ConformanceReport,
  trusted: readonly VerificationKey[] = [],
): SignatureVerdict {
  const { signature, ...unsigned } = report
  if (signature === undefined) return 'unsigned'
  if (text !== reportText(report)) return 'altered'
  const own = keyOf(signature.key)
  if (own === undefined) return 'altered'
  const payload = payloadIfAny(unsigned, signature.key)
  if (payload === undefined || !verifyDetached(own, signature.jws, payload, typ)) return 'altered'
  if (trusted.length === 0) return 'whole'
  return trusted.some((key) => sameKey(key, own)) ? 'signed' : 'foreign'
}

/** What is signed: everything but the signature itself. The name of the key is in it, for it says who signed. */
function payloadOf(unsigned: Omit<ConformanceReport, 'signature'>, key: Readonly<Record<string, string>>): string {
  return canonicalJson({ ...unsigned, signature: { key } })
}

/** Undefined for what has no canonical form, such as half a character: nobody signed that. */
function payloadIfAny(...parts: Parameters<typeof payloadOf>): string | undefined {
  try {
    return payloadOf(...parts)
  } catch {
    return undefined
  }
}

function keyOf(jwk: unknown): VerificationKey | undefined {
  try {
    return importPublicJwk(jwk)
  } catch (error) {
    if (BerthError.is(error)) return undefined
    throw error
  }
}
