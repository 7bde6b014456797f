import { isCalendarDate } from '@berth/core'

/** A piece of a path: words that stay, a date or time, or a number that may count. */
export interface FileToken {
  readonly kind: 'text' | 'date' | 'number'
  readonly text: string
  /** Of a date: as a pattern writes it, without braces. */
  readonly format?: string
}

const runs = /\d{4}([-_.])\d{2}(?:\1\d{2})?(?!\d)|\d+/g

const formats: Readonly<Record<number, string>> = {
  17: 'yyyyMMddHHmmssSSS',
  14: 'yyyyMMddHHmmss',
  12: 'yyyyMMddHHmm',
  8: 'yyyyMMdd',
  6: 'yyyyMM',
  4: 'yyyy',
}

/** The pieces of a path. Joined, their texts are the path. */
export function fileTokens(path: string): FileToken[] {
  const tokens: FileToken[] = []
  let at = 0
  for (const { 0: run, 1: sign, index } of path.matchAll(runs)) {
    if (index > at) tokens.push({ kind: 'text', text: path.slice(at, index) })
    at = index + run.length
    if (sign === undefined) tokens.push(numberToken(run, path.slice(at, at + 1), tokens))
    else tokens.push(...signedTokens(run, sign))
  }
  if (at < path.length) tokens.push({ kind: 'text', text: path.slice(at) })
  return tokens
}

/**
 * What makes two paths those of one set: everything but the values of dates and numbers. A year or a month alone may be a number as
 * well: the others of its set tell.
 */
export function skeletonOf(tokens: readonly FileToken[]): string {
  return JSON.stringify(
    tokens.map(({ kind, text, format = '' }) => {
      if (kind === 'text') return withLowerExtension(text)
      return format === '' || format === 'yyyy' || format === 'yyyyMM' ? 0 : [format]
    }),
  )
}

function withLowerExtension(text: string): string {
  return text.replace(/(?:\.[A-Za-z0-9]+)+$/, (extension) => extension.toLowerCase())
}

function signedTokens(run: string, sign: string): FileToken[] {
  const [year = '', month = '', day] = run.split(sign)
  const format = day === undefined ? `yyyy${sign}MM` : `yyyy${sign}MM${sign}dd`
  if (isDay(year, month, day ?? '01')) return [{ kind: 'date', text: run, format }]
  const parts = day === undefined ? [year, month] : [year, month, day]
  return parts.flatMap((text, index) => {
    const number: FileToken = { kind: 'number', text }
    return index === 0 ? [number] : [{ kind: 'text', text: sign }, number]
  })
}

function numberToken(run: string, next: string, before: readonly FileToken[]): FileToken {
  const chinese = { 年: 4, 月: 2, 日: 2 }[next]
  if (chinese === run.length && (next !== '年' || isDay(run, '01', '01'))) {
    const format = { 年: 'yyyy', 月: 'MM', 日: 'dd' }[next]
    const ranged = next === '年' || (Number(run) >= 1 && Number(run) <= (next === '月' ? 12 : 31))
    if (format !== undefined && ranged) return { kind: 'date', text: run, format }
  }
  const time = timeFormat(run)
  if (time !== undefined && followsDay(before)) return { kind: 'date', text: run, format: time }
  const format = formats[run.length]
  if (format === undefined || !isDay(run.slice(0, 4), run.slice(4, 6) || '01', run.slice(6, 8) || '01'))
    return { kind: 'number', text: run }
  const rest = run.slice(8)
  if (rest !== '' && !isTime(rest.slice(0, 6).padEnd(6, '0'))) return { kind: 'number', text: run }
  return { kind: 'date', text: run, format }
}

function isDay(year: string, month: string, day: string): boolean {
  return Number(year) >= 1990 && Number(year) < 2100 && isCalendarDate(Number(year), Number(month), Number(day))
}

function timeFormat(run: string): string | undefined {
  if (run.length === 6) return isTime(run) ? 'HHmmss' : undefined
  return run.length === 4 && isTime(`${run}00`) ? 'HHmm' : undefined
}

function isTime(digits: string): boolean {
  return Number(digits.slice(0, 2)) < 24 && Number(digits.slice(2, 4)) < 60 && Number(digits.slice(4, 6)) < 60
}

/** `20261122-083000`: what stands behind a day and one sign may be its time. */
function followsDay(before: readonly FileToken[]): boolean {
  const [day, sign] = before.slice(-2)
  return day?.kind === 'date' && day.format?.endsWith('dd') === true && /^[-_ T]$/.test(sign?.text ?? '')
}
