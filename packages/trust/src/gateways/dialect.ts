import type { LocalizedText } from '@berth/core'
import type { SecretRefresh } from './refresh.ts'

/**
 * What a signature is joined of. `id`, `secret`: the caller's. `service`: the service called. `path`: percent-decoded,
 * without query. `query`: sorted, see `canonicalQuery`. `user`, `userInformation`, `extension`: who asks, as a gateway
 * tells it to the system behind it.
 */
export type SignedPart =
  | 'id'
  | 'secret'
  | 'service'
  | 'timestamp'
  | 'nonce'
  | 'method'
  | 'path'
  | 'query'
  | 'user'
  | 'userInformation'
  | 'extension'

/** A part that is sent in a field of its own. */
export type SentPart = Exclude<SignedPart, 'secret' | 'method' | 'path' | 'query'>

/** A header, query parameter or body field of a dialect, in the spelling it was seen in. */
export interface DialectField {
  readonly name: string
  readonly holds: SentPart | 'signature' | { readonly text: string }
  /** Whether it may be missing: its part is then joined as the empty text. @default false */
  readonly optional?: boolean
}

export type SignatureAlgorithm = 'md5' | 'sha1' | 'sha256' | 'hmac-sha256'

/** `HEX` is in upper case. When verifying, the case is not looked at. */
export type SignatureEncoding = 'hex' | 'HEX' | 'base64'

/** `ms`, `s`: since 1970, in decimal digits. `http-date`: as RFC 1123 writes it, in GMT. */
export type TimeForm = 'ms' | 's' | 'http-date'

/** `random-hex`: 20 digits. `time-and-random`: milliseconds since 1970 in hex, a hyphen, 12 random digits. */
export type NonceForm = 'random-hex' | 'time-and-random'

/** What a dialect does not protect. */
export type DialectWeakness =
  | 'md5'
  | 'sha1'
  | 'plain-hash'
  | 'no-nonce'
  | 'no-body'
  | 'no-address'
  | 'ambiguous-join'
  | 'window-unknown'

/**
 * How well a dialect is known. `primary-source`: read in the gateway's own document. `two-sources`: two independent
 * secondary ones. `one-source`: a hint only.
 */
export type DialectEvidence = 'primary-source' | 'two-sources' | 'one-source'

/** A request and the signature it has to get. All values are invented. */
export interface DialectVector {
  readonly id: string
  readonly secret: string
  readonly service?: string
  readonly method?: string
  readonly path?: string
  readonly query?: readonly (readonly [name: string, value: string])[]
  readonly user?: string
  readonly userInformation?: string
  readonly extension?: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly nonce?: string
  readonly signature: string
  /** Whether somebody else published it. Else it proves only that two programs read the formula alike. */
  readonly published: boolean
}

/** How the requests to one kind of gateway are signed: all there is to know, as data. */
export interface GatewayDialect {
  readonly id: string
  readonly title: Required<LocalizedText>
  /** Whether this side signs what it sends to the gateway, or verifies what the gateway passes on. */
  readonly direction: 'to-gateway' | 'from-gateway'
  readonly carrier: 'header' | 'query'
  readonly fields: readonly DialectField[]
  readonly algorithm: SignatureAlgorithm
  /** What is hashed, in this order. With `hmac-sha256` the secret is the key and not among them. */
  readonly joined: readonly (SignedPart | { readonly text: string })[]
  /** The first is written where no other is asked for. */
  readonly encodings: readonly [SignatureEncoding, ...SignatureEncoding[]]
  readonly time: {
    readonly form: TimeForm
    /** How far the clocks may differ either way, in milliseconds. Undefined where it is not known. */
    readonly windowMs?: number
  }
  /** Undefined where there is no nonce: a request that was overheard holds again within the window. */
  readonly nonce?: { readonly form: NonceForm }
  /** How the secret is renewed. Undefined where it is not, or not known. */
  readonly refresh?: SecretRefresh
  readonly weaknesses: readonly DialectWeakness[]
  /** Whether a request was accepted by a real gateway of this kind. None was: they cannot be reached from outside. */
  readonly confirmed: false
  readonly evidence: DialectEvidence
  /** What else to know before using it. */
  readonly notes: readonly Required<LocalizedText>[]
  readonly vectors: readonly DialectVector[]
}
