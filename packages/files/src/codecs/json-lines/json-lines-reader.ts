import { BerthError, exactJson, isJsonNumber, type JsonValue, type LogicalType, textDecoding } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { decodedText } from '../../text/decoded-text.ts'
import { PendingText } from '../../text/pending-text.ts'
import { StrictText } from '../../text/strict-text.ts'
import { atPlace, type FilePlace } from '../cell-conversion.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { type RecordLimits, recordLimits, recordTooLong } from '../limits.ts'
import { fieldUnknown, recordMalformed } from '../malformed.ts'
import { RowCollector } from '../row-collector.ts'
import { atPath, type JsonPath, jsonCell, jsonPath } from './json-cell.ts'
import { hasRepeatedMember } from './json-members.ts'

/** So many records are looked at for the names of columns. */
const sampleRecords = 1000

/** One line of a file. */
interface Line {
  readonly text: string
  readonly number: number
  /** The offset in the file of a byte in it that could not be decoded. */
  readonly undecodable: number | undefined
}

interface JsonColumn {
  readonly name: string
  readonly path: JsonPath
  readonly type: LogicalType
}

/** What is read of a line; `known`: what may stand in it. */
interface ReadColumns {
  readonly columns: readonly JsonColumn[]
  readonly known: ReadonlySet<string> | undefined
}

/**
 * Reads one JSON object a line. A column's `from` is the name of a member, or a path of names with dots between. A member that is
 * not there is NULL. Numbers keep their digits. Without columns in the definition, those of the first thousand records are
 * texts, objects and lists in JSON; a record with another one is told (`FIELD_UNKNOWN`).
 *
 * A line that is no JSON object or has a member twice (`RECORD_MALFORMED`), a byte that is not valid (`TEXT_UNDECODABLE`) or a cell
 * that is not of its type is left out and told. `FILE_LIMIT_EXCEEDED` ends the reading.
 */
export const jsonLinesReader: FileReader = { structure, read }

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  const strict = new StrictText(content.name, dataset.charset)
  const names = new Set<string>()
  let seen = 0
  if (dataset.columns.length === 0) {
    sample: for await (const lines of linesOf(content, dataset, strict, signal)) {
      for (const { text } of lines) {
        const record = objectOf(text)
        if (record === undefined) continue
        for (const name of Object.keys(record)) names.add(name)
        if (++seen === sampleRecords) break sample
      }
    }
  }
  const found = [...names].map((name) => ({ name, type: { name: 'text' } as LogicalType }))
  const { charset = dataset.charset } = strict
  return {
    columns: (dataset.columns.length === 0 ? found : dataset.columns).map(({ name, type }) => ({
      name,
      nativeType: 'JSON',
      type,
      nullable: true,
      charset,
    })),
  }
}

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const strict = new StrictText(content.name, dataset.charset)
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  const columns = reading.columns.map(({ name, type, charset }): JsonColumn => {
    if (charset !== undefined && textDecoding(charset).charset !== textDecoding(dataset.charset).charset)
      throw new BerthError('NOT_SUPPORTED', { connector: 'JSON', capability: 'text.charsetPerColumn' })
    const from = dataset.columns.find((column) => column.name === name)?.from ?? name
    return { name, path: jsonPath(from), type }
  })
  const known = reading.known === undefined ? undefined : new Set(reading.known)
  for await (const lines of linesOf(content, dataset, strict, signal)) {
    for (const line of lines) {
      if (!collector.begin()) continue
      collect(line, { columns, known }, collector, { file: content.name, charset: strict.charset ?? '' })
      if (collector.full) {
        const batch = collector.take()
        if (batch !== undefined) yield batch
      }
    }
  }
  const rest = collector.take()
  if (rest !== undefined) yield rest
}

function collect(
  line: Line,
  { columns, known }: ReadColumns,
  collector: RowCollector,
  { file, charset }: { readonly file: string; readonly charset: string },
): void {
  const place = { file, record: collector.record, line: line.number }
  if (line.undecodable !== undefined) {
    const details = { column: '#1', offset: line.undecodable, charset }
    collector.refuse(new BerthError('TEXT_UNDECODABLE', { ...details, ...place }))
    return
  }
  try {
    const record = objectOf(line.text)
    const problem =
      record === undefined ? 'json-no-object' : hasRepeatedMember(line.text, record) ? 'json-member-twice' : undefined
    const unknown = record === undefined || known === undefined ? undefined : unknownMember(record, known)
    if (record === undefined || problem !== undefined)
      collector.refuse(recordMalformed(problem ?? 'json-no-object', place))
    else if (unknown !== undefined) collector.refuse(fieldUnknown([unknown], place))
    else collector.add(columns.map(({ name, path, type }) => jsonCell(atPath(record, path), type, name)))
  } catch (error) {
    collector.refuse(error instanceof RangeError ? tooDeep(place) : atPlace(error, place))
  }
}

/** A member that no column is made of, and that holds something. */
function unknownMember(record: { readonly [name: string]: JsonValue }, known: ReadonlySet<string>): string | undefined {
  return Object.keys(record).find((name) => !known.has(name) && record[name] !== null)
}

/** Nested so deeply that nothing can be made of it. */
function tooDeep(place: FilePlace): BerthError {
  return recordMalformed('json-deep', { ...place })
}

/** Undefined: it is none. */
function objectOf(text: string): { readonly [name: string]: JsonValue } | undefined {
  try {
    const value = exactJson(text, '')
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isJsonNumber(value)) return undefined
    return value as { readonly [name: string]: JsonValue }
  } catch {
    return undefined
  }
}

async function* linesOf(
  content: FileContent,
  dataset: FileDataset,
  strict: StrictText,
  signal: AbortSignal,
): AsyncGenerator<Line[], void, undefined> {
  const splitter = new LineSplitter(strict, recordLimits(content.name, dataset), dataset.skipLines)
  for await (const text of decodedText(content.bytes(signal), strict, signal)) yield splitter.lines(text, false)
  yield splitter.lines('', true)
}

class LineSplitter {
  readonly #strict: StrictText
  readonly #limits: RecordLimits
  readonly #skipLines: number
  readonly #pending = new PendingText()
  #number = 0

  constructor(strict: StrictText, limits: RecordLimits, skipLines: number) {
    this.#strict = strict
    this.#limits = limits
    this.#skipLines = skipLines
  }

  /** The lines that are whole, empty ones left out. */
  lines(more: string, last: boolean): Line[] {
    const text = this.#pending.with(more, last)
    const found: Line[] = []
    let at = 0
    if (text !== undefined) {
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
        this.#add(text.slice(at, end), found)
        at = end + 1
      }
      if (last && at < text.length) this.#add(text.slice(at), found)
      this.#pending.keep(text.slice(at))
    }
    if (this.#pending.length > this.#limits.maxRecordBytes && !last) throw recordTooLong(this.#limits, this.#number + 1)
    return found
  }

  #add(line: string, found: Line[]): void {
    this.#number++
    if (line.length > this.#limits.maxRecordBytes) throw recordTooLong(this.#limits, this.#number)
    const undecodable = this.#strict.firstUndecodable(() => line)
    if (this.#number > this.#skipLines && line.trim() !== '')
      found.push({ text: line, number: this.#number, undecodable })
  }
}
