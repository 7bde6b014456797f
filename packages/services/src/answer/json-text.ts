/** What a JSON text may not hold although a reader would take it. */
export type JsonProblem = 'nested too deeply' | 'duplicate member'

const maxDepth = 200
const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gsu

/**
 * Looks for what two readers would read differently, or none at all: a member that is there twice, and nesting without
 * end. Whether the text is JSON is not looked at.
 */
export function jsonProblem(text: string): JsonProblem | undefined {
  const open: (Set<string> | undefined)[] = []
  let name: string | undefined
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      if (open.push(part === '{' ? new Set() : undefined) > maxDepth) return 'nested too deeply'
    } else if (part === '}' || part === ']') open.pop()
    else if (part === ':' && name !== undefined) {
      const names = open.at(-1)
      if (names?.has(name) === true) return 'duplicate member'
      names?.add(name)
    }
    name = part.startsWith('"') ? plainName(part) : undefined
  }
  return undefined
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
