import { BerthError } from '@berth/core'
import { PendingText } from '../../text/pending-text.ts'
import { type RecordLimits, recordTooLong, tooManyColumns } from '../limits.ts'

/** How the fields of a file are told apart. */
export interface CsvDialect {
  readonly separator: string
  /** Empty: quotes are data. */
  readonly quote: string
  readonly escape?: '\\'
  readonly formulaText?: boolean
  readonly trim: boolean
  /** Unquoted fields that are NULL. */
  readonly nulls: readonly string[]
}

const lineFeed = 10
const carriageReturn = 13
const backslash = 92
const equalsSign = 61

/**
 * Tells the records of a CSV text apart, a piece at a time. What RFC 4180 leaves open is read so: a quote in the middle of a field
 * without quotes is data; lines end with CR LF, LF or CR, in any mixture; something between a closing quote and the next separator
 * makes the record malformed, and the next one begins with the next line.
 *
 * `next` goes to the next record, whose properties hold until it is called again. The scanner does not touch `cells` any more then.
 */
export class RecordScanner {
  readonly #dialect: CsvDialect
  readonly #limits: RecordLimits
  readonly #separator: number
  readonly #quote: number
  readonly #escape: number
  readonly #unescape: RegExp | undefined
  readonly #null: string | undefined
  readonly #nulls: ReadonlySet<string>
  readonly #pending = new PendingText()
  #text = ''
  #at = 0
  #last = false
  #idle = true
  #nextLine = 1
  #start = 0
  #cell: string | null = null
  #cellEnd = 0
  #quoted = false
  #breaks = false

  cells: (string | null)[] = []
  /** Where the record begins, from 1. */
  line = 1
  /** Nothing stands in it, not even quotes. */
  blank = false
  /** The field, from 1, whose closing quote is followed by something else. */
  malformed: number | undefined
  /** The last field has nothing in it, not even quotes: the record ends with a separator. */
  endsOpen = false

  constructor(dialect: CsvDialect, limits: RecordLimits) {
    const { separator, quote, nulls } = dialect
    this.#dialect = dialect
    this.#limits = limits
    this.#separator = separator.charCodeAt(0)
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0)
    this.#escape = dialect.escape === undefined ? -1 : backslash
    this.#unescape = dialect.escape === undefined ? undefined : escapes(separator, quote)
    this.#nulls = new Set(nulls)
    this.#null = nulls.length === 1 ? nulls[0] : undefined
  }

  /** The text as it stands in the file, of the record that `next` went to. */
  get raw(): string {
    return this.#text.slice(this.#start, this.#at)
  }

  /** More of the file; `last`: there is no more behind it. */
  feed(text: string, last: boolean): void {
    const all = this.#pending.with(text, last)
    this.#last = last
    this.#idle = all === undefined
    if (all === undefined) this.#checkPending()
    else this.#text = all
  }

  /** False: it needs more, or at the end of the file there is none. */
  next(): boolean {
    const { length } = this.#text
    return (this.#at < length && this.#scan(length)) || this.#wait(length)
  }

  /** Goes behind the next line end whatever stands before it, as `next` does behind the next record. */
  nextLine(): boolean {
    const { length } = this.#text
    const end = endOfLine(this.#text, this.#at)
    const whole = end + 1 < length || (this.#last && this.#at < length)
    if (!whole) return this.#wait(length)
    const crlf = this.#text.charCodeAt(end) === carriageReturn && this.#text.charCodeAt(end + 1) === lineFeed
    this.#start = this.#at
    this.#at = Math.min(length, end + (crlf ? 2 : 1))
    this.#nextLine++
    return true
  }

  #wait(length: number): false {
    if (this.#idle) return false
    this.#idle = true
    if (this.#last) this.#at = length
    this.#pending.keep(this.#text.slice(this.#at))
    this.#text = ''
    this.#at = 0
    this.#checkPending()
    return false
  }

  #checkPending(): void {
    if (this.#pending.length > this.#limits.maxRecordBytes) throw recordTooLong(this.#limits, this.#nextLine)
  }

  #scan(length: number): boolean {
    const text = this.#text
    const start = this.#at
    this.#breaks = this.#escape >= 0
    this.malformed = undefined
    this.cells = []
    const end = this.#scanCells(length)
    if (end < 0 || (end === length && !this.#last)) return false
    const crlf = text.charCodeAt(end) === carriageReturn && text.charCodeAt(end + 1) === lineFeed
    if (end + 1 === length && !this.#last && text.charCodeAt(end) === carriageReturn) return false
    if (end - start > this.#limits.maxRecordBytes) throw recordTooLong(this.#limits, this.#nextLine)
    this.blank = end === start || (this.#dialect.trim && !this.#quoted && text.slice(start, end).trim() === '')
    this.endsOpen = !this.#quoted && (end === start || text.charCodeAt(end - 1) === this.#separator)
    this.line = this.#nextLine
    this.#nextLine += 1 + (this.#breaks ? lineBreaks(text, start, end) : 0)
    this.#start = start
    this.#at = Math.min(length, end + (crlf ? 2 : 1))
    return true
  }

  /** Where the record ends; -1: it is not known yet. */
  #scanCells(length: number): number {
    const text = this.#text
    const cells = this.cells
    let at = this.#at
    for (;;) {
      const opening = this.#openingQuote(at, length)
      if (opening < 0 ? !this.#plainCell(at, length) : !this.#quotedCell(opening, length)) return -1
      cells.push(this.#cell)
      at = this.#cellEnd
      if (text.charCodeAt(at) !== this.#separator) break
      at++
      if (cells.length > this.#limits.maxColumns) throw tooManyColumns(this.#limits, this.#nextLine)
      if (at === length && !this.#last) return -1
    }
    const after = text.charCodeAt(at)
    if (at === length || after === lineFeed || after === carriageReturn) return at
    this.malformed = cells.length
    return endOfLine(text, at)
  }

  /** Where the field that begins at `at` has its opening quote; -1: it has none. */
  #openingQuote(at: number, length: number): number {
    const text = this.#text
    let first = at
    if (this.#dialect.trim) while (first < length && isBlank(text.charCodeAt(first))) first++
    const code = text.charCodeAt(first)
    if (code === this.#quote) return first
    const formula =
      this.#dialect.formulaText === true && code === equalsSign && text.charCodeAt(first + 1) === this.#quote
    return formula ? first + 1 : -1
  }

  #plainCell(start: number, length: number): boolean {
    const text = this.#text
    const separator = this.#separator
    const escaping = this.#escape
    let at = start
    let escaped = false
    for (; at < length; at++) {
      const code = text.charCodeAt(at)
      if (code === separator || code === lineFeed || code === carriageReturn) break
      if (code === escaping) {
        escaped = true
        at = this.#behindEscape(at, length) - 1
      }
    }
    if (at >= length && !this.#last) return false
    at = Math.min(at, length)
    let cell = text.slice(start, at)
    if (this.#dialect.trim) cell = cell.trim()
    this.#cellEnd = at
    this.#quoted = false
    if (cell === this.#null || (this.#null === undefined && this.#nulls.has(cell))) this.#cell = null
    else this.#cell = escaped ? this.#unescaped(cell) : cell
    return true
  }

  #quotedCell(opening: number, length: number): boolean {
    const text = this.#text
    const { quote, trim, formulaText } = this.#dialect
    let at = opening + 1
    let doubled = false
    let escaped = this.#escape < 0 ? -1 : text.indexOf('\\', at)
    let close: number
    for (;;) {
      close = text.indexOf(quote, at)
      if (close < 0) return this.#unclosed()
      if (escaped >= 0 && escaped < close) {
        at = this.#behindEscape(escaped, length)
        escaped = text.indexOf('\\', at)
        continue
      }
      if (close + 1 === length && !this.#last) return false
      if (text.charCodeAt(close + 1) !== this.#quote) break
      doubled = true
      at = close + 2
    }
    let cell = text.slice(opening + 1, close)
    if (this.#escape >= 0) cell = this.#unescaped(cell)
    else if (doubled) cell = cell.replaceAll(quote + quote, quote)
    if (formulaText === true && cell.length > 2 && cell.startsWith('="') && cell.endsWith('"')) cell = cell.slice(2, -1)
    let end = close + 1
    if (trim) {
      cell = cell.trim()
      while (end < length && isBlank(text.charCodeAt(end))) end++
      if (end === length && !this.#last) return false
    }
    this.#cell = cell
    this.#cellEnd = end
    this.#quoted = true
    this.#breaks = true
    return true
  }

  #unclosed(): false {
    if (this.#last) throw new BerthError('QUOTE_UNCLOSED', { file: this.#limits.file, line: this.#nextLine })
    return false
  }

  /** Behind the escaped character, CR LF taken as one. */
  #behindEscape(at: number, length: number): number {
    const crlf = this.#text.charCodeAt(at + 1) === carriageReturn && this.#text.charCodeAt(at + 2) === lineFeed
    return Math.min(length, at + (crlf ? 3 : 2))
  }

  #unescaped(cell: string): string {
    const { quote } = this.#dialect
    return this.#unescape === undefined
      ? cell
      : cell.replace(this.#unescape, (_whole, escaped: string | undefined) => escaped ?? quote)
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x3000 || code === 0xa0
}

function endOfLine(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) !== lineFeed && text.charCodeAt(at) !== carriageReturn) at++
  return at
}

/** Line breaks between two places, CR LF counted once. */
function lineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) count++
  }
  return count
}

/** An escaped character, or a doubled quote. */
function escapes(separator: string, quote: string): RegExp {
  const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|-]/, '\\$&')
  const quotes = quote === '' ? '' : `|${literal(quote)}{2}`
  return new RegExp(`\\\\(\r\n|[\\\\\r\n${literal(separator)}${literal(quote)}])${quotes}`, 'g')
}
