import { namesSecret } from '../references/secret-name.ts'

const hidden = '******'

/** One line of a manifest, from 1, with what may be a secret in it hidden (SEC-3). */
export function printableLine(lines: readonly string[], line: number): string {
  const text = lines[line - 1] ?? ''
  if (continuesSecret(lines, line)) return `${/^\s*/.exec(text)?.[0] ?? ''}${hidden}`
  const from = secretStart(text)
  const open = from === undefined ? text : `${text.slice(0, from)}${hidden}`
  return open.replaceAll(/(\/\/[^/\s:@]*:)[^@\s/]+@/g, `$1${hidden}@`)
}

/** Where the value of an option that names a secret starts, unless it is a reference or a list. */
function secretStart(text: string): number | undefined {
  for (const match of text.matchAll(/(?<!\$\{)\b([\w-]+)["']?\s*:\s*(?=\S)/g)) {
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
    const name = /([\w-]+)["']?\s*:\s*(?:[|>][\d+-]*)?\s*$/.exec(text)?.[1]
    return name !== undefined && namesSecret(name) && !/^\s*-/.test(lines[line - 1] ?? '')
  }
  return false
}

function indentOf(text = ''): number {
  return /^\s*/.exec(text)?.[0].length ?? 0
}
