/**
 * Text that waits for more. It is handed out only when it has grown by as much as was handed out before, so that a record
 * over many pieces is looked at twice and not once a piece.
 */
export class PendingText {
  #parts: string[] = []
  #length = 0
  #seen = 0

  get length(): number {
    return this.#length
  }

  /** `seen`: this text was looked at and holds no whole record. */
  keep(seen: string): void {
    this.#parts = seen === '' ? [] : [seen]
    this.#length = seen.length
    this.#seen = seen.length
  }

  /** All that waits and `text` behind it; undefined: not yet worth a look. */
  with(text: string, last: boolean): string | undefined {
    this.#parts.push(text)
    this.#length += text.length
    if (!last && this.#length < 2 * this.#seen) return undefined
    return this.#parts.length === 1 ? text : this.#parts.join('')
  }
}
