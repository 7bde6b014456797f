import { chineseTerms } from './dictionary/chinese.ts'
import { dictionaryOf, type Hints, hintsOf } from './dictionary/term.ts'
import { nameHints } from './name-hints.ts'

const dictionary = dictionaryOf(chineseTerms)
const longest = Math.max(...[...dictionary.keys()].map((term) => term.length))
const chinese = /\p{Script=Han}/u

/** Whether a text has Chinese characters, so that `commentHints` is the one to ask, also for a column name. */
export function isChinese(text: string): boolean {
  return chinese.test(text)
}

/**
 * What a comment may stand for. What stands in brackets or behind a colon, comma or blank explains and is left out;
 * the longest known end of the rest counts. A comment without Chinese characters is read as a name.
 */
export function commentHints(comment: string): Hints {
  if (!isChinese(comment)) return nameHints(comment)
  const head = headOf(comment)
  for (let length = Math.min(longest, head.length); length > 0; length--) {
    const terms = dictionary.get(head.slice(-length))
    if (terms !== undefined) return hintsOf(terms, head.length === length ? 1 : 0.95)
  }
  return new Map()
}

function headOf(comment: string): string {
  const parts = comment.split(/[（(【[：:，,；;、。\s]/).filter((part) => isChinese(part))
  return (parts[0] ?? '').replace(/[0-9A-Za-z_一二三]+$/, '')
}
