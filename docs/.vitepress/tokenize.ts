/**
 * Splits a text, or what somebody looks for, into the words of the index. Chinese has no blanks between words: each pair
 * of neighbours is a word, and the last character of a run by itself, so that a single one is found as a beginning. A
 * code such as `FILE_GROWING` is found by its parts too. It is sent to the browser as its own text and may use nothing from outside.
 */
export function tokenize(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu)) {
    if (/\p{Script=Han}/u.test(run)) {
      const characters = [...run]
      for (let at = 0; at < characters.length; at++) words.push(characters.slice(at, at + 2).join(''))
    } else {
      words.push(run)
      if (run.includes('_')) words.push(...run.split('_').filter((part) => part !== ''))
    }
  }
  return words
}

/** What is looked for: the last character of a run is asked only where it stands alone, for every pair has it already. */
export function tokenizeQuestion(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu)) {
    const characters = [...run]
    if (!/\p{Script=Han}/u.test(run) || characters.length === 1) words.push(run)
    else for (let at = 0; at < characters.length - 1; at++) words.push(characters.slice(at, at + 2).join(''))
  }
  return words
}
