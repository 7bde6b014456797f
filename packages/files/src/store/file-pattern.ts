import { isCalendarDate } from '@berth/core'
import { naturalOrder } from './natural-order.ts'

/** Which files belong together, and in which order. */
export interface FilePattern {
  /** One for each step of the path, the last for the name of the file. */
  readonly steps: readonly PatternStep[]
  /** Undefined: the path does not match. */
  match(path: string): FileMatch | undefined
}

/** One folder or name of a pattern. */
export interface PatternStep {
  /** The name itself, where nothing in it stands for others. */
  readonly literal?: string
  matches(name: string): boolean
}

/** A path that matches, with what orders it. */
export interface FileMatch {
  readonly path: string
  /** The date and time in its names, as digits from the year on; empty where the pattern has none. */
  readonly date: string
}

/** By the date in the name, then by the name, where numbers count as numbers. */
export function inFileOrder(one: FileMatch, other: FileMatch): number {
  if (one.date !== other.date) return one.date < other.date ? -1 : 1
  return naturalOrder(one.path, other.path)
}

/** The parts of a date as a pattern writes them, from the largest. */
const dateParts = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'SSS'] as const
const datePart = /yyyy|MM|dd|HH|mm|ss|SSS/g

/**
 * Reads a pattern: folders and a name with `*` for any characters, `?` for one and dates in braces, `{yyyyMMdd}` or
 * `{yyyy-MM-dd}`. The extension is told apart from no other case of letters. Undefined: it leads out of the store, or a brace holds no date.
 */
export function filePattern(pattern: string): FilePattern | undefined {
  const written = pattern.replace(/^(?:\.\/)+/, '').split('/')
  if (written.some((step) => step === '' || step === '.' || step === '..' || /[\\\p{Cc}]/u.test(step))) return undefined
  const compiled: CompiledStep[] = []
  for (const [index, step] of written.entries()) {
    const next = compileStep(step, index === written.length - 1)
    if (next === undefined) return undefined
    compiled.push(next)
  }
  const steps = compiled.map((step, index): PatternStep => {
    const matches = (name: string): boolean => matchStep(name, step) !== undefined
    const text = written[index] ?? ''
    return /[*?{]/.test(text) || index === compiled.length - 1 ? { matches } : { matches, literal: text }
  })
  return { steps, match: (path) => matchPath(path, compiled) }
}

/** What stands between two stars: as many characters in every name, so that it is looked for and never tried in many ways. */
interface Piece {
  readonly source: string
  /** What each group is. */
  readonly parts: readonly string[]
}

type CompiledStep = readonly Piece[]

function compileStep(step: string, isName: boolean): CompiledStep | undefined {
  const pieces: { source: string; parts: string[] }[] = [{ source: '', parts: [] }]
  for (const [token] of step.matchAll(/\{[^}]*\}|[\s\S]/gu)) {
    const piece = pieces.at(-1)
    if (piece === undefined || token === '{') return undefined
    if (token === '*') pieces.push({ source: '', parts: [] })
    else if (token === '?') piece.source += '[^/]'
    else if (token.length > 1 && token.startsWith('{')) {
      const date = compileDate(token.slice(1, -1), piece.parts)
      if (date === undefined) return undefined
      piece.source += date
    } else piece.source += literal(token)
  }
  const extension = isName ? /\.[A-Za-z0-9]+$/.exec(step)?.[0] : undefined
  const last = pieces.at(-1)
  if (extension !== undefined && last !== undefined) {
    const tail = [...extension].map(literal).join('')
    last.source = last.source.slice(0, last.source.length - tail.length) + [...extension].map(eitherCase).join('')
  }
  return pieces
}

/** The parts of dates in a name, or undefined where it does not match: each piece where it first fits, the last at the end. */
function matchStep(name: string, pieces: CompiledStep): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  let from = 0
  for (const [index, { source, parts }] of pieces.entries()) {
    const isLast = index === pieces.length - 1
    const expression = new RegExp(`${index === 0 ? '^' : ''}(?:${source})${isLast ? '$' : ''}`, 'gu')
    expression.lastIndex = from
    const match = firstFit(expression, name, parts, found)
    if (match === undefined) return undefined
    from = match.index + match[0].length
  }
  return found
}

/** Takes note of the parts of the date; where they make none, the piece may fit further on. */
function firstFit(
  expression: RegExp,
  name: string,
  parts: readonly string[],
  found: Map<string, string>,
): RegExpExecArray | undefined {
  for (let match = expression.exec(name); match !== null; match = expression.exec(name)) {
    const dated = new Map(found)
    if (isNoted(match, parts, dated) && isDate(dated)) {
      for (const [part, digits] of dated) found.set(part, digits)
      return match
    }
    expression.lastIndex = match.index + 1
  }
  return undefined
}

/** False: a part that stands twice, in a folder and in the name, does not say the same twice. */
function isNoted(match: RegExpExecArray, parts: readonly string[], found: Map<string, string>): boolean {
  for (const [at, part] of parts.entries()) {
    const digits = match[at + 1] ?? ''
    if ((found.get(part) ?? digits) !== digits) return false
    found.set(part, digits)
  }
  return true
}

function compileDate(format: string, parts: string[]): string | undefined {
  const rest = format.replace(datePart, '')
  if (rest === format || !/^[-_. T]*$/.test(rest)) return undefined
  return format.replace(/yyyy|MM|dd|HH|mm|ss|SSS|[-_. T]/g, (token) => {
    if (/^[-_. T]$/.test(token)) return literal(token)
    parts.push(token)
    return `(\\d{${token.length}})`
  })
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

function eitherCase(character: string): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()]
  return lower === upper ? literal(character) : `[${lower}${upper}]`
}

function matchPath(path: string, steps: readonly CompiledStep[]): FileMatch | undefined {
  const names = path.split('/')
  if (names.length !== steps.length) return undefined
  const found = new Map<string, string>()
  for (const [index, step] of steps.entries()) {
    const parts = matchStep(names[index] ?? '', step)
    if (parts === undefined) return undefined
    for (const [part, digits] of parts) {
      if ((found.get(part) ?? digits) !== digits) return undefined
      found.set(part, digits)
    }
  }
  return isDate(found) ? { path, date: dateParts.map((part) => found.get(part) ?? '').join('') } : undefined
}

function isDate(found: ReadonlyMap<string, string>): boolean {
  const number = (part: string, otherwise: number): number => Number(found.get(part) ?? otherwise)
  return (
    isCalendarDate(number('yyyy', 2000), number('MM', 1), number('dd', 1)) &&
    number('HH', 0) < 24 &&
    number('mm', 0) < 60 &&
    number('ss', 0) < 60
  )
}
