import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import {
  cryptographyProfile,
  digestOf,
  exportPublicJwk,
  importJwks,
  importPublicJwk,
  keyAlgorithm,
  type PublicJwk,
  parsePrivateKey,
  type VerificationKey,
} from '@berth/trust'

/** The public half of a key, in the forms in which others take it. */
export interface ShownKey {
  readonly key: PublicJwk
  /** SubjectPublicKeyInfo. */
  readonly pem: string
  /** What the fingerprint is made with: SHA-256, of an SM2 key SM3. */
  readonly digest: 'sha256' | 'sm3'
  /** Of the SubjectPublicKeyInfo as DER, hexadecimal. */
  readonly fingerprint: string
}

/** The keys of a file with a JWK, a JWKS or PEM, private or public. Rejects with `KEY_FILE_UNUSABLE` or `KEY_INVALID`. */
export async function shownKeys(file: string, name: string | undefined): Promise<readonly ShownKey[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('KEY_FILE_UNUSABLE', { file, problem }, { cause })
  })
  return keysOf(text, name).map(shown)
}

function keysOf(text: string, name: string | undefined): readonly VerificationKey[] {
  if (/-----BEGIN PUBLIC KEY-----/.test(text)) {
    const key = { id: name ?? 'key', publicKey: publicKeyOf(text) }
    keyAlgorithm(key)
    return [key]
  }
  if (text.trimStart().startsWith('-----')) return [parsePrivateKey(text, name ?? 'key')]
  const jwk = parsed(text)
  if (typeof jwk !== 'object' || jwk === null) throw new BerthError('KEY_INVALID', { problem: 'not an object' })
  if ('keys' in jwk) return importJwks(jwk)
  const kid = 'kid' in jwk && typeof jwk.kid === 'string' && jwk.kid !== '' ? jwk.kid : 'key'
  return ['d' in jwk ? parsePrivateKey(text, name ?? kid) : importPublicJwk(jwk, name ?? kid)]
}

function publicKeyOf(text: string): VerificationKey['publicKey'] {
  try {
    return createPublicKey(text)
  } catch (cause) {
    throw new BerthError('KEY_INVALID', { problem: 'not a public key as PEM' }, { cause })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BerthError('KEY_INVALID', { problem: 'neither JSON nor PEM' })
  }
}

function shown(key: VerificationKey): ShownKey {
  const profile = cryptographyProfile(keyAlgorithm(key) === 'EdDSA' ? 'international' : 'commercial')
  const der = key.publicKey.export({ format: 'der', type: 'spki' })
  return {
    key: exportPublicJwk(key),
    pem: String(key.publicKey.export({ format: 'pem', type: 'spki' })),
    digest: profile.digest,
    fingerprint: digestOf(profile, der),
  }
}
