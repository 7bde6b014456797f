import { englishTerms } from './dictionary/english.ts'
import { pinyinTerms } from './dictionary/pinyin.ts'
import { dictionaryOf, type Hints, hintsOf, type Term } from './dictionary/term.ts'
import { nameWords } from './name-words.ts'

const none: readonly Term[] = []
const dictionary = dictionaryOf([...pinyinTerms, ...englishTerms])

/** Words glued to the end count less: the more letters before them, the less they were meant. */
const gluedFactor = 0.8
const endFactor = 0.95

/**
 * What a column name in pinyin or English may stand for. The whole name counts most, then the longest run of words at
 * its end, then the longest end of its last word.
 */
export function nameHints(name: string): Hints {
  const words = nameWords(name)
  for (let start = 0; start < words.length; start++) {
    const terms = dictionary.get(words.slice(start).join(''))
    if (terms !== undefined) return hintsOf(terms, start === 0 ? 1 : endFactor)
  }
  const last = words.at(-1) ?? ''
  for (let start = 1; start < last.length - 1; start++) {
    const terms = (dictionary.get(last.slice(start)) ?? none).filter((term) => term.glued)
    if (terms.length > 0) return hintsOf(terms, gluedFactor)
  }
  return new Map()
}
