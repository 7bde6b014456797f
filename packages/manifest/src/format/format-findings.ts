import type { Language } from '@berth/core'
import type { Finding } from '../findings.ts'
import { printableLine } from './printable-line.ts'

export interface FormatOptions {
  /** With ANSI colours. @default false */
  readonly color?: boolean
  /** The text that the findings are about, `LoadResult.source`. With it each finding shows its line. */
  readonly source?: { readonly text: string }
}

const words = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  next: { zh: '下一步：', en: 'next: ' },
} as const

/**
 * Findings for a person at a terminal: where, what, what next, and the line itself with a caret under the place. What
 * may be a secret in that line is hidden (SEC-3). An empty text when there are no findings.
 */
export function formatFindings(findings: readonly Finding[], language: Language, options: FormatOptions = {}): string {
  const paint = (code: number, text: string): string =>
    options.color === true ? `\u001b[${code}m${text}\u001b[0m` : text
  const lines = options.source?.text.split(/\r?\n/) ?? []
  const secretsAt = new Map<number, number>()
  for (const { rule, line, column } of findings) {
    if (rule.startsWith('SEC-30')) secretsAt.set(line, Math.min(column, secretsAt.get(line) ?? column))
  }
  return findings
    .map((finding) => {
      const { file, line, column, severity, rule } = finding
      const tint = severity === 'error' ? 31 : 33
      const parts = [
        `${file}:${line}:${column}  ${paint(tint, words[severity][language])}  ${rule}  ${finding.message[language]}`,
      ]
      const shown = printableLine(lines, line, secretsAt.get(line))
      if (shown !== '') {
        const number = `${line} | `
        parts.push(paint(2, `  ${number}`) + shown)
        parts.push(`  ${' '.repeat(number.length)}${blanksAsWide([...shown].slice(0, column - 1))}${paint(tint, '^')}`)
      }
      parts.push(`  ${words.next[language]}${finding.next[language]}`)
      return `${parts.join('\n')}\n`
    })
    .join('\n')
}

/** As many blanks as the characters take on a terminal, where Chinese characters are two wide. */
function blanksAsWide(characters: readonly string[]): string {
  return characters.map((character) => (character === '\t' ? '\t' : wide.test(character) ? '  ' : ' ')).join('')
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{10000}-\u{10ffff}]/u
