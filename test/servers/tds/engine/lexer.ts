/** One word, mark or literal of a statement. */
export interface SqlWord {
  readonly kind: 'name' | 'word' | 'text' | 'binary' | 'number' | 'parameter' | 'global' | 'mark'
  /** What it says: a name without its quotes, a text with its quotes doubled once. */
  readonly value: string
}

const words =
  /\s+|--[^\n]*|\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|N?'((?:[^']|'')*)'|0x([0-9a-f]*)|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|@@([a-z_]+)|@([\p{L}\d_]+)|([\p{L}_#][\p{L}\d_#$]*)|(<=|>=|<>|[^\s])/giuy

/** Cuts T-SQL into words. */
export function wordsOf(text: string): SqlWord[] {
  const found: SqlWord[] = []
  for (const match of text.matchAll(words)) {
    const [, bracketed, quoted, literal, binary, number, global, parameter, word, mark] = match
    if (bracketed !== undefined) found.push({ kind: 'name', value: bracketed.replaceAll(']]', ']') })
    else if (quoted !== undefined) found.push({ kind: 'name', value: quoted.replaceAll('""', '"') })
    else if (literal !== undefined) found.push({ kind: 'text', value: literal.replaceAll("''", "'") })
    else if (binary !== undefined) found.push({ kind: 'binary', value: binary })
    else if (number !== undefined) found.push({ kind: 'number', value: number })
    else if (global !== undefined) found.push({ kind: 'global', value: global.toUpperCase() })
    else if (parameter !== undefined) found.push({ kind: 'parameter', value: parameter })
    else if (word !== undefined) found.push({ kind: 'word', value: word })
    else if (mark !== undefined) found.push({ kind: 'mark', value: mark })
  }
  return found
}

/** Whether the word at a place is this keyword or mark. */
export function isWord(word: SqlWord | undefined, value: string): boolean {
  return word !== undefined && (word.kind === 'word' || word.kind === 'mark') && word.value.toUpperCase() === value
}

/** The place behind the bracket that closes the one at `open`. */
export function behindBracket(all: readonly SqlWord[], open: number): number {
  let depth = 0
  for (let at = open; at < all.length; at++) {
    if (isWord(all[at], '(')) depth += 1
    if (isWord(all[at], ')') && --depth === 0) return at + 1
  }
  throw new SyntaxError('a bracket is not closed')
}

/** The words cut at a mark that stands outside of brackets. */
export function splitAt(all: readonly SqlWord[], mark: string): SqlWord[][] {
  const parts: SqlWord[][] = [[]]
  let depth = 0
  for (const word of all) {
    if (isWord(word, '(')) depth += 1
    if (isWord(word, ')')) depth -= 1
    if (depth === 0 && isWord(word, mark)) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts.filter((part) => part.length > 0)
}
