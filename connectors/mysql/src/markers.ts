/** A statement as the server takes it: plain markers, and which parameter stands at each of them. */
export interface PositionalText {
  readonly sql: string
  /** Indexes of the parameters, in the order of the markers. */
  readonly order: readonly number[]
}

const maxTexts = 200

/** Names and texts in quotes, which may hold anything, and numbered markers. */
const token = /`(?:[^`]|``)*`|'(?:[^']|'')*'|\?(\d+)/g

/**
 * The server counts no markers: a value that is compared twice has to be sent twice. Statements here have numbered ones,
 * `?1`, and are put into the server's form once for each text.
 */
export class MarkerTexts {
  readonly #texts: Map<string, PositionalText> = new Map()

  positional(text: string): PositionalText {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const order: number[] = []
    const sql = text.replace(token, (found, number: string | undefined) => {
      if (number === undefined) return found
      order.push(Number(number) - 1)
      return '?'
    })
    if (this.#texts.size >= maxTexts) this.#texts.clear()
    const made = { sql, order }
    this.#texts.set(text, made)
    return made
  }
}
