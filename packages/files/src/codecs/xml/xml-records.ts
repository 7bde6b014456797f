import { BerthError, type ErrorDetails, type FileProblem, type Row, type Value } from '@berth/core'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { atPlace, type CellConversion, cellConversion, type FilePlace } from '../cell-conversion.ts'
import type { FileReading, FileRows } from '../codec.ts'
import { type RecordLimits, recordLimits, recordTooLong, tooManyColumns } from '../limits.ts'
import { contentRefused, fieldUnknown, fileMalformed, recordMalformed } from '../malformed.ts'
import type { RowCollector } from '../row-collector.ts'
import { type GroupStart, RepeatedElements } from './repeated-elements.ts'
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
  readonly name: string
  readonly node: PathNode | undefined
  /** Among all columns that are known. */
  readonly known: PathNode | undefined
  readonly start: GroupStart | undefined
  isNil: boolean
  text: string
  hasText: boolean
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
  /** Where what no column asks for is no loss; undefined: nothing is looked at. */
  readonly #known: PathNode | undefined
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
  #found: RepeatedElements
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

  constructor(file: string, { dataset, columns, known }: FileReading, collector: RowCollector) {
    this.#file = file
    this.#limits = recordLimits(file, dataset)
    this.#dataset = dataset
    this.#collector = collector
    this.#path = recordPath(dataset)
    this.#paths = recordPaths(
      columns.map(({ name }) => name),
      dataset,
    )
    this.#found = new RepeatedElements(this.#paths.groups, columns.length)
    this.#known = known === undefined ? undefined : recordPaths(known, dataset).root
    this.#cells = columns.map(({ name, type }) => ({
      name,
      isText: type.name === 'text',
      convert: cellConversion(type, name),
    }))
    this.#parser.on('error', (cause) => {
      throw this.#malformed('xml-unsound', {}, cause)
    })
    this.#parser.on('doctype', () => {
      throw contentRefused(file, 'xml-doctype')
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
      throw this.#malformed('byte-invalid', { offset: this.#badByte })
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
      this.#push(name, parent?.node?.children.get(name), parent?.known?.children.get(name), tag)
    } else if (this.#matched === this.#depth - 1 && this.#path[this.#matched] === name) {
      this.#matched++
      this.#reached = Math.max(this.#reached, this.#matched)
      if (this.#matched === this.#path.length) {
        this.#recordAt = this.#eventAt
        this.#line = this.#parser.line
        this.#found = new RepeatedElements(this.#paths.groups, this.#cells.length)
        this.#problem = undefined
        this.#push(name, this.#paths.root, this.#known, tag)
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

  #push(name: string, node: PathNode | undefined, known: PathNode | undefined, { attributes }: SaxesTagPlain): void {
    const start = node?.group === undefined ? undefined : this.#found.open(node.group)
    const element: OpenElement = {
      name,
      node,
      known,
      start,
      isNil: false,
      text: '',
      hasText: false,
      hasElements: false,
    }
    this.#open.push(element)
    for (const [attribute, value] of Object.entries(attributes)) {
      const local = localName(attribute)
      if (local === 'nil' && local !== attribute && /^\s*(?:true|1)\s*$/.test(value)) element.isNil = true
      const column = node?.attributes.get(local)
      if (column !== undefined && !attribute.startsWith('xmlns')) this.#put(column, value)
      if (known?.attributes.has(local) !== true && isData(attribute, value)) this.#unknown(`@${local}`)
    }
  }

  #text(text: string): void {
    const element = this.#open.at(-1)
    if (element?.node?.column !== undefined) element.text += text
    if (this.#known !== undefined && element !== undefined) element.hasText ||= text.trim() !== ''
    this.#event()
  }

  #closed(_tag: SaxesTagPlain): void {
    const element = this.#open.at(-1)
    this.#depth--
    if (element !== undefined) {
      this.#take(element)
      this.#open.pop()
      this.#bound(this.#recordAt)
      if (this.#open.length === 0) this.#finish()
    } else if (this.#matched > this.#depth) this.#matched = this.#depth
    else if (this.#depth === this.#path.length - 1 && this.#matched === this.#depth && this.#otherHasParts)
      this.#others = true
    this.#eventAt = this.#parser.position
  }

  #take({ node, known, start, isNil, text, hasText, hasElements }: OpenElement): void {
    const column = node?.column
    if (column !== undefined) {
      if (hasElements && node !== this.#paths.root) this.#refuse(column, 'element-nested')
      else if (isNil && text.trim() !== '') this.#refuse(column, 'element-nil')
      else this.#put(column, isNil ? null : text)
    }
    if (node?.group !== undefined && start !== undefined) this.#found.close(node.group, start)
    if (hasText && !hasElements && known?.column === undefined) this.#unknown()
  }

  #put(column: number, text: string | null): void {
    if (!this.#found.put(column, text, this.#paths.lists.has(column))) this.#refuse(column, 'element-twice')
  }

  #finish(): void {
    this.#matched = this.#path.length - 1
    this.#records++
    const badByte = this.#badByte
    this.#badByte = undefined
    const outOfStep = this.#found.outOfStep()
    if (outOfStep !== undefined) this.#refuse(outOfStep, 'elements-out-of-step')
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
      const found = this.#found.texts[column] ?? null
      if (found === null) return null
      if (typeof found !== 'string') {
        const list = this.#found.list(found)
        return list === null ? null : converted(JSON.stringify(list), convert)
      }
      const text = this.#dataset.trim ? found.trim() : found
      if (this.#dataset.nulls.includes(text) || (!isText && text.trim() === '')) return null
      return converted(text, convert)
    })
  }

  #refuse(column: number, problem: FileProblem): void {
    this.#problem ??= recordMalformed(problem, { column: this.#cells[column]?.name ?? '' })
  }

  /** The element that is open, or its attribute, is no column where all of them are known. */
  #unknown(attribute?: string): void {
    if (this.#known === undefined) return
    const steps = this.#open.slice(1).map(({ name }) => name)
    this.#problem ??= fieldUnknown([...steps, ...(attribute === undefined ? [] : [attribute])], {})
  }

  #place(): FilePlace {
    return { file: this.#file, record: this.#collector.record, line: this.#line }
  }

  /** Throws where more was read since `start` than one record may have. */
  #bound(start: number): void {
    if (this.#parser.position - start > this.#limits.maxRecordBytes)
      throw recordTooLong(this.#limits, this.#parser.line)
  }

  #malformed(problem: FileProblem, details: ErrorDetails, cause?: unknown): BerthError {
    const { line, column: position } = this.#parser
    return fileMalformed(this.#file, 'XML', problem, { line, position, ...details }, cause)
  }
}

/** Whether an attribute is none of those that say how to read. */
function isData(name: string, value: string): boolean {
  return value.trim() !== '' && name !== 'xmlns' && !/^(?:xmlns|xsi|xml):/.test(name)
}

function converted(text: string, convert: CellConversion | undefined): Value {
  return convert === undefined ? text : convert(text)
}
