import { createHash, createHmac } from 'node:crypto'
import type { SignedPart } from '../dialect.ts'
import { type Charset, encodeText } from './charset.ts'

/** What a recipe joins: a part, or a text that is the same in every request. */
export type Joined = SignedPart | { readonly text: string }

/** How a signature is made, with the values of one request: what the variations change. */
export interface Recipe {
  /** A hash of Node, `hmac-` before it where the key is not hashed along. */
  readonly algorithm: string
  readonly joined: readonly Joined[]
  /** The texts of the parts, as they are joined. */
  readonly values: Readonly<Partial<Record<SignedPart, string>>>
  /** A text is encoded in the charset too, bytes are taken as they are. */
  readonly key: string | Uint8Array
  readonly charset: Charset
}

/** The bytes of the signature that a recipe makes. */
export function signatureOf({ algorithm, joined, values, key, charset }: Recipe): Buffer {
  const keyBytes = typeof key === 'string' ? encodeText(key, charset) : key
  const hash = algorithm.startsWith('hmac-')
    ? createHmac(algorithm.slice('hmac-'.length), keyBytes)
    : createHash(algorithm)
  for (const part of joined) {
    if (part === 'secret') hash.update(keyBytes)
    else hash.update(encodeText(typeof part === 'string' ? (values[part] ?? '') : part.text, charset))
  }
  return hash.digest()
}

/** What a recipe joins, as a person reads it. */
export function formula(joined: readonly Joined[]): string {
  const shown = joined.map((part) => (typeof part === 'string' ? part : JSON.stringify(part.text)))
  return shown.length === 0 ? '""' : shown.join(' + ')
}
