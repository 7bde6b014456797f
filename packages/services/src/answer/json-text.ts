/** What a JSON text may not hold although a reader would take it. */
export type JsonProblem = 'nested too deeply' | 'duplicate member'

const maxDepth = 200
const [quote, backslash, colon] = [0x22, 0x5c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

/**
 * Looks for what two readers would read differently, or none at all: a member that is there twice, and nesting without
 * end. Whether the text is JSON is not looked at. Each character is looked at once, whatever the text is.
 */
export function jsonProblem(text: string): JsonProblem | undefined {
  const open: (Set<string> | undefined)[] = []
  let name: string | undefined
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case quote: {
        const end = endOfText(text, index)
        name = open.at(-1) === undefined ? undefined : text.slice(index, end + 1)
        index = end
        break
      }
      case colon: {
        const names = open.at(-1)
        if (name === undefined || names === undefined) break
        const plain = plainName(name)
        if (names.has(plain)) return 'duplicate member'
        names.add(plain)
        name = undefined
        break
      }
      case openBrace:
      case openBracket:
        if (open.push(text.charCodeAt(index) === openBrace ? new Set() : undefined) > maxDepth)
          return 'nested too deeply'
        break
      case closeBrace:
      case closeBracket:
        open.pop()
        break
      default:
    }
  }
  return undefined
}

/** Where a text in quotes ends that begins at `start`; the end of everything where it does not. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === backslash && end - 1 - backslashes > start) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return text.length
}

/** `"a"` and `"\u0061"` are one name. */
function plainName(literal: string): string {
  if (!literal.includes('\\')) return literal
  try {
    return JSON.stringify(JSON.parse(literal))
  } catch {
    return literal
  }
}
