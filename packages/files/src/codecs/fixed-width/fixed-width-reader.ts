import { BerthError, type Row, type TextDecoding, textDecoding, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace, type CellConversion, cellConversion } from '../cell-conversion.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { recordMalformed } from '../malformed.ts'
import { RowCollector } from '../row-collector.ts'
import { BytePieces, type BytesPiece, isEndOfText, nextRecord, type RecordRange } from './byte-records.ts'
import { type FixedColumn, fixedColumns, nullTexts } from './fixed-columns.ts'

const asciiInside = /^(?:utf-8|gbk|gb18030|big5|windows-\d+|iso-8859-\d+)$/

/** What is needed to make a value of the bytes of one column. */
interface FixedCell extends FixedColumn {
  readonly decoding: TextDecoding
  /** Bytes below 128 are the characters of ASCII. */
  readonly ascii: boolean
  readonly convert: CellConversion | undefined
}

/**
 * Reads records whose columns lie at fixed places, counted in bytes of the charset: a Chinese character is two in GBK. Blanks at the
 * end of a column are padding. Records are lines, or in a file without line ends as long as `recordBytes` says.
 *
 * A record that ends inside its last column (`RECORD_MALFORMED`), or whose column ends inside a character (`TEXT_UNDECODABLE`),
 * is left out and told. A record behind which `recordBytes` would have the next one begin elsewhere cannot be noticed.
 */
export const fixedWidthReader: FileReader = { structure, read }

function structure(_content: FileContent, dataset: FileDataset): Promise<FileStructure> {
  const { charset } = textDecoding(dataset.charset)
  fixedColumns(
    dataset,
    dataset.columns.map(({ name }) => name),
  )
  return Promise.resolve({
    columns: dataset.columns.map(({ name, type, bytes, charset: own }) => ({
      name,
      nativeType: `CHAR(${bytes ?? 0})`,
      type,
      nullable: true,
      charset: own ?? charset,
    })),
  })
}

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const pieces = new BytePieces(content, dataset.charset, recordLimits(content.name, dataset))
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  let records: FixedRecords | undefined
  for await (const piece of pieces.pieces(signal)) {
    records ??= new FixedRecords(content.name, reading, pieces.charset, collector)
    let at = 0
    for (;;) {
      const range = records.next(piece, at)
      if (range === undefined) break
      at = range.next
      pieces.consumed = at
      records.collect(piece, range)
      if (collector.full) {
        const batch = collector.take()
        if (batch !== undefined) yield batch
      }
    }
  }
  const rest = collector.take()
  if (rest !== undefined) yield rest
}

class FixedRecords {
  readonly #file: string
  readonly #dataset: FileDataset
  readonly #charset: string
  readonly #collector: RowCollector
  readonly #cells: readonly FixedCell[]
  readonly #nulls: ReadonlySet<string>
  readonly #needed: number
  #linesToSkip: number
  #line = 0

  constructor(file: string, { dataset, columns }: FileReading, charset: string, collector: RowCollector) {
    this.#file = file
    this.#dataset = dataset
    this.#charset = charset
    this.#collector = collector
    const places = fixedColumns(
      dataset,
      columns.map(({ name }) => name),
    )
    this.#cells = places.map((place, index) => {
      const own = columns[index]?.charset ?? place.column.charset ?? charset
      const type = columns[index]?.type ?? place.column.type
      const decoding = textDecoding(own)
      const ascii = asciiInside.test(decoding.charset)
      return { ...place, decoding, ascii, convert: cellConversion(type, place.column.name) }
    })
    this.#nulls = new Set(nullTexts(dataset))
    this.#needed = Math.max(0, ...dataset.columns.map(({ at, bytes }) => (at ?? 1) - 1 + (bytes ?? 0)))
    this.#linesToSkip = dataset.skipLines + (dataset.header ? 1 : 0)
  }

  /** The next range of bytes in the piece that is a record. */
  next(piece: BytesPiece, from: number): RecordRange | undefined {
    return nextRecord(piece, from, { recordBytes: this.#dataset.recordBytes, charset: this.#charset })
  }

  collect({ bytes, offset, last }: BytesPiece, { start, end, next }: RecordRange): void {
    this.#line++
    if (this.#linesToSkip > 0) {
      this.#linesToSkip--
      return
    }
    if (start === end || (last && next === bytes.length && isEndOfText(bytes.subarray(start, end)))) return
    if (!this.#collector.begin()) return
    const place = { file: this.#file, record: this.#collector.record, line: this.#line }
    if (end - start < this.#needed) {
      const details = { ...place, offset: offset + end, bytes: end - start, expected: this.#needed }
      this.#collector.refuse(recordMalformed('record-short', details))
      return
    }
    try {
      this.#collector.add(this.#row(bytes, start))
    } catch (error) {
      const refused = atPlace(error, place)
      const within = refused.code === 'TEXT_UNDECODABLE' ? this.#columnStart(refused.details['column']) : undefined
      if (within === undefined) this.#collector.refuse(refused)
      else {
        const absolute = offset + start + within + Number(refused.details['offset'])
        this.#collector.refuse(new BerthError('TEXT_UNDECODABLE', { ...refused.details, offset: absolute }))
      }
    }
  }

  #columnStart(name: string | number | undefined): number | undefined {
    return this.#cells.find(({ column }) => column.name === name)?.start
  }

  #row(bytes: Uint8Array, start: number): Row {
    const row: Value[] = []
    const transparent = Buffer.from(bytes.buffer, bytes.byteOffset + start, this.#needed).toString('latin1')
    for (const cell of this.#cells) {
      const text = this.#cut(textOf(bytes, transparent, start, cell))
      if (this.#nulls.has(text)) row.push(null)
      else row.push(cell.convert === undefined ? text : cell.convert(text))
    }
    return row
  }

  #cut(text: string): string {
    if (this.#dataset.trim) return text.trim()
    let length = text.length
    while (length > 0 && text.charCodeAt(length - 1) === 0x20) length--
    return text.slice(0, length)
  }
}

/** A column of ASCII, as most are, needs no decoder. `transparent` has a character for each byte of the record. */
function textOf(bytes: Uint8Array, transparent: string, start: number, cell: FixedCell): string {
  const end = cell.start + cell.bytes
  let at = cell.ascii ? cell.start : end + 1
  while (at < end && transparent.charCodeAt(at) < 0x80) at++
  if (at === end) return transparent.slice(cell.start, end)
  return cell.decoding.decode(bytes.subarray(start + cell.start, start + end), cell.column.name)
}
