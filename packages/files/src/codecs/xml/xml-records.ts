import { BerthError, type Row, type Value } from '@berth/core'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace, type CellConversion, cellConversion, type FilePlace } from '../cell-conversion.ts'
import type { FileColumn, FileRows } from '../codec.ts'
import { type RecordLimits, recordLimits, recordTooLong, tooManyColumns } from '../limits.ts'
import type { RowCollector } from '../row-collector.ts'
import { localName, type PathNode, type RecordPaths, recordPath, recordPaths } from './xml-paths.ts'

/** Elements inside one another. */
export const maxDepth = 100

interface XmlCell {
  readonly name: string
  readonly isText: boolean
  readonly convert: CellConversion | undefined
}

/** An element that is open inside a record; what no column asks for has no node. */
interface OpenElement {
  readonly node: PathNode | undefined
  readonly isNil: boolean
  text: string
  hasElements: boolean
}

/** Makes the records of one document while it is parsed. */
export class XmlRecords {
  readonly #file: string
  readonly #limits: RecordLimits
  readonly #dataset: FileDataset
  readonly #collector: RowCollector
  readonly #path: readonly string[]
  readonly #paths: RecordPaths
  readonly #cells: readonly XmlCell[]
  readonly #parser = new SaxesParser({ xmlns: false, position: true })
  /** Batches that are full. */
  readonly #ready: FileRows[] = []
  /** Where in the text the last thing ended that the parser tells, and where the record begins. */
  #eventAt = 0
  #recordAt = 0
  /** How many elements are open, and how many of them lead to the record. */
  #depth = 0
  #matched = 0
  #open: OpenElement[] = []
  #texts: (string | null | (string | null)[])[] = []
  #problem: BerthError | undefined
  #line = 1
  #badByte: number | undefined
  #charset = ''
  #records = 0
  #others = false
  /** How many steps of the way to the records were there, and behind how many of them something else stood. */
  #reached = 0
  #strayed = 0
  #otherHasParts = false

  constructor(file: string, dataset: FileDataset, columns: readonly FileColumn[], collector: RowCollector) {
    this.#file = file
    this.#limits = recordLimits(file, dataset)
    this.#dataset = dataset
    this.#collector = collector
    this.#path = recordPath(dataset)
    this.#paths = recordPaths(
      columns.map(({ name }) => name),
      dataset,
    )
    this.#cells = columns.map(({ name, type }) => ({
      name,
      isText: type.name === 'text',
      convert: cellConversion(type, name),
    }))
    this.#parser.on('error', (cause) => {
      throw this.#malformed('not well formed', cause)
    })
    this.#parser.on('doctype', () => {
      throw new BerthError('FILE_CONTENT_REFUSED', { file, problem: 'a DOCTYPE' })
    })
    this.#parser.on('opentag', (tag) => this.#opened(tag))
    this.#parser.on('closetag', (tag) => this.#closed(tag))
    this.#parser.on('text', (text) => this.#text(text))
    this.#parser.on('cdata', (text) => this.#text(text))
    for (const event of ['comment', 'processinginstruction'] as const) this.#parser.on(event, () => this.#event())
  }

  /** Takes more of the text; `badByte` is the offset of a byte that is not valid. */
  take(text: string, badByte: number | undefined, charset: string): void {
    if (badByte !== undefined) {
      this.#badByte ??= badByte
      this.#charset = charset
    }
    this.#parser.write(badByte === undefined ? text : '\ufffd')
    this.#bound(this.#eventAt)
  }

  /** The document is over; `bytes` is how long it was. */
  end(bytes: number): void {
    if (this.#depth > 0) throw new BerthError('FILE_CUT', { file: this.#file, offset: bytes })
    this.#parser.close()
    this.#event()
    if (this.#records === 0 && (this.#others || this.#leadsElsewhere()))
      throw new BerthError('FILE_PART_MISSING', { file: this.#file, part: this.#dataset.record ?? '' })
    const rest = this.#collector.take()
    if (rest !== undefined) this.#ready.push(rest)
  }

  /** A way that ends early holds no records; one with other elements instead leads through another document. */
  #leadsElsewhere(): boolean {
    return this.#reached < this.#path.length - 1 && this.#strayed === this.#reached
  }

  *ready(): Generator<FileRows> {
    while (this.#ready.length > 0) {
      const batch = this.#ready.shift()
      if (batch !== undefined) yield batch
    }
  }

  /** Something ended: what the parser gathers is bounded by how much comes between two of these. */
  #event(): void {
    this.#bound(this.#eventAt)
    this.#eventAt = this.#parser.position
    if (this.#badByte !== undefined && this.#open.length === 0)
      throw this.#malformed(`byte ${this.#badByte} is not valid`)
  }

  #opened(tag: SaxesTagPlain): void {
    const inside = this.#open.length > 0
    this.#depth++
    if (this.#depth > maxDepth)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: this.#file, limit: 'depth', maximum: maxDepth })
    if (Object.keys(tag.attributes).length > this.#limits.maxColumns)
      throw tooManyColumns(this.#limits, this.#parser.line)
    const name = localName(tag.name)
    if (inside) {
      const parent = this.#open.at(-1)
      if (parent !== undefined) parent.hasElements = true
      this.#push(parent?.node?.children.get(name), tag)
    } else if (this.#matched === this.#depth - 1 && this.#path[this.#matched] === name) {
      this.#matched++
      this.#reached = Math.max(this.#reached, this.#matched)
      if (this.#matched === this.#path.length) {
        this.#recordAt = this.#eventAt
        this.#line = this.#parser.line
        this.#texts = this.#cells.map(() => null)
        this.#problem = undefined
        this.#push(this.#paths.root, tag)
      }
    } else {
      if (this.#matched === this.#depth - 1) this.#strayed = Math.max(this.#strayed, this.#matched)
      if (this.#depth === 1)
        throw new BerthError('FILE_PART_MISSING', { file: this.#file, part: this.#dataset.record ?? '' })
      if (this.#depth === this.#path.length && this.#matched === this.#depth - 1) this.#otherHasParts = false
      else if (this.#depth === this.#path.length + 1) this.#otherHasParts = true
    }
    this.#event()
  }

  #push(node: PathNode | undefined, { attributes }: SaxesTagPlain): void {
    let isNil = false
    for (const [name, value] of Object.entries(attributes)) {
      const local = localName(name)
      if (local === 'nil' && local !== name && /^\s*(?:true|1)\s*$/.test(value)) isNil = true
      const column = node?.attributes.get(local)
      if (column !== undefined && !name.startsWith('xmlns')) this.#put(column, value)
    }
    this.#open.push({ node, isNil, text: '', hasElements: false })
  }

  #text(text: string): void {
    const element = this.#open.at(-1)
    if (element?.node?.column !== undefined) element.text += text
    this.#event()
  }

  #closed(_tag: SaxesTagPlain): void {
    const element = this.#open.pop()
    this.#depth--
    if (element !== undefined) {
      const column = element.node?.column
      if (column !== undefined) {
        if (element.hasElements && element.node !== this.#paths.root) this.#refuse(column, 'holds other elements')
        else if (element.isNil && element.text.trim() !== '') this.#refuse(column, 'is nil and has a text')
        else this.#put(column, element.isNil ? null : element.text)
      }
      this.#bound(this.#recordAt)
      if (this.#open.length === 0) this.#finish()
    } else if (this.#matched > this.#depth) this.#matched = this.#depth
    else if (this.#depth === this.#path.length - 1 && this.#matched === this.#depth && this.#otherHasParts)
      this.#others = true
    this.#eventAt = this.#parser.position
  }

  #put(column: number, text: string | null): void {
    const before = this.#texts[column]
    if (this.#paths.lists.has(column)) {
      if (Array.isArray(before)) before.push(text)
      else this.#texts[column] = [text]
    } else if (before !== null) this.#refuse(column, 'is there more than once')
    else this.#texts[column] = text
  }

  #finish(): void {
    this.#matched = this.#path.length - 1
    this.#records++
    const badByte = this.#badByte
    this.#badByte = undefined
    if (!this.#collector.begin()) return
    if (badByte !== undefined) {
      const details = { column: this.#path.at(-1) ?? '', offset: badByte, charset: this.#charset }
      this.#collector.refuse(new BerthError('TEXT_UNDECODABLE', { ...details, ...this.#place() }))
    } else if (this.#problem !== undefined) this.#collector.refuse(atPlace(this.#problem, this.#place()))
    else {
      try {
        this.#collector.add(this.#row())
      } catch (error) {
        this.#collector.refuse(atPlace(error, this.#place()))
      }
    }
    if (!this.#collector.full) return
    const batch = this.#collector.take()
    if (batch !== undefined) this.#ready.push(batch)
  }

  #row(): Row {
    return this.#cells.map(({ isText, convert }, column): Value => {
      const found = this.#texts[column] ?? null
      if (found === null) return null
      if (Array.isArray(found)) return converted(JSON.stringify(found), convert)
      const text = this.#dataset.trim ? found.trim() : found
      if (this.#dataset.nulls.includes(text) || (!isText && text.trim() === '')) return null
      return converted(text, convert)
    })
  }

  #refuse(column: number, problem: string): void {
    const name = this.#cells[column]?.name ?? ''
    this.#problem ??= new BerthError('RECORD_MALFORMED', {
      problem: `line ${this.#line}, the element of ${name} ${problem}`,
    })
  }

  #place(): FilePlace {
    return { file: this.#file, record: this.#collector.record, line: this.#line }
  }

  /** Throws where more was read since `start` than one record may have. */
  #bound(start: number): void {
    if (this.#parser.position - start > this.#limits.maxRecordBytes)
      throw recordTooLong(this.#limits, this.#parser.line)
  }

  #malformed(problem: string, cause?: unknown): BerthError {
    const place = `line ${this.#parser.line}, column ${this.#parser.column}`
    return new BerthError('FILE_MALFORMED', { file: this.#file, format: 'XML', place, problem }, { cause })
  }
}

function converted(text: string, convert: CellConversion | undefined): Value {
  return convert === undefined ? text : convert(text)
}
