import type { SigningKey } from '../keys/key.ts'
import type { KeyAlgorithm } from './key-algorithm.ts'
import { keyAlgorithm, signBytes } from './key-signature.ts'

/**
 * What signs where the private key may be out of reach: a signature server, a security module (HSM), or a key held here.
 *
 * `sign` resolves to 64 bytes: Ed25519, or r and s of SM2 over SM3 with the user id 1234567812345678, the default one. It rejects with a
 * `BerthError`, and soon after `signal` is aborted.
 */
export interface Signer {
  /** The party that signs: the `kid` of what it signs. */
  readonly id: string
  readonly algorithm: KeyAlgorithm
  sign(bytes: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>
}

/** A key that is held here, as a signer. */
export function keySigner(key: SigningKey): Signer {
  return {
    id: key.id,
    algorithm: keyAlgorithm(key),
    sign: (bytes) => Promise.resolve(signBytes(key, bytes)),
  }
}
