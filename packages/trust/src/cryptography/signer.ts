import type { KeyObject } from 'node:crypto'
import type { FilesInTurn } from '../keys/files-in-turn.ts'
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
  /** The public half, which enrolling needs. Absent: the signer does not tell it. */
  readonly publicKey?: KeyObject
  sign(bytes: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>
}

/** What can sign: a key, a signer, or files whose key may be exchanged; those are asked with every signature. */
export type SignerSource = SigningKey | Signer | FilesInTurn<Signer>

/** A key that is held here, as a signer. */
export function keySigner(key: SigningKey): Signer {
  return {
    id: key.id,
    algorithm: keyAlgorithm(key),
    publicKey: key.publicKey,
    sign: (bytes) => Promise.resolve(signBytes(key, bytes)),
  }
}

/** Who signs now. Rejects as the files do where they never held a key. */
export async function currentSigner(source: SignerSource): Promise<Signer> {
  if ('current' in source) return await source.current()
  return 'sign' in source ? source : keySigner(source)
}
