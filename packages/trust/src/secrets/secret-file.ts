import { pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { BerthError, Secret } from '@berth/core'
import { type EncryptedEnvelope, envelopeKeyBytes, openEnvelope, sealEnvelope } from '../cryptography/envelope.ts'
import { type CryptographyProfile, cryptographyProfile, type ProfileName } from '../cryptography/profile.ts'

/** Secrets by their names. */
export type Secrets = ReadonlyMap<string, Secret>

/** A file of secrets, opened. */
export interface OpenedSecrets {
  readonly profile: ProfileName
  readonly secrets: Secrets
}

interface SecretFile extends EncryptedEnvelope {
  readonly berth: 1
  readonly profile: ProfileName
  readonly salt: string
}

/** What scrypt takes: 32 MiB and a tenth of a second or two, for a key that is a phrase. */
const cost = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 } as const
/** PBKDF2 over HMAC-SM3, for scrypt is built on SHA-256. */
const iterations = 100_000

/**
 * The text of a file of secrets: one envelope around all of them, so that nobody sees their names, changes one for another or takes one
 * out. The key is derived from `key`, a phrase or random text: by scrypt, in the commercial profile by PBKDF2 with HMAC-SM3.
 */
export function sealSecrets(secrets: Secrets, key: Secret, name: ProfileName): string {
  const profile = cryptographyProfile(name)
  const salt = randomBytes(16).toString('base64url')
  const plain = JSON.stringify(Object.fromEntries([...secrets].map(([each, secret]) => [each, secret.reveal()])))
  const sealed = sealEnvelope(profile, derived(profile, key, salt), Buffer.from(plain), boundTo(name, salt))
  const file: SecretFile = { berth: 1, profile: name, salt, ...sealed }
  return `${JSON.stringify(file, undefined, 2)}\n`
}

/** Opens the text of a file of secrets; `file` names it in failures. Throws `SECRET_FILE_UNREADABLE` or `CRYPTOGRAPHY_UNAVAILABLE`. */
export function openSecrets(text: string, key: Secret, file: string): OpenedSecrets {
  const kept = parsed(text)
  if (kept === undefined) throw new BerthError('SECRET_FILE_UNREADABLE', { file, problem: 'form' })
  const profile = cryptographyProfile(kept.profile)
  try {
    const bytes = openEnvelope(profile, derived(profile, key, kept.salt), kept, boundTo(kept.profile, kept.salt))
    const named = Object.entries(JSON.parse(bytes.toString()) as Record<string, string>)
    return { profile: kept.profile, secrets: new Map(named.map(([name, value]) => [name, new Secret(value)])) }
  } catch {
    throw new BerthError('SECRET_FILE_UNREADABLE', { file, problem: 'another key, or altered' })
  }
}

function derived(profile: CryptographyProfile, key: Secret, salt: string): Buffer {
  return profile.name === 'international'
    ? scryptSync(key.reveal(), salt, envelopeKeyBytes, cost)
    : pbkdf2Sync(key.reveal(), salt, iterations, envelopeKeyBytes, profile.digest)
}

function boundTo(profile: ProfileName, salt: string): string {
  return `berth secrets 1 ${profile} ${salt}`
}

function parsed(text: string): SecretFile | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { berth, profile, salt, enc, iv, ciphertext, tag } = value as Readonly<Record<string, unknown>>
  const whole = [salt, enc, iv, ciphertext, tag].every((part) => typeof part === 'string')
  const known = profile === 'international' || profile === 'commercial'
  return berth === 1 && known && whole ? (value as SecretFile) : undefined
}
