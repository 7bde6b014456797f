import { isCalendarDate } from '@berth/core'
import { blank, byteClasses, digit, letter, wide } from './byte-classes.ts'

/** Where a column most likely lies. */
export interface FixedColumnGuess {
  /** From 1. */
  readonly at: number
  readonly bytes: number
}

export interface FixedWidthGuess {
  readonly columns: readonly FixedColumnGuess[]
  /** Bytes of a record. */
  readonly bytes: number
  /** The share of lines that have so many. */
  readonly share: number
}

const mostLines = 2_000
const leastLines = 3
const leastBytes = 4
const leastShare = 0.95

/**
 * The columns of a text whose lines all have the same number of bytes: a column begins where blanks end in all lines, where one that
 * is never blank stands behind one that sometimes is, and where Chinese and Latin characters meet. What stands together without a
 * blank cannot be told apart but for dates and citizen numbers: it is a proposal. Undefined: the lines differ, or are too few.
 */
export function sniffFixedWidth(bytes: Uint8Array, charset: string): FixedWidthGuess | undefined {
  const all = linesOf(bytes)
  const length = mostFrequent(all.map((line) => line.length))
  const lines = all.filter((line) => line.length === length)
  const share = lines.length / Math.max(all.length, 1)
  if (lines.length < leastLines || length < leastBytes || share < leastShare) return undefined
  if (!lines.some((line) => Buffer.compare(line, lines[0] ?? line) !== 0)) return undefined
  const starts = columnStarts(lines, length, charset).flatMap((start, index, every) => {
    const end = every[index + 1] ?? length
    return [start, ...insideDigits(lines, start, end)]
  })
  const columns = starts.map((start, index) => ({ at: start + 1, bytes: (starts[index + 1] ?? length) - start }))
  return columns.length < 2 ? undefined : { columns, bytes: length, share }
}

function columnStarts(lines: readonly Uint8Array[], length: number, charset: string): number[] {
  const seen = new Uint8Array(length)
  const begins = new Uint8Array(length)
  for (const line of lines) {
    const classes = byteClasses(line, charset)
    for (let at = 0; at < length; at++) {
      seen[at] = (seen[at] ?? 0) | (classes[at] ?? 0)
      if (at > 0 && classes[at - 1] === blank && classes[at] !== blank) begins[at] = 1
    }
  }
  const starts = [0]
  for (let at = 1; at < length; at++) {
    const [before = 0, here = 0] = [seen[at - 1], seen[at]]
    if (here === blank) continue
    const column = starts.at(-1) ?? 0
    if (before === blank) starts.push(startOfNumber(lines, seen, at) ?? at)
    else if (meet(before & ~blank, here & ~blank)) starts.push(at)
    else if (before === digit && here === letter && isPaddedNumber(lines, column, at, true)) starts.push(at)
    else if (begins[at] === 1 && (here & blank) === 0 && !isPaddedNumber(lines, column, at)) starts.push(at)
  }
  return starts
}

/**
 * Where a column of numbers with blanks before them begins: behind the last column, for a longer number needs those blanks, and if they
 * were given to the column before, its first digits would be lost to it. Undefined: what begins here is no such number.
 */
function startOfNumber(lines: readonly Uint8Array[], seen: Uint8Array, at: number): number | undefined {
  let end = at
  while (end < seen.length && ((seen[end] ?? 0) & blank) !== 0 && seen[end] !== blank) end++
  if (end === at || end === seen.length || !isPaddedNumber(lines, at, end + 1)) return undefined
  let start = at
  while (start > 0 && seen[start - 1] === blank) start--
  return start
}

/** Whether these bytes are blanks and then digits, in all lines; `padded`: with blanks in one at least. */
function isPaddedNumber(lines: readonly Uint8Array[], start: number, end: number, padded = false): boolean {
  if (padded && !lines.some((line) => line[start] === 0x20)) return false
  return lines.every((line) => /^ *[-+]?[\d.,]*$/.test(latin1(line, start, end)))
}

function latin1(line: Uint8Array, start: number, end: number): string {
  return Buffer.from(line.buffer, line.byteOffset + start, end - start).toString('latin1')
}

/** Chinese characters on one side, letters or digits on the other, in all lines. */
function meet(before: number, here: number): boolean {
  const isWord = (classes: number): boolean => classes !== 0 && (classes & ~(digit | letter)) === 0
  return (before === wide && isWord(here)) || (isWord(before) && here === wide)
}

/** Dates and citizen numbers at the ends of a long run of digits. */
function insideDigits(lines: readonly Uint8Array[], start: number, end: number): number[] {
  const texts = lines.map((line) => latin1(line, start, end))
  const { length } = texts[0] ?? ''
  if (length < 12 || !texts.every((text) => /^[0-9Xx]+ *$/.test(text))) return []
  const filled = Math.max(...texts.map((text) => text.trimEnd().length))
  if (filled > 18 && texts.every((text) => /^\d{17}[\dXx]/.test(text) && isDay(text.slice(6, 14)))) return [start + 18]
  const isTime = (filled === 14 || filled === 17) && texts.every((text) => isDay(text.slice(0, 8)))
  if (isTime || (filled === 18 && texts.every((text) => isDay(text.slice(6, 14))))) return []
  if (filled >= 12 && texts.every((text) => isDay(text.slice(filled - 8, filled)))) return [start + filled - 8]
  return filled >= 12 && texts.every((text) => isDay(text.slice(0, 8))) ? [start + 8] : []
}

function isDay(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number)
  return year !== undefined && year >= 1800 && year < 2200 && isCalendarDate(year, month ?? 0, day ?? 0)
}

/** Without their ends, empty ones and the mark at the end of DOS texts left out. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0; start < bytes.length && lines.length < mostLines; ) {
    const lineFeed = bytes.indexOf(0x0a, start)
    let end = lineFeed < 0 ? bytes.length : lineFeed
    const next = end + 1
    if (bytes[end - 1] === 0x0d && end > start) end--
    if (end > start && !(end - start === 1 && bytes[start] === 0x1a)) lines.push(bytes.subarray(start, end))
    start = next
  }
  return lines
}

function mostFrequent(lengths: readonly number[]): number {
  const frequency = new Map<number, number>()
  for (const length of lengths) frequency.set(length, (frequency.get(length) ?? 0) + 1)
  const [[first] = [0]] = [...frequency].sort((one, other) => other[1] - one[1] || other[0] - one[0])
  return first
}
