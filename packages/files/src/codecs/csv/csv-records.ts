import { BerthError } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { decodedText } from '../../text/decoded-text.ts'
import { StrictText, undecodableMark } from '../../text/strict-text.ts'
import type { FileContent } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { fileMalformed } from '../malformed.ts'
import type { NamedColumns } from '../named-columns.ts'
import { csvColumns } from './csv-columns.ts'
import { decodedCells, mixedDialect } from './mixed-charsets.ts'
import { type CsvDialect, RecordScanner } from './record-scanner.ts'

/** DOS programs end a text with it. */
const endOfText = '\u001a'

/** The records of one CSV file, one at a time: `scanner` holds the one that `advance` went to. */
export class CsvRecords {
  readonly #content: FileContent
  readonly #dataset: FileDataset
  readonly #texts: AsyncIterator<string, void, undefined>
  readonly #strict: StrictText
  readonly #mixed: boolean
  #ended = false
  #linesToSkip: number
  readonly scanner: RecordScanner
  /** Undefined: the file has neither a header nor a record, or they were not yet looked for. */
  columns: NamedColumns | undefined

  /** `mixed`: columns are in several charsets, and cells are given out with a character for each byte. */
  constructor(content: FileContent, dataset: FileDataset, signal: AbortSignal, mixed = false) {
    this.#content = content
    this.#dataset = dataset
    this.#mixed = mixed
    this.#strict = new StrictText(content.name, dataset.charset, mixed)
    this.#texts = decodedText(content.bytes(signal), this.#strict, signal)[Symbol.asyncIterator]()
    this.#linesToSkip = dataset.skipLines
    this.scanner = new RecordScanner(
      mixed ? mixedDialect(dialectOf(dataset), dataset) : dialectOf(dataset),
      recordLimits(content.name, dataset),
    )
  }

  /** Goes to the next record if the text that is there holds one: without waiting. */
  advance(): boolean {
    const { scanner } = this
    while (this.#linesToSkip > 0) {
      if (!scanner.nextLine()) return false
      this.#linesToSkip--
      this.firstUndecodable()
    }
    while (scanner.next()) {
      if (this.columns === undefined) {
        if (scanner.blank) continue
        const cells = this.#mixed && this.#dataset.header ? decodedCells(scanner.cells, this.charset) : scanner.cells
        this.columns = csvColumns(cells, scanner.line, this.#dataset)
        if (!this.#dataset.header) return true
        this.#refuseBadHeader()
      } else if (!this.#passesOver()) return true
    }
    return false
  }

  /** Waits for more text; false: there is none. */
  async more(): Promise<boolean> {
    if (this.#ended) return false
    const next = await this.#texts.next()
    this.#ended = next.done === true
    this.scanner.feed(next.value ?? '', this.#ended)
    return true
  }

  async close(): Promise<void> {
    await this.#texts.return?.()
  }

  /** The offset in the file of the first byte of this record that could not be decoded, and its field from 0. */
  firstUndecodable(): { readonly offset: number; readonly field: number } | undefined {
    const { scanner } = this
    const offset = this.#strict.firstUndecodable(() => scanner.raw)
    if (offset === undefined) return undefined
    return { offset, field: scanner.cells.findIndex((cell) => cell?.includes(undecodableMark)) }
  }

  /** As the file says it. */
  get charset(): string {
    return this.#strict.charset ?? this.#dataset.charset
  }

  #passesOver(): boolean {
    const { scanner } = this
    if (scanner.blank) return this.columns?.names.length !== 1
    return scanner.cells.length === 1 && scanner.cells[0] === endOfText && scanner.raw === endOfText
  }

  #refuseBadHeader(): void {
    const { malformed, line } = this.scanner
    if (malformed !== undefined) {
      throw fileMalformed(this.#content.name, 'CSV', 'text-behind-quote', { line, field: malformed })
    }
    const bad = this.firstUndecodable()
    if (bad === undefined) return
    const place = { file: this.#content.name, line, column: `#${bad.field + 1}` }
    throw new BerthError('TEXT_UNDECODABLE', { ...place, offset: bad.offset, charset: this.charset })
  }
}

function dialectOf(dataset: FileDataset): CsvDialect {
  const { separator, quote, formulaText, trim, nulls } = dataset
  return {
    separator,
    quote,
    trim,
    nulls: nulls.length === 0 ? [''] : nulls,
    ...(dataset.escape === undefined ? {} : { escape: dataset.escape }),
    ...(formulaText === undefined ? {} : { formulaText }),
  }
}
