import { namesSecret } from '../references/secret-name.ts'

const hidden = '******'

/**
 * One line of a manifest, from 1, with what may be a secret in it hidden (SEC-3). `secretAt` is the column of a key whose
 * value is known to be one.
 */
export function printableLine(lines: readonly string[], line: number, secretAt?: number): string {
  const text = lines[line - 1] ?? ''
  if (continuesSecret(lines, line)) return `${/^\s*/.exec(text)?.[0] ?? ''}${hidden}`
  const from = secretAt === undefined ? secretStart(text) : valueStart(text, secretAt)
  const open = from === undefined ? text : `${text.slice(0, from)}${hidden}`
  return open.replaceAll(/(\/\/[^/\s:@]*:)[^@\s/]+@/g, `$1${hidden}@`)
}

/** Where the value of the key at a column starts. */
function valueStart(text: string, column: number): number {
  const before = [...text].slice(0, column - 1).join('').length
  const colon = text.indexOf(':', before)
  return colon < 0 ? before : colon + 1 + (/^\s*/.exec(text.slice(colon + 1))?.[0].length ?? 0)
}

/** Where the value of an option that names a secret starts, unless it is a reference or a list. */
function secretStart(text: string): number | undefined {
  for (const match of text.matchAll(/(?<!\$\{)\b([\w-]+)["']?\s*[:：]\s*(?=\S)/g)) {
    const value = text.slice(match.index + match[0].length)
    const open = /^(?:["']?\$\{(?:env|secret):[\w.-]*\}["']?\s*(?:[,}#].*)?$|\[)/.test(value)
    if (namesSecret(match[1] ?? '') && !open) return match.index + match[0].length
  }
  return undefined
}

/** Whether the line belongs to a value that began on a line above, under the name of a secret. */
function continuesSecret(lines: readonly string[], line: number): boolean {
  const indent = indentOf(lines[line - 1])
  for (let above = line - 2; above >= 0; above--) {
    const text = lines[above] ?? ''
    if (text.trim() === '' || indentOf(text) >= indent) continue
    const name = /([\w-]+)["']?\s*[:：]\s*(?:[|>][\d+-]*)?\s*$/.exec(text)?.[1]
    return name !== undefined && namesSecret(name) && !/^\s*-/.test(lines[line - 1] ?? '')
  }
  return false
}

function indentOf(text = ''): number {
  return /^\s*/.exec(text)?.[0].length ?? 0
}
