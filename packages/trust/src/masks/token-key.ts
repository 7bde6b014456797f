import { createHmac } from 'node:crypto'
import { BerthError, type Secret } from '@berth/core'
import { type CryptographyProfile, cryptographyProfile } from '../cryptography/profile.ts'

/** What stands for values under one key: for the same value of the same kind the same token, and for no two values one. */
export interface TokenKey {
  /** Names the key in every token: 8 hexadecimal digits, made from it. Another key has another name. */
  readonly name: string
  /**
   * The token of a value: the key's name, a colon, 32 hexadecimal digits. Who has not the key learns no more from it than whether two
   * values of a kind are the same. `kind` keeps values of different meaning apart, such as two dates.
   */
  token(kind: string, value: string): string
}

/** A key may be guessed where it is short: whoever knows one value and its token can try. */
const leastLength = 32

/**
 * A key for tokens: HMAC-SHA-256, or HMAC-SM3 of the commercial profile. Throws `MASK_KEY_UNUSABLE` for a secret of fewer than 32
 * characters or with hardly different ones, and `CRYPTOGRAPHY_UNAVAILABLE`.
 */
export function tokenKey(
  secret: Secret,
  profile: CryptographyProfile = cryptographyProfile('international'),
): TokenKey {
  const key = secret.reveal()
  if (key.length < leastLength) throw unusable(`${key.length} < ${leastLength}`)
  if (new Set(key).size < 8) throw unusable('repetition')
  const mac = (text: string): string => createHmac(profile.digest, key).update(text).digest('hex')
  const name = mac('berth token key').slice(0, 8)
  return {
    name,
    // The kind is measured, so that no kind and value are together what another kind and value are.
    token: (kind, value) => `${name}:${mac(`berth token ${kind.length} ${kind} ${value}`).slice(0, 32)}`,
  }
}

function unusable(problem: string): BerthError {
  return new BerthError('MASK_KEY_UNUSABLE', { problem })
}
