import { BerthError } from '@berth/core'

const blockBytes = 1024 ** 2

/**
 * The texts that the cells of a workbook share, by number. They are kept as bytes, not as a string each: a million of them take
 * what they take in the file.
 */
export class SharedTexts {
  readonly #file: string
  readonly #maxBytes: number
  readonly #blocks: Buffer[] = []
  /** Of each text: its block, where it begins in it, and its length. */
  #places = new Uint32Array(3 * 1024)
  #count = 0
  #free = blockBytes
  #bytes = 0

  constructor(file: string, maxBytes: number) {
    this.#file = file
    this.#maxBytes = maxBytes
  }

  /** Throws `FILE_LIMIT_EXCEEDED`. */
  add(text: string): void {
    const length = Buffer.byteLength(text)
    // Its place counts too: a workbook of empty texts is not small.
    this.#bytes += length + 12
    if (this.#bytes > this.#maxBytes)
      throw new BerthError('FILE_LIMIT_EXCEEDED', {
        file: this.#file,
        limit: 'maxSharedTextBytes',
        maximum: this.#maxBytes,
      })
    if (this.#free + length > blockBytes) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(blockBytes, length)))
      this.#free = 0
    }
    const at = 3 * this.#count
    if (at === this.#places.length) {
      const grown = new Uint32Array(2 * this.#places.length)
      grown.set(this.#places)
      this.#places = grown
    }
    this.#blocks.at(-1)?.write(text, this.#free)
    this.#places.set([this.#blocks.length - 1, this.#free, length], at)
    this.#free += length
    this.#count++
  }

  /** Undefined: there is none of that number. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined
    const [block = 0, start = 0, length = 0] = this.#places.subarray(3 * index, 3 * index + 3)
    return this.#blocks[block]?.toString('utf8', start, start + length)
  }
}
