import { BerthError, type Column } from '@berth/core'
import { SaxesParser } from 'saxes'
import type { FileDataset } from '../../definition/file-dataset.ts'
import type { FileContent, FileReader, FileReading, FileRows, FileStructure } from '../codec.ts'
import { recordLimits } from '../limits.ts'
import { RowCollector } from '../row-collector.ts'
import { localName, recordPath } from './xml-paths.ts'
import { maxDepth, XmlRecords } from './xml-records.ts'
import { XmlText } from './xml-text.ts'

/** So many records are looked at for the columns of a document that no definition names. */
const sampledRecords = 100

/**
 * Reads XML: a record is each element of the path `record`, a column an element or attribute below it. An element that is not there
 * and one with `xsi:nil` is NULL, an empty one is an empty text, and NULL where the column is no text. Prefixes of namespaces are not looked at.
 * The five entities of XML and numeric ones are read; a DOCTYPE is refused (`FILE_CONTENT_REFUSED`), so no entity leads anywhere.
 *
 * A record with a byte that is not valid (`TEXT_UNDECODABLE`), with an element twice whose column is no list, with elements where a text is
 * due (`RECORD_MALFORMED`) or with a cell that is not of its type is left out and told. A document that is not well formed is
 * `FILE_MALFORMED`, one that ends too early `FILE_CUT`, one that has other elements where records are due `FILE_PART_MISSING`.
 */
export const xmlReader: FileReader = { structure, read }

async function* read(content: FileContent, reading: FileReading): AsyncGenerator<FileRows, void, undefined> {
  const { dataset, signal } = reading
  const collector = new RowCollector(reading.batchRows, reading.skipRecords)
  const records = new XmlRecords(content.name, dataset, reading.columns, collector)
  const text = new XmlText(content, dataset.charset)
  for await (const piece of text.pieces(signal)) {
    records.take(piece.text, piece.badByte, text.charset)
    yield* records.ready()
  }
  records.end(text.bytes)
  yield* records.ready()
}

async function structure(content: FileContent, dataset: FileDataset, signal: AbortSignal): Promise<FileStructure> {
  const text = new XmlText(content, dataset.charset)
  const leaves = new Leaves(recordPath(dataset), content.name)
  const { maxRecordBytes } = recordLimits(content.name, dataset)
  let units = 0
  for await (const { text: piece } of text.pieces(signal)) {
    leaves.take(piece)
    units += piece.length
    if (dataset.columns.length > 0 || leaves.records >= sampledRecords || units > maxRecordBytes) break
  }
  const { charset } = text
  const column = ({ name, type }: Pick<Column, 'name' | 'type'>): Column => {
    return { name, nativeType: 'XML', type, nullable: true, charset }
  }
  if (dataset.columns.length > 0) return { columns: dataset.columns.map(column) }
  return { columns: leaves.columns().map((name) => column({ name, type: { name: 'text' } })) }
}

/** The paths of the texts and attributes in the first records. */
class Leaves {
  readonly #parser = new SaxesParser({ xmlns: false, position: true })
  readonly #path: readonly string[]
  readonly #open: { readonly name: string; hasElements: boolean }[] = []
  /** By path, whether it is there more than once in a record. */
  readonly #found = new Map<string, boolean>()
  #seen = new Set<string>()
  records = 0

  constructor(path: readonly string[], file: string) {
    this.#path = path
    this.#parser.on('error', (cause) => {
      const place = `line ${this.#parser.line}, column ${this.#parser.column}`
      throw new BerthError('FILE_MALFORMED', { file, format: 'XML', place, problem: 'not well formed' }, { cause })
    })
    this.#parser.on('doctype', () => {
      throw new BerthError('FILE_CONTENT_REFUSED', { file, problem: 'a DOCTYPE' })
    })
    this.#parser.on('opentag', ({ name, attributes }) => {
      const parent = this.#open.at(-1)
      if (parent !== undefined) parent.hasElements = true
      if (this.#open.length >= maxDepth)
        throw new BerthError('FILE_LIMIT_EXCEEDED', { file, limit: 'depth', maximum: maxDepth })
      this.#open.push({ name: localName(name), hasElements: false })
      for (const attribute of Object.keys(attributes)) {
        const isNamespace = attribute === 'xmlns' || /^(?:xmlns|xsi):/.test(attribute)
        if (this.#isInside() && !isNamespace) this.#leaf(`@${localName(attribute)}`)
      }
    })
    this.#parser.on('closetag', () => {
      const closed = this.#open.at(-1)
      if (closed !== undefined && !closed.hasElements && this.#open.length > path.length && this.#isInside())
        this.#leaf()
      if (this.#open.length === path.length && this.#isInside()) {
        this.records++
        this.#seen = new Set()
      }
      this.#open.pop()
    })
  }

  take(text: string): void {
    this.#parser.write(text)
  }

  columns(): string[] {
    return Array.from(this.#found, ([path, repeats]) => (repeats ? `${path}[]` : path))
  }

  #isInside(): boolean {
    return this.#open.length >= this.#path.length && this.#path.every((step, index) => this.#open[index]?.name === step)
  }

  #leaf(attribute?: string): void {
    const steps = this.#open.slice(this.#path.length).map(({ name }) => name)
    const path = [...steps, ...(attribute === undefined ? [] : [attribute])].join('/')
    this.#found.set(path, this.#found.get(path) === true || this.#seen.has(path))
    this.#seen.add(path)
  }
}
