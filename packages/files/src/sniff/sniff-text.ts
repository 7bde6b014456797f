import { BerthError, type DefinitionDoubt } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { formatUnsupported } from '../codecs/malformed.ts'
import type { ContentGuess, Entries } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { type FileSample, wholeLines } from './file-sample.ts'
import { type CharsetGuess, sniffCharset } from './sniff-charset.ts'
import { type CsvGuess, sniffCsv } from './sniff-csv.ts'
import { type FixedWidthGuess, sniffFixedWidth } from './sniff-fixed-width.ts'
import { sniffXml } from './sniff-xml.ts'
import { unrecognised } from './unrecognised.ts'

/** Tells the charset of a text, and whether it is JSON lines, XML, CSV or fixed width. Throws as `sniffContent`. */
export function sniffText(content: FileContent, sample: FileSample): ContentGuess {
  const bytes = wholeLines(sample)
  const charset = sniffCharset(bytes, content.name)
  if (charset === undefined) throw unrecognised(content, 'no-text')
  const { text } = charset
  const head = text.trimStart().slice(0, 1024)
  refuseOthers(content, head, text)
  if (head.startsWith('<')) return xml(content, text, charset)
  if (isJsonLine(text)) return withCharset(charset, { format: 'json-lines' }, [])
  const csv = sniffCsv(text, sample.whole)
  if (csv !== undefined) return csvContent(content, csv, charset)
  const fixed = charset.charset.startsWith('UTF-16') ? undefined : sniffFixedWidth(bytes, charset.charset)
  if (fixed !== undefined) return fixedContent(fixed, charset)
  throw unrecognised(content, 'no-separator')
}

/** A table of a web page that was saved as `.xls`, a document of JSON. */
function refuseOthers({ name: file }: FileContent, head: string, text: string): void {
  if (/^<(?:!DOCTYPE\s+html|html|table|head|meta)/i.test(head) || /<html[\s>]/i.test(head))
    throw new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature: 'HTML' })
  if (/^[[{]\s*(?:["{[]|$)/.test(head) && !isJsonLine(text)) throw formatUnsupported(file, 'json-document')
}

function csvContent(content: FileContent, csv: CsvGuess, charset: CharsetGuess): ContentGuess {
  const { separator, quote, skipLines, header, width, share } = csv
  const doubts: DefinitionDoubt[] = []
  if (skipLines > 0) doubts.push(doubt('skipLines', 'titles', { count: skipLines }))
  if (!header) doubts.push(doubt('columns', 'unnamed'))
  if (csv.headerDoubtful) doubts.push(header ? doubt('format', 'headerDoubtful') : doubt('header', 'noHeaderDoubtful'))
  if (share < 1) doubts.push(doubt('format', 'uneven', { percent: percent(1 - share) }))
  const usable = csv.names.filter((name) => name !== '' && csv.names.indexOf(name) === csv.names.lastIndexOf(name))
  if (usable.length < csv.names.length)
    doubts.push(doubt('columns', 'nameless', { count: csv.names.length - usable.length }))
  const usual = /\.tsv$/i.test(content.name) ? '\t' : ','
  const entries = {
    format: 'csv',
    ...(separator === usual ? {} : { separator }),
    ...(quote === '"' ? {} : { quote }),
    ...(skipLines === 0 ? {} : { skipLines }),
    ...(header ? {} : { header: false, columns: unnamed(width) }),
    ...(usable.length === csv.names.length
      ? {}
      : { columns: Object.fromEntries(usable.map((name) => [name, 'text'])) }),
  }
  return withCharset(charset, entries, doubts)
}

function fixedContent({ columns, share }: FixedWidthGuess, charset: CharsetGuess): ContentGuess {
  const places = columns.map((place, index) => [`column${index + 1}`, place] as const)
  const doubts = [doubt('columns', 'fixed')]
  if (share < 1) doubts.push(doubt('format', 'otherLengths', { percent: percent(1 - share) }))
  return withCharset(charset, { format: 'fixed-width', columns: Object.fromEntries(places) }, doubts)
}

const charsetDoubts = { ascii: 'ascii', words: 'charsetByWords', doubtful: 'charsetDoubtful' } as const

/** Puts the charset behind the format, with what is not sure of it. */
function withCharset(
  { charset, by, badLines }: CharsetGuess,
  { format, ...entries }: Entries,
  doubts: readonly DefinitionDoubt[],
): ContentGuess {
  const about = by === 'mark' || by === 'bytes' ? [] : [doubt('charset', charsetDoubts[by])]
  if (badLines > 0) about.push(doubt('charset', 'badLines', { count: badLines }))
  return { entries: { format, charset, ...entries }, doubts: [...doubts, ...about] }
}

function xml(content: FileContent, text: string, charset: CharsetGuess): ContentGuess {
  const guess = sniffXml(text)
  if (guess === undefined) throw unrecognised(content, 'xml-no-records')
  const { record, count } = guess
  const about = count > 1 ? doubt('record', 'record', { count }) : doubt('record', 'recordDoubtful')
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(text)?.[1]
  // What the file says of itself need not be guessed.
  return declared === undefined
    ? withCharset(charset, { format: 'xml', record }, [about])
    : { entries: { format: 'xml', charset: declared, record }, doubts: [about] }
}

function isJsonLine(text: string): boolean {
  const line = text.trimStart().split('\n', 1)[0] ?? ''
  if (!line.startsWith('{')) return false
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

function unnamed(width: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: width }, (_each, index) => [`column${index + 1}`, 'text']))
}

function percent(share: number): string {
  return String(Math.max(1, Math.round(share * 100)))
}
