/** Words that stand for an element. */
export interface TermGroup {
  readonly element: string
  /** How far the word alone is believed, from 0 to 1. */
  readonly weight: number
  /** Parted by blanks. */
  readonly terms: string
  /** Whether the word also counts at the end of a longer one that nothing parts: `FRXM`, `DJRQ`. */
  readonly glued?: true
}

/** One word of a dictionary. */
export interface Term {
  readonly element: string
  readonly weight: number
  readonly glued: boolean
}

/** What a name or comment may stand for: the weight of each element. */
export type Hints = ReadonlyMap<string, number>

/** The meanings of a word, each believed by its weight times the factor. */
export function hintsOf(terms: readonly Term[], factor: number): Hints {
  return new Map(terms.map((term) => [term.element, term.weight * factor]))
}

/** Reads groups into a dictionary from word to what it may stand for. */
export function dictionaryOf(groups: readonly TermGroup[]): ReadonlyMap<string, readonly Term[]> {
  const dictionary = new Map<string, Term[]>()
  for (const { element, weight, terms, glued } of groups) {
    for (const word of terms.split(' ')) {
      const meanings = dictionary.get(word) ?? []
      meanings.push({ element, weight, glued: glued === true })
      dictionary.set(word, meanings)
    }
  }
  return dictionary
}
