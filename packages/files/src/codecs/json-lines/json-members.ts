import { isJsonNumber, type JsonValue } from '@berth/core'

/** Objects and lists inside one another. */
const maxDepth = 1000

const memberEnd = /"\s*:/g

/**
 * Whether an object of the text has the same member twice: what was read of it has one only. `value` is what was read.
 *
 * Throws a `RangeError` where objects and lists are nested more than 1,000 deep.
 *
 * Counting is enough nearly always: only a text with a quote and a colon inside a string has to be looked at closely.
 */
export function hasRepeatedMember(text: string, value: JsonValue): boolean {
  let written = 0
  memberEnd.lastIndex = 0
  while (memberEnd.test(text)) written++
  return written !== memberCount(value) && repeatsMember(text)
}

function memberCount(value: JsonValue, depth = 0): number {
  if (typeof value !== 'object' || value === null || isJsonNumber(value)) return 0
  if (depth === maxDepth) throw new RangeError('nested too deeply')
  let count = 0
  if (Array.isArray(value)) {
    for (const element of value as readonly JsonValue[]) count += memberCount(element, depth + 1)
    return count
  }
  for (const member of Object.values(value)) count += 1 + memberCount(member as JsonValue, depth + 1)
  return count
}

const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gy

function repeatsMember(text: string): boolean {
  const open: Set<string>[] = []
  token.lastIndex = 0
  for (let at = 0; at < text.length; at++) {
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) continue
    const [whole, colon] = found
    at = token.lastIndex - 1
    if (whole === '{' || whole === '[') open.push(new Set())
    else if (whole === '}' || whole === ']') open.pop()
    else if (colon !== undefined) {
      const name = JSON.parse(whole.slice(0, whole.length - colon.length)) as string
      const names = open.at(-1)
      if (names?.has(name) === true) return true
      names?.add(name)
    }
  }
  return false
}
