import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { CryptographyProfile } from './profile.ts'

/** Encrypted bytes with all that is needed to open them but the key; members are base64url. */
export interface EncryptedEnvelope {
  readonly enc: CryptographyProfile['encryption']
  readonly iv: string
  readonly ciphertext: string
  readonly tag: string
}

/** How long the key of an envelope is, in bytes, in either profile. */
export const envelopeKeyBytes = 32

/**
 * Encrypts and authenticates bytes under a key of 32 random bytes. `bound` is authenticated beside them and has to be the same on opening:
 * what the bytes are, and whose.
 */
export function sealEnvelope(
  profile: CryptographyProfile,
  key: Uint8Array,
  plain: Uint8Array,
  bound: string,
): EncryptedEnvelope {
  if (key.length !== envelopeKeyBytes) throw new RangeError(`the key of an envelope has ${envelopeKeyBytes} bytes`)
  const gcm = profile.encryption === 'A256GCM'
  const iv = randomBytes(gcm ? 12 : 16)
  if (gcm) {
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
    return envelope(profile.encryption, iv, ciphertext, cipher.getAuthTag())
  }
  const { encryption, authentication } = halves(key)
  const cipher = createCipheriv('sm4-cbc', encryption, iv)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return envelope(profile.encryption, iv, ciphertext, macOf(authentication, bound, iv, ciphertext))
}

/**
 * Opens an envelope of this profile. Throws `ENVELOPE_UNREADABLE` where key, `bound` or a single bit differs, or the envelope is of another
 * profile: it never chooses how it is opened.
 */
export function openEnvelope(
  profile: CryptographyProfile,
  key: Uint8Array,
  sealed: EncryptedEnvelope,
  bound: string,
): Buffer {
  if (sealed.enc !== profile.encryption) throw unreadable('enc')
  const [iv, ciphertext, tag] = [sealed.iv, sealed.ciphertext, sealed.tag].map((part) => Buffer.from(part, 'base64url'))
  if (iv === undefined || ciphertext === undefined || tag === undefined) throw unreadable('form')
  try {
    if (sealed.enc === 'A256GCM') {
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
      decipher.setAAD(Buffer.from(bound)).setAuthTag(tag)
      return Buffer.concat([decipher.update(ciphertext), decipher.final()])
    }
    const { encryption, authentication } = halves(key)
    const expected = macOf(authentication, bound, iv, ciphertext)
    if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) throw unreadable('tag')
    const decipher = createDecipheriv('sm4-cbc', encryption, iv)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (cause) {
    throw BerthError.is(cause) ? cause : unreadable('tag', cause)
  }
}

function halves(key: Uint8Array): { readonly encryption: Buffer; readonly authentication: Buffer } {
  const both = Buffer.from(hkdfSync('sm3', key, Buffer.alloc(0), 'berth SM4-CBC-HMAC-SM3', 48))
  return { encryption: both.subarray(0, 16), authentication: both.subarray(16) }
}

/** Over the lengths too, so that no byte of one part can pass for one of the next. */
function macOf(key: Uint8Array, bound: string, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const also = Buffer.from(bound)
  const lengths = Buffer.alloc(16)
  lengths.writeBigUInt64BE(BigInt(also.length))
  lengths.writeBigUInt64BE(BigInt(ciphertext.length), 8)
  return createHmac('sm3', key).update(also).update(iv).update(ciphertext).update(lengths).digest()
}

function envelope(
  enc: EncryptedEnvelope['enc'],
  iv: Uint8Array,
  ciphertext: Uint8Array,
  tag: Uint8Array,
): EncryptedEnvelope {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  return { enc, iv: text(iv), ciphertext: text(ciphertext), tag: text(tag) }
}

function unreadable(problem: string, cause?: unknown): BerthError {
  return new BerthError('ENVELOPE_UNREADABLE', { problem }, { cause })
}
