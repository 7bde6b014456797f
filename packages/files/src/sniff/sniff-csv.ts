import { BerthError } from '@berth/core'
import { type CsvDialect, RecordScanner } from '../codecs/csv/record-scanner.ts'
import { defaultMaxColumns, defaultMaxRecordBytes } from '../codecs/limits.ts'
import type { SampleCell } from './cell-shape.ts'
import { sniffHead } from './sniff-header.ts'

/** How a text file parts its records and fields. */
export interface CsvGuess {
  readonly separator: string
  readonly quote: string
  readonly skipLines: number
  readonly header: boolean
  readonly headerDoubtful: boolean
  /** How many columns a record has. */
  readonly width: number
  /** What the header says, blanks around cut; empty without one. */
  readonly names: readonly string[]
  /** The share of records with that many. */
  readonly share: number
}

const separators = [',', '\t', '|', ';', '^', '~', '\u0001', '\u001f', '，']
const mostRecords = 1_000
const leastShare = 0.9

interface Parsed {
  readonly cells: readonly SampleCell[]
  readonly line: number
}

interface Reading {
  readonly separator: string
  readonly quote: string
  readonly records: readonly Parsed[]
  readonly width: number
  readonly share: number
}

/**
 * The separator and quote by which nearly all records of a sample have the same number of fields, at least two. `whole`: the sample
 * is the file. Undefined: none does.
 */
export function sniffCsv(text: string, whole: boolean): CsvGuess | undefined {
  let best: Reading | undefined
  for (const separator of separators) {
    if (!text.includes(separator)) continue
    for (const quote of quotesOf(text, separator)) {
      const reading = read(text, separator, quote, whole)
      if (reading !== undefined && (best === undefined || isBetter(reading, best))) best = reading
    }
  }
  if (best === undefined || best.share < leastShare) return undefined
  const { separator, quote, records, share } = best
  // A separator behind the last field of every record.
  const open = best.width > 2 && records.every(({ cells }) => cells.at(-1) === null)
  const width = open ? best.width - 1 : best.width
  const rows = records.map(({ cells }) => cells.slice(0, width))
  const { skip, header, doubtful } = sniffHead(rows, width)
  const skipLines = (records[skip]?.line ?? 1) - 1
  const names = header ? (rows[skip] ?? []).map((cell) => cell?.trim() ?? '') : []
  return { separator, quote, skipLines, header, headerDoubtful: doubtful, width, names, share }
}

/** Quotes that stand at both ends of fields. */
function quotesOf(text: string, separator: string): readonly string[] {
  const single = text.split(/\r\n|\n|\r/, 50).filter((line) => line.includes(`'${separator}'`)).length >= 1
  if (text.includes('"')) return ['"', '']
  return single ? ["'", '"'] : ['"']
}

function isBetter(one: Reading, other: Reading): boolean {
  if (Math.abs(one.share - other.share) > 0.02) return one.share > other.share
  return one.width > other.width
}

/** The records from the first with as many fields as most have. */
function read(text: string, separator: string, quote: string, whole: boolean): Reading | undefined {
  const all = parse(text, { separator, quote, trim: false, nulls: [''] }, whole)
  if (all === undefined || all.length === 0) return undefined
  const width = mostFrequent(all.map(({ cells }) => cells.length))
  const start = all.findIndex(({ cells }) => cells.length === width)
  const records = all.slice(start)
  const fitting = records.filter(({ cells }) => cells.length === width)
  // A title or two may stand before a table; half a file of other lines is none.
  if (width < 2 || start > all.length / 2 || start > 30) return undefined
  return { separator, quote, width, records: fitting, share: fitting.length / records.length }
}

function parse(text: string, dialect: CsvDialect, whole: boolean): Parsed[] | undefined {
  const limits = { file: '', maxColumns: defaultMaxColumns, maxRecordBytes: defaultMaxRecordBytes }
  const scanner = new RecordScanner(dialect, limits)
  const records: Parsed[] = []
  try {
    scanner.feed(text, true)
    while (records.length < mostRecords && scanner.next()) {
      if (scanner.blank) continue
      records.push({ cells: scanner.malformed === undefined ? scanner.cells : [], line: scanner.line })
    }
  } catch (error) {
    // The sample may end inside quotes.
    if (!BerthError.is(error) || whole || records.length < 2) return undefined
  }
  return records
}

function mostFrequent(counts: readonly number[]): number {
  const frequency = new Map<number, number>()
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1)
  const [[first] = [0]] = [...frequency].sort((one, other) => other[1] - one[1] || other[0] - one[0])
  return first
}
