import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { BerthError, Secret } from '@berth/core'
import type { ReplayStore } from '../requests/replay-store.ts'
import { createdAt } from './created.ts'
import {
  nonceEncodingType,
  passwordDigest,
  passwordDigestType,
  passwordTextType,
  type UsernameToken,
} from './username-token.ts'

/** How far `wsu:Created` may be from this clock either way where nothing else is asked for, in milliseconds. */
export const usernameTokenToleranceMs = 300_000

export interface VerifyUsernameTokenOptions {
  /** The password of a user, or several while it is changed. Undefined where there is no such user. */
  readonly passwordOf: (username: string) => UserPasswords | Promise<UserPasswords>
  /** Milliseconds since 1970. */
  readonly now: number
  readonly replay: ReplayStore
  /**
   * How far `wsu:Created` may be from `now` either way, in milliseconds; a nonce is remembered that long.
   * @default 300000, which the standard recommends
   */
  readonly toleranceMs?: number
  /**
   * Whether the password itself may come in the token: only where nobody can listen, over TLS or on the same machine.
   * @default false
   */
  readonly acceptPasswordText?: boolean
}

/** What is known of a user's passwords. */
export type UserPasswords = Secret | readonly Secret[] | undefined

/** Who presented a token. */
export interface VerifiedUsernameToken {
  readonly username: string
}

// Compared with where there is no such user, so that this takes as long as a wrong password.
const nobody = new Secret(randomBytes(16).toString('base64url'))

/**
 * Verifies the UsernameToken of a SOAP header. A digest needs nonce and creation time and holds once; a password in the
 * clear holds only where it is accepted, and once where a nonce came with it. A token that does not hold is not
 * remembered. A user who is not known and a wrong password are refused alike.
 *
 * Rejects with `CREDENTIALS_INVALID` (its problem says which part), `PASSWORD_UNPROTECTED`, `CLOCK_SKEW`,
 * `REQUEST_REPLAYED`, or `OVERLOADED` when no more nonces can be remembered.
 *
 * @see OASIS Web Services Security UsernameToken Profile 1.1.1, 3.1
 */
export async function verifyUsernameToken(
  token: UsernameToken,
  options: VerifyUsernameTokenOptions,
): Promise<VerifiedUsernameToken> {
  const { username } = token
  if (username === '' || username.length > 256) throw invalid('Username is empty or too long')
  const isDigest = passwordIsDigest(token, options)
  const nonce = token.nonce === undefined ? undefined : nonceBytes(token)
  const created = token.created === undefined ? undefined : createdAt(token.created)
  if (Number.isNaN(created)) throw invalid('Created is not a date and time with its zone')
  if (isDigest && (nonce === undefined || created === undefined)) throw invalid('a digest needs Nonce and Created')

  const expected = (password: Secret): Buffer =>
    nonce !== undefined && token.created !== undefined && isDigest
      ? passwordDigest(nonce, token.created, password)
      : sha256(password.reveal())
  const presented = isDigest ? Buffer.from(token.password.trim(), 'base64') : sha256(token.password)
  const passwords = [(await options.passwordOf(username)) ?? []].flat()
  if (!anyHolds(presented, passwords, expected)) throw invalid('user name or password')

  const toleranceMs = options.toleranceMs ?? usernameTokenToleranceMs
  const skewMs = created === undefined ? 0 : options.now - created
  if (Math.abs(skewMs) > toleranceMs) throw new BerthError('CLOCK_SKEW', { seconds: Math.round(skewMs / 1000) })
  if (nonce !== undefined) {
    const id = `${username} ${nonce.toString('base64url')}`
    const fresh = await options.replay.add(id, (created ?? options.now) + toleranceMs + 1000, options.now)
    if (!fresh) throw new BerthError('REQUEST_REPLAYED')
  }
  return { username }
}

function passwordIsDigest(token: UsernameToken, options: VerifyUsernameTokenOptions): boolean {
  const type = token.passwordType ?? passwordTextType
  if (type === passwordDigestType) return true
  if (type !== passwordTextType) throw invalid('the Type of Password is neither PasswordDigest nor PasswordText')
  if (options.acceptPasswordText !== true) throw new BerthError('PASSWORD_UNPROTECTED')
  return false
}

/** The same bytes written as another Base64 text are the same nonce. */
function nonceBytes(token: UsernameToken): Buffer {
  if ((token.nonceEncoding ?? nonceEncodingType) !== nonceEncodingType) throw invalid('the EncodingType of Nonce')
  const text = token.nonce?.trim() ?? ''
  if (text.length > 172 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw invalid('Nonce is not Base64, or too long')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < 8) throw invalid('Nonce is shorter than 8 bytes')
  return bytes
}

function anyHolds(presented: Buffer, passwords: readonly Secret[], expected: (password: Secret) => Buffer): boolean {
  let holds = false
  for (const password of passwords.length === 0 ? [nobody] : passwords) {
    const digest = expected(password)
    if (presented.length === digest.length && timingSafeEqual(presented, digest)) holds = true
  }
  return holds && passwords.length > 0
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function invalid(problem: string): BerthError {
  return new BerthError('CREDENTIALS_INVALID', { problem })
}
