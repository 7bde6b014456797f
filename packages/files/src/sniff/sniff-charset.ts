import { BerthError, type TextDecoding, textDecoding } from '@berth/core'
import { markBytes, textStart } from '../text/byte-order-mark.ts'
import { commonShare } from './common-characters.ts'

/** In what charset a sample is written. */
export interface CharsetGuess {
  /** As a definition writes it. */
  readonly charset: string
  /** How that is known: `undecided`, nothing speaks for another; `doubtful`, something does; `ascii`, it has no other characters. */
  readonly by: 'mark' | 'bytes' | 'ascii' | 'words' | 'doubtful'
  /** Lines of the sample that are not valid in it. */
  readonly badLines: number
  /** The sample in this charset, bad lines left out, without a byte order mark. */
  readonly text: string
}

/** More bad lines than this say that it is another charset. */
const mostBad = 0.1

/** So many lines beyond ASCII are enough to tell. */
const mostLines = 5_000

/**
 * The charset of a text, of which `bytes` are whole lines from its first: a mark; UTF-16 by its zeros; UTF-8 where it is valid; else
 * GB18030 or Big5, whichever reads more lines, and where both do, more common characters. Undefined: none of them reads it.
 */
export function sniffCharset(bytes: Uint8Array, file: string): CharsetGuess | undefined {
  const marked = byMark(bytes, file) ?? utf16(bytes)
  if (marked !== undefined || bytes.includes(0)) return marked
  const lines = linesOf(bytes)
  const wide = lines.filter((line) => line.some((byte) => byte > 0x7f)).slice(0, mostLines)
  if (wide.length === 0) return { charset: 'UTF-8', by: 'ascii', badLines: 0, text: decoded(lines, 'utf-8').text }
  const guess = chosen(wide)
  if (guess === undefined) return undefined
  const { text } = decoded(lines, guess.charset)
  return { ...guess, text }
}

function chosen(wide: readonly Uint8Array[]): Omit<CharsetGuess, 'text'> | undefined {
  const read = ['UTF-8', 'GB18030', 'Big5'].map((charset) => ({ charset, ...decoded(wide, charset) }))
  const fitting = read.filter(({ bad }) => bad <= wide.length * mostBad)
  const [first, second] = fitting.map((each) => ({ ...each, share: commonShare(each.text) })).sort(better)
  if (first === undefined) return undefined
  const { charset, bad: badLines, share } = first
  if (charset === 'UTF-8') return { charset, by: 'bytes', badLines }
  const sure = share >= 0.5 && (second === undefined || share - second.share > 0.2)
  return { charset, by: sure ? 'words' : 'doubtful', badLines }
}

interface Reading {
  readonly charset: string
  readonly bad: number
  readonly share: number
}

/** Nothing else is valid UTF-8 by chance; the other two often both read a text. */
function better(one: Reading, other: Reading): number {
  if (one.charset === 'UTF-8' || other.charset === 'UTF-8') return one.charset === 'UTF-8' ? -1 : 1
  return other.share - one.share || one.bad - other.bad
}

function byMark(bytes: Uint8Array, file: string): CharsetGuess | undefined {
  const { charset, skip } = textStart(bytes.subarray(0, markBytes), 'utf-8', file)
  if (skip === 0) return undefined
  const whole = charset.startsWith('utf-16')
    ? bytes.subarray(skip, bytes.length - (bytes.length % 2))
    : bytes.subarray(skip)
  const lines = charset.startsWith('utf-16') ? [whole] : linesOf(whole)
  const { text, bad } = decoded(lines, charset)
  return bad === lines.length && bad > 0
    ? undefined
    : { charset: charset === 'gb18030' ? 'GB18030' : charset.toUpperCase(), by: 'mark', badLines: bad, text }
}

/** Its line ends and digits have a zero byte each, on the same side; nothing else does. */
function utf16(bytes: Uint8Array): CharsetGuess | undefined {
  const zeros = [0, 0]
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [high = 0, low = 0] = zeros
  if (high + low < bytes.length / 100 || Math.min(high, low) > 0) return undefined
  const charset = low > 0 ? 'UTF-16LE' : 'UTF-16BE'
  const { text, bad } = decoded([bytes.subarray(0, bytes.length - (bytes.length % 2))], charset)
  return bad > 0 || !/[\r\n]/.test(text) ? undefined : { charset, by: 'bytes', badLines: 0, text }
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    const lineFeed = bytes.indexOf(0x0a, start)
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1
    lines.push(bytes.subarray(start, end))
    start = end
  }
  return lines
}

function decoded(lines: readonly Uint8Array[], charset: string): { readonly text: string; readonly bad: number } {
  const decoding = textDecoding(charset)
  const whole = textOf(decoding, Buffer.concat(lines))
  if (whole !== undefined) return { text: whole, bad: 0 }
  const texts = lines.map((line) => textOf(decoding, line))
  const sound = texts.filter((text) => text !== undefined)
  return { text: sound.join(''), bad: texts.length - sound.length }
}

/** Undefined: there is a byte that is not valid. */
function textOf(decoding: TextDecoding, bytes: Uint8Array): string | undefined {
  try {
    return decoding.decode(bytes, '')
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return undefined
  }
}
