import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { BerthError } from '@berth/core'
import { type KeyAlgorithm, keyAlgorithms } from '../cryptography/key-algorithm.ts'
import { pointOf, scalarOf, sm2PrivateKey, sm2PublicKey } from '../cryptography/sm2.ts'

/** The public half of a party's key, Ed25519 or SM2, under the party's id. */
export interface VerificationKey {
  readonly id: string
  readonly publicKey: KeyObject
}

/** The key of a party: it signs under the party's id. The private half never leaves its machine. */
export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject
}

/** A public Ed25519 key as JSON Web Key (RFC 8037). */
export interface Ed25519PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'EdDSA'
  readonly use: 'sig'
}

/** A public SM2 key in the form of a JSON Web Key: the registry of curves has no name for it, so this one is our own. */
export interface Sm2PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'SM2'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'SGD_SM3_SM2'
  readonly use: 'sig'
}

/** A public key as JSON Web Key. */
export type PublicJwk = Ed25519PublicJwk | Sm2PublicJwk

/** The same with its private half `d`: for key files only. */
export type PrivateJwk = PublicJwk & { readonly d: string }

/** Makes a new key for the party `id`. @default EdDSA */
export function generateKey(id: string, algorithm: KeyAlgorithm = 'EdDSA'): SigningKey {
  const pair = algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'SM2' })
  return { id, ...pair }
}

/** The public half as JSON Web Key, with the party's id as `kid`: what a party registers and a JWKS lists. */
export function exportPublicJwk(key: VerificationKey): PublicJwk {
  const { id: kid, publicKey } = key
  const point = pointOf(publicKey)
  if (point === undefined) {
    const x = String(publicKey.export({ format: 'jwk' }).x)
    return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }
  }
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  return { kty: 'EC', crv: 'SM2', x: String(x), y: String(y), kid, alg: 'SGD_SM3_SM2', use: 'sig' }
}

/** The whole key as JSON Web Key. */
export function exportPrivateJwk(key: SigningKey): PrivateJwk {
  const jwk = exportPublicJwk(key)
  const d =
    jwk.kty === 'EC' ? scalarOf(key.privateKey).toString('base64url') : key.privateKey.export({ format: 'jwk' }).d
  return { ...jwk, d: String(d) }
}

/**
 * Reads a public key, Ed25519 or SM2; `id` overrides the JWK's `kid`. With `accepted`, one of another algorithm is refused: whoever holds
 * only keys of one profile can be shown none of the other.
 *
 * Throws `KEY_INVALID` for anything else, a private key included: one that was sent here is no longer private.
 */
export function importPublicJwk(
  jwk: unknown,
  id?: string,
  accepted: readonly KeyAlgorithm[] = keyAlgorithms,
): VerificationKey {
  const members = membersOf(jwk)
  const { kid, x, y, d, algorithm } = members
  if (d !== undefined) throw new BerthError('KEY_INVALID', { problem: 'a private key was given' })
  if (!accepted.includes(algorithm))
    throw new BerthError('KEY_INVALID', { problem: `${algorithm} is not accepted here` })
  const name = id ?? kid
  if (typeof name !== 'string' || name === '') throw new BerthError('KEY_INVALID', { problem: 'kid is missing' })
  try {
    if (algorithm === 'SGD_SM3_SM2') return { id: name, publicKey: sm2PublicKey(bytesOf(x), bytesOf(y)) }
    const key = { kty: 'OKP', crv: 'Ed25519', x: String(x) }
    return { id: name, publicKey: createPublicKey({ format: 'jwk', key }) }
  } catch (cause) {
    const problem = algorithm === 'EdDSA' ? 'x is not an Ed25519 public key' : 'x and y are no point of SM2'
    throw new BerthError('KEY_INVALID', { problem }, { cause })
  }
}

/** Reads a whole key, for the party `id`. Throws `KEY_INVALID`. */
export function importPrivateJwk(jwk: unknown, id: string): SigningKey {
  const { x, y, d, algorithm } = membersOf(jwk)
  try {
    if (algorithm === 'SGD_SM3_SM2') {
      const key = signingKey(sm2PrivateKey(bytesOf(d)), id)
      const own = exportPublicJwk(key)
      if (own.kty !== 'EC' || own.x !== x || own.y !== y) throw new TypeError('x and y belong to another key')
      return key
    }
    const key = { kty: 'OKP', crv: 'Ed25519', x: String(x), d: String(d) }
    return signingKey(createPrivateKey({ format: 'jwk', key }), id)
  } catch (cause) {
    const kind = algorithm === 'EdDSA' ? 'an Ed25519' : 'an SM2'
    throw new BerthError('KEY_INVALID', { problem: `d is not ${kind} private key` }, { cause })
  }
}

/** A private key with its public half, for the party `id`. */
export function signingKey(privateKey: KeyObject, id: string): SigningKey {
  return { id, privateKey, publicKey: createPublicKey(privateKey) }
}

/** Whether two keys have the same public half. (`KeyObject.equals` says no of one SM2 key that was made and one that was read.) */
export function sameKey(one: VerificationKey, other: VerificationKey): boolean {
  const [der, otherDer] = [one, other].map(({ publicKey }) => publicKey.export({ format: 'der', type: 'spki' }))
  return der !== undefined && otherDer !== undefined && der.equals(otherDer)
}

/** Reads the public keys of a JWKS document, `{ "keys": [...] }`. Throws `KEY_INVALID`. */
export function importJwks(document: unknown, accepted: readonly KeyAlgorithm[] = keyAlgorithms): VerificationKey[] {
  const keys = typeof document === 'object' && document !== null && 'keys' in document ? document.keys : undefined
  if (!Array.isArray(keys)) throw new BerthError('KEY_INVALID', { problem: 'keys is missing' })
  return keys.map((jwk: unknown) => importPublicJwk(jwk, undefined, accepted))
}

interface Members {
  readonly kid?: unknown
  readonly x?: unknown
  readonly y?: unknown
  readonly d?: unknown
  readonly algorithm: KeyAlgorithm
}

function membersOf(jwk: unknown): Members {
  if (typeof jwk !== 'object' || jwk === null) throw new BerthError('KEY_INVALID', { problem: 'not an object' })
  const { kty, crv, alg } = jwk as Readonly<Record<string, unknown>>
  const algorithm =
    kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : kty === 'EC' && crv === 'SM2' ? 'SGD_SM3_SM2' : undefined
  if (algorithm === undefined)
    throw new BerthError('KEY_INVALID', { problem: 'kty OKP, crv Ed25519, or kty EC, crv SM2 expected' })
  if (alg !== undefined && alg !== algorithm)
    throw new BerthError('KEY_INVALID', { problem: `alg ${algorithm} expected` })
  return { ...jwk, algorithm }
}

function bytesOf(text: unknown): Buffer {
  const bytes = Buffer.from(String(text), 'base64url')
  if (bytes.toString('base64url') !== text) throw new TypeError('not base64url')
  return bytes
}
