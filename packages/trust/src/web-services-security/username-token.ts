import { createHash } from 'node:crypto'
import type { Secret } from '@berth/core'

const tokenProfile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0'

/** `Type` of a `wsse:Password` that carries a digest. */
export const passwordDigestType: string = `${tokenProfile}#PasswordDigest`

/** `Type` of a `wsse:Password` that carries the password itself. It is also meant where there is no `Type`. */
export const passwordTextType: string = `${tokenProfile}#PasswordText`

/** `EncodingType` of a `wsse:Nonce`. */
export const nonceEncodingType: string =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary'

/** The texts of a `wsse:UsernameToken`, unescaped, as they are read from a SOAP header or written to one. */
export interface UsernameToken {
  /** `wsse:Username` */
  readonly username: string
  /** The text of `wsse:Password`: a digest in Base64, or the password itself, as `passwordType` says. */
  readonly password: string
  /** The attribute `Type` of `wsse:Password`. Undefined where there is none: the text is the password itself. */
  readonly passwordType?: string | undefined
  /** `wsse:Nonce` in Base64. Undefined where there is none. */
  readonly nonce?: string | undefined
  /** The attribute `EncodingType` of `wsse:Nonce`. Undefined where there is none: Base64. */
  readonly nonceEncoding?: string | undefined
  /** `wsu:Created`, an XML Schema dateTime. Undefined where there is none. */
  readonly created?: string | undefined
}

/** A token as `usernameToken` makes it: every part is there. */
export type DigestUsernameToken = { readonly [Part in keyof UsernameToken]-?: string }

/** What a token with a digest is made of. */
export interface UsernameTokenOptions {
  readonly username: string
  readonly password: Secret
  /** Milliseconds since 1970. */
  readonly created: number
  /** Fresh random bytes for every token, 16 as a rule. */
  readonly nonce: Uint8Array
}

/**
 * A token that proves the password without carrying it: Base64(SHA-1(nonce + created + password)), the nonce as bytes,
 * the others as UTF-8. All its parts are texts yet to be escaped for XML.
 *
 * SHA-1 and a password that both sides keep in the clear are what the standard of 2004 asks for. It binds neither body
 * nor address: use it over TLS, and `signRequest` wherever both sides can.
 *
 * @see OASIS Web Services Security UsernameToken Profile 1.1.1, 3.1
 */
export function usernameToken(options: UsernameTokenOptions): DigestUsernameToken {
  const created = new Date(options.created).toISOString()
  return {
    username: options.username,
    password: passwordDigest(options.nonce, created, options.password).toString('base64'),
    passwordType: passwordDigestType,
    nonce: Buffer.from(options.nonce).toString('base64'),
    nonceEncoding: nonceEncodingType,
    created,
  }
}

/** SHA-1(nonce + created + password). */
export function passwordDigest(nonce: Uint8Array, created: string, password: Secret): Buffer {
  return createHash('sha1').update(nonce).update(created).update(password.reveal()).digest()
}
