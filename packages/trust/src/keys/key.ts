import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { BerthError } from '@berth/core'

/** The public half of a party's Ed25519 key, under the party's id. */
export interface VerificationKey {
  readonly id: string
  readonly publicKey: KeyObject
}

/** The key of a party: it signs under the party's id. The private half never leaves its machine. */
export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject
}

/** A public Ed25519 key as JSON Web Key (RFC 8037). */
export interface PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** The same with its private half `d`: for key files only. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string
}

/** Makes a new key for the party `id`. */
export function generateKey(id: string): SigningKey {
  return { id, ...generateKeyPairSync('ed25519') }
}

/** The public half as JSON Web Key, with the party's id as `kid`: what a party registers and a JWKS lists. */
export function exportPublicJwk(key: VerificationKey): PublicJwk {
  return { ...members(key.id), x: String(key.publicKey.export({ format: 'jwk' }).x) }
}

/** The whole key as JSON Web Key. */
export function exportPrivateJwk(key: SigningKey): PrivateJwk {
  return { ...exportPublicJwk(key), d: String(key.privateKey.export({ format: 'jwk' }).d) }
}

/**
 * Reads a public Ed25519 key. `id` overrides the JWK's `kid`. Throws `KEY_INVALID` for anything else, a private key
 * included: one that was sent here is no longer private.
 */
export function importPublicJwk(jwk: unknown, id?: string): VerificationKey {
  const { kid, x, d } = ed25519(jwk)
  if (d !== undefined) throw new BerthError('KEY_INVALID', { problem: 'a private key was given' })
  const name = id ?? kid
  if (typeof name !== 'string' || name === '') throw new BerthError('KEY_INVALID', { problem: 'kid is missing' })
  try {
    return {
      id: name,
      publicKey: createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: String(x) } }),
    }
  } catch (cause) {
    throw new BerthError('KEY_INVALID', { problem: 'x is not an Ed25519 public key' }, { cause })
  }
}

/** Reads a whole key, for the party `id`. Throws `KEY_INVALID`. */
export function importPrivateJwk(jwk: unknown, id: string): SigningKey {
  const { x, d } = ed25519(jwk)
  try {
    const key = { kty: 'OKP', crv: 'Ed25519', x: String(x), d: String(d) }
    const privateKey = createPrivateKey({ format: 'jwk', key })
    return { id, privateKey, publicKey: createPublicKey(privateKey) }
  } catch (cause) {
    throw new BerthError('KEY_INVALID', { problem: 'd is not an Ed25519 private key' }, { cause })
  }
}

/** Reads the public keys of a JWKS document, `{ "keys": [...] }`. Throws `KEY_INVALID`. */
export function importJwks(document: unknown): VerificationKey[] {
  const keys = typeof document === 'object' && document !== null && 'keys' in document ? document.keys : undefined
  if (!Array.isArray(keys)) throw new BerthError('KEY_INVALID', { problem: 'keys is missing' })
  return keys.map((jwk: unknown) => importPublicJwk(jwk))
}

function members(kid: string): Omit<PublicJwk, 'x'> {
  return { kty: 'OKP', crv: 'Ed25519', kid, alg: 'EdDSA', use: 'sig' }
}

function ed25519(jwk: unknown): { readonly kid?: unknown; readonly x?: unknown; readonly d?: unknown } {
  if (typeof jwk !== 'object' || jwk === null) throw new BerthError('KEY_INVALID', { problem: 'not an object' })
  const { kty, crv } = jwk as { readonly kty?: unknown; readonly crv?: unknown }
  if (kty !== 'OKP' || crv !== 'Ed25519')
    throw new BerthError('KEY_INVALID', { problem: 'kty OKP, crv Ed25519 expected' })
  return jwk
}
