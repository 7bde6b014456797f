import { type KeyObject, sign, verify } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { SigningKey, VerificationKey } from '../keys/key.ts'
import type { KeyAlgorithm } from './key-algorithm.ts'
import { isSm2, signSm2, verifySm2 } from './sm2.ts'

const algorithms = new WeakMap<KeyObject, KeyAlgorithm>()

/**
 * The one algorithm of a key. It is a property of the key, never of what came with a signature: so nothing that is received can choose how
 * it is checked. Throws `KEY_INVALID` for a key of another kind.
 */
export function keyAlgorithm({ publicKey }: VerificationKey): KeyAlgorithm {
  const known = algorithms.get(publicKey)
  if (known !== undefined) return known
  const algorithm = publicKey.asymmetricKeyType === 'ed25519' ? 'EdDSA' : isSm2(publicKey) ? 'SGD_SM3_SM2' : undefined
  if (algorithm === undefined) throw new BerthError('KEY_INVALID', { problem: 'neither Ed25519 nor SM2' })
  algorithms.set(publicKey, algorithm)
  return algorithm
}

/** The signature of a key over bytes, 64 bytes of either algorithm (SM2: r and s). Throws `KEY_INVALID`. */
export function signBytes(key: SigningKey, bytes: Uint8Array): Buffer {
  return keyAlgorithm(key) === 'EdDSA'
    ? sign(null, bytes, key.privateKey)
    : signSm2(key.privateKey, key.publicKey, bytes)
}

/** Whether a signature is the key's over these bytes. Throws `KEY_INVALID` for a key of another kind. */
export function verifyBytes(key: VerificationKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return keyAlgorithm(key) === 'EdDSA'
    ? verify(null, bytes, key.publicKey, signature)
    : verifySm2(key.publicKey, bytes, signature)
}

/** The same. Ed25519 is computed off the event loop, many side by side; SM2 has no such way and holds it for about a millisecond. */
export function verifyBytesAside(key: VerificationKey, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (keyAlgorithm(key) !== 'EdDSA') return Promise.resolve(verifySm2(key.publicKey, bytes, signature))
  return new Promise((resolve) => {
    verify(null, bytes, key.publicKey, signature, (error, holds) => resolve(error === null && holds))
  })
}
