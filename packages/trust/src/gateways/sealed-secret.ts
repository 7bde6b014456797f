import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { BerthError, Secret } from '@berth/core'

/**
 * Opens a secret that a gateway encrypted under the registered key: AES-128-ECB with PKCS #7 padding in Base64, the key
 * being what Java's SHA1PRNG yields when seeded with the registered key, SHA-1(SHA-1(key)) cut to 16 bytes.
 *
 * Throws `PROTOCOL_ERROR` when it does not open.
 */
export function openSealedSecret(registered: Secret, sealed: string): Secret {
  try {
    const decipher = createDecipheriv('aes-128-ecb', sealingKey(registered), null)
    const bytes = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()])
    return new Secret(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new BerthError('PROTOCOL_ERROR', { nativeCode: 'the sealed secret does not open' }, { origin: 'gateway' })
  }
}

/** Encrypts a secret as such a gateway does: for a gateway under test. */
export function sealSecret(registered: Secret, secret: Secret): string {
  const cipher = createCipheriv('aes-128-ecb', sealingKey(registered), null)
  return Buffer.concat([cipher.update(secret.reveal()), cipher.final()]).toString('base64')
}

/** The AES key that a registered key stands for. */
export function sealingKey(registered: Secret): Buffer {
  const once = createHash('sha1').update(registered.reveal()).digest()
  return createHash('sha1').update(once).digest().subarray(0, 16)
}
