import { getCiphers, getHashes, hash } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { KeyAlgorithm } from './key-algorithm.ts'

/** `international`: Ed25519, SHA-256, AES-256-GCM. `commercial` (GM/T): SM2, SM3, SM4. */
export type ProfileName = 'international' | 'commercial'

/** The algorithms that go together. */
export interface CryptographyProfile {
  readonly name: ProfileName
  readonly signature: KeyAlgorithm
  readonly digest: 'sha256' | 'sm3'
  /** `A256GCM`: AES-256-GCM. `SM4-CBC-HMAC-SM3`: SM4-CBC, then HMAC-SM3 over what it made (Node has no SM4-GCM). */
  readonly encryption: 'A256GCM' | 'SM4-CBC-HMAC-SM3'
}

const profiles: Readonly<Record<ProfileName, CryptographyProfile>> = {
  international: { name: 'international', signature: 'EdDSA', digest: 'sha256', encryption: 'A256GCM' },
  commercial: { name: 'commercial', signature: 'SGD_SM3_SM2', digest: 'sm3', encryption: 'SM4-CBC-HMAC-SM3' },
}

/** A profile by its name. Throws `CRYPTOGRAPHY_UNAVAILABLE` where this Node was built without its algorithms. */
export function cryptographyProfile(name: ProfileName): CryptographyProfile {
  const profile = profiles[name]
  if (name === 'commercial') {
    const missing = [
      ...(getHashes().includes('sm3') ? [] : ['SM3']),
      ...(getCiphers().includes('sm4-cbc') ? [] : ['SM4']),
    ]
    if (missing.length > 0) throw new BerthError('CRYPTOGRAPHY_UNAVAILABLE', { algorithm: missing.join(', ') })
  }
  return profile
}

/** The digest of bytes, hexadecimal: SHA-256 or SM3. */
export function digestOf(profile: CryptographyProfile, bytes: Uint8Array): string {
  return hash(profile.digest, bytes)
}
