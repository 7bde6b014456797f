import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { KeyedDigest } from './keyed-digest.ts'

const blockBytes = 16

/**
 * Seals the keys of rows, each under its own digest: a synthetic initialization vector in the manner of RFC 5297, so that
 * a sealed key is no longer than the key, and one that was altered does not have its digest any more. AES-256 in counter
 * mode; the key streams of many keys are made with one cipher, for a cipher costs far more than a block.
 */
export class KeySealing {
  readonly #key: Uint8Array
  readonly #digest: KeyedDigest

  /** `key` has 32 bytes; `digest` made the digests. */
  constructor(key: Uint8Array, digest: KeyedDigest) {
    this.#key = key
    this.#digest = digest
  }

  seal(texts: readonly string[], digests: readonly string[]): Uint8Array[] {
    const contents = texts.map((text) => Buffer.from(text))
    const sizes = contents.map(({ length }) => Math.ceil(length / blockBytes))
    const counters = Buffer.alloc(sizes.reduce((sum, size) => sum + size, 0) * blockBytes)
    let at = 0
    for (const [index, digest] of digests.entries()) {
      const counter = vectorOf(digest)
      for (let block = 0; block < (sizes[index] ?? 0); block++) {
        counter.copy(counters, at)
        at += blockBytes
        increase(counter)
      }
    }
    // Counter mode is the cipher over the counters, added to the text.
    const cipher = createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false)
    const stream = cipher.update(counters)
    at = 0
    for (const [index, content] of contents.entries()) {
      for (let byte = 0; byte < content.length; byte++) content[byte] = (content[byte] ?? 0) ^ (stream[at + byte] ?? 0)
      at += (sizes[index] ?? 0) * blockBytes
    }
    return contents
  }

  /** Undefined: it was altered. */
  open(sealed: Uint8Array, digest: string): string | undefined {
    const text = createDecipheriv('aes-256-ctr', this.#key, vectorOf(digest)).update(sealed).toString()
    return this.#digest.digest(text) === digest ? text : undefined
  }
}

function vectorOf(digest: string): Buffer {
  return Buffer.from(digest, 'base64url').subarray(0, blockBytes)
}

function increase(counter: Buffer): void {
  for (let at = blockBytes - 1; at >= 0; at--) {
    const next = ((counter[at] ?? 0) + 1) & 0xff
    counter[at] = next
    if (next !== 0) return
  }
}
