import { isCalendarDate, type Value } from '@berth/core'
import { areDigits, numberAt } from '../identifiers/digits.ts'
import { sampleTexts } from './sample-texts.ts'

/** How texts write a date or a date and time. */
export interface DatePattern {
  /** In the letters of Unicode TR35, `yyyyMMdd`. */
  readonly pattern: string
  readonly type: 'date' | 'datetime'
  /** The share of the samples it fits, from 0 to 1. */
  readonly share: number
}

const dates = ['yyyyMMdd', 'yyyy-MM-dd', 'yyyy/MM/dd', 'yyyy.MM.dd', 'yyyy年MM月dd日']
const times = ['HH:mm:ss', 'HH:mm', 'HH:mm:ss.SSS']
const patterns: readonly string[] = [
  ...dates,
  'yyyyMMddHHmmss',
  'yyyyMMddHHmmssSSS',
  'yyyyMMddHHmm',
  ...dates.flatMap((date) => times.map((time) => `${date} ${time}`)),
  ...times.map((time) => `yyyy-MM-dd'T'${time}`),
  'yyyyMMdd HHmmss',
  'yyyy年MM月dd日 HH时mm分ss秒',
]

interface Reader {
  readonly pattern: string
  /** The pattern as its texts are laid out, quotes removed. */
  readonly layout: string
  readonly type: 'date' | 'datetime'
}

const readers: readonly Reader[] = patterns.map((pattern) => ({
  pattern,
  layout: pattern.replaceAll("'", ''),
  type: pattern.includes('HH') ? 'datetime' : 'date',
}))

const leastShare = 0.9

/**
 * The pattern in which at least nine of ten samples write a date between the years 1800 and 2199. Undefined when there
 * is none or no sample.
 */
export function detectDatePattern(samples: readonly Value[]): DatePattern | undefined {
  const texts = sampleTexts(samples)
  let best: DatePattern | undefined
  for (const { pattern, layout, type } of readers) {
    const share = fittingShare(texts, layout)
    if (share >= leastShare && share > (best?.share ?? 0)) best = { pattern, type, share }
  }
  return best
}

/** The share of texts that fit; 0 as soon as too many do not. */
function fittingShare(texts: readonly string[], layout: string): number {
  const mostFailing = texts.length * (1 - leastShare) + 1e-9
  let failing = 0
  for (const text of texts) {
    if (text.length === layout.length && fits(text, layout)) continue
    failing++
    if (failing > mostFailing) return 0
  }
  return texts.length === 0 ? 0 : 1 - failing / texts.length
}

const fields = { yyyy: [1800, 2199], HH: [0, 23], mm: [0, 59], ss: [0, 59], SSS: [0, 999] } as const

function fits(text: string, layout: string): boolean {
  for (let index = 0; index < layout.length; index++) {
    const sign = layout.charCodeAt(index)
    if (!isLetter(sign) || layout.charAt(index) === 'T') {
      if (text.charCodeAt(index) !== sign) return false
    } else if (!areDigits(text, index, index + 1)) return false
  }
  for (const [field, [least, most]] of Object.entries(fields)) {
    const at = layout.indexOf(field)
    if (at < 0) continue
    const number = numberAt(text, at, at + field.length)
    if (number < least || number > most) return false
  }
  const year = layout.indexOf('yyyy')
  const month = layout.indexOf('MM')
  const day = layout.indexOf('dd')
  return isCalendarDate(numberAt(text, year, year + 4), numberAt(text, month, month + 2), numberAt(text, day, day + 2))
}

function isLetter(unit: number): boolean {
  return (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
}
