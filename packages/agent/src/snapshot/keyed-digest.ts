import { hash } from 'node:crypto'

const blockBytes = 64
const digestBytes = 32
/** Of base64url: 132 bits, more than two rows of any table will ever share. */
const digestLength = 22

/**
 * HMAC-SHA-256 of short texts, cut to 22 characters of base64url. Written out over the one-shot hash: a `Hmac` object for
 * each row costs several times the digest itself.
 */
export class KeyedDigest {
  #inner: Buffer
  readonly #outer: Buffer = Buffer.alloc(blockBytes + digestBytes)

  /** `key` has at most 64 bytes. */
  constructor(key: Uint8Array) {
    this.#inner = Buffer.alloc(4096)
    for (let at = 0; at < blockBytes; at++) {
      this.#inner[at] = (key[at] ?? 0) ^ 0x36
      this.#outer[at] = (key[at] ?? 0) ^ 0x5c
    }
  }

  digest(text: string): string {
    const most = blockBytes + text.length * 3
    if (most > this.#inner.length) {
      const grown = Buffer.allocUnsafe(most * 2)
      this.#inner.copy(grown, 0, 0, blockBytes)
      this.#inner = grown
    }
    const end = blockBytes + this.#inner.write(text, blockBytes)
    hash('sha256', this.#inner.subarray(0, end), 'buffer').copy(this.#outer, blockBytes)
    return hash('sha256', this.#outer, 'base64url').slice(0, digestLength)
  }
}
