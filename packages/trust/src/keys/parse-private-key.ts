import { createPrivateKey, createPublicKey } from 'node:crypto'
import { BerthError } from '@berth/core'
import { keyAlgorithm } from '../cryptography/key-signature.ts'
import { importPrivateJwk, importPublicJwk, type SigningKey, signingKey, type VerificationKey } from './key.ts'

/** Reads a private key as JSON Web Key or PEM (PKCS #8 without a passphrase, or SEC 1), Ed25519 or SM2. Throws `KEY_INVALID`. */
export function parsePrivateKey(text: string, id: string): SigningKey {
  if (!text.trimStart().startsWith('-----BEGIN ')) return importPrivateJwk(parsed(text), id)
  try {
    const key = signingKey(createPrivateKey(text), id)
    keyAlgorithm(key)
    return key
  } catch (cause) {
    // What the library says of a key may quote it.
    throw BerthError.is(cause) ? cause : new BerthError('KEY_INVALID', { problem: 'not a private key as PEM' })
  }
}

/** Reads the public half of a key as JSON Web Key or PEM, for the party `id`. Throws `KEY_INVALID`, for a private key too. */
export function parsePublicKey(text: string, id: string): VerificationKey {
  if (!text.trimStart().startsWith('-----BEGIN ')) return importPublicJwk(parsed(text), id)
  if (/PRIVATE KEY-----/.test(text)) throw new BerthError('KEY_INVALID', { problem: 'a private key was given' })
  try {
    const key = { id, publicKey: createPublicKey(text) }
    keyAlgorithm(key)
    return key
  } catch (cause) {
    throw BerthError.is(cause) ? cause : new BerthError('KEY_INVALID', { problem: 'not a public key as PEM' })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BerthError('KEY_INVALID', { problem: 'neither JSON nor PEM' })
  }
}
