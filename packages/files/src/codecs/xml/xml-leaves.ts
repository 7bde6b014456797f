import { BerthError } from '@berth/core'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type RecordLimits, tooManyColumns } from '../limits.ts'
import { contentRefused, fileMalformed } from '../malformed.ts'
import { localName } from './xml-paths.ts'
import { maxDepth } from './xml-records.ts'

interface OpenElement {
  readonly name: string
  hasElements: boolean
  hasText: boolean
}

/** The paths of the texts and attributes in the first records of a document. */
export class XmlLeaves {
  readonly #parser = new SaxesParser({ xmlns: false, position: true })
  readonly #path: readonly string[]
  readonly #limits: RecordLimits
  readonly #open: OpenElement[] = []
  /** By path whether there was a text. */
  readonly #leaves = new Map<string, boolean>()
  /** Paths of elements that hold others. */
  readonly #containers = new Set<string>()
  /** Paths of elements that were there more than once in one record: all that is in them is lists. */
  readonly #repeated = new Set<string>()
  #seen = new Set<string>()
  records = 0

  constructor(path: readonly string[], limits: RecordLimits) {
    this.#path = path
    this.#limits = limits
    const { file } = limits
    this.#parser.on('error', (cause) => {
      const { line, column: position } = this.#parser
      throw fileMalformed(file, 'XML', 'xml-unsound', { line, position }, cause)
    })
    this.#parser.on('doctype', () => {
      throw contentRefused(file, 'xml-doctype')
    })
    this.#parser.on('opentag', (tag) => this.#opened(tag))
    this.#parser.on('closetag', () => this.#closed())
    for (const event of ['text', 'cdata'] as const) {
      this.#parser.on(event, (text) => {
        const element = this.#open.at(-1)
        if (element !== undefined && text.trim() !== '') element.hasText = true
      })
    }
  }

  take(text: string): void {
    this.#parser.write(text)
  }

  /** An element that is empty in one record and holds elements in another is no column. */
  columns(): string[] {
    const columns: string[] = []
    for (const [path, hasText] of this.#leaves)
      if (hasText || !this.#containers.has(path)) columns.push(this.#repeats(path) ? `${path}[]` : path)
    return columns
  }

  #repeats(path: string): boolean {
    const end = path.lastIndexOf('/')
    return this.#repeated.has(path) || (end > 0 && this.#repeats(path.slice(0, end)))
  }

  #opened({ name, attributes }: SaxesTagPlain): void {
    const parent = this.#open.at(-1)
    if (parent !== undefined) parent.hasElements = true
    if (this.#open.length >= maxDepth)
      throw new BerthError('FILE_LIMIT_EXCEEDED', { file: this.#limits.file, limit: 'depth', maximum: maxDepth })
    this.#open.push({ name: localName(name), hasElements: false, hasText: false })
    if (!this.#isInside()) return
    const path = this.#pathOf()
    if (this.#seen.has(path)) this.#repeated.add(path)
    this.#seen.add(path)
    for (const attribute of Object.keys(attributes)) {
      const isNamespace = attribute === 'xmlns' || /^(?:xmlns|xsi):/.test(attribute)
      if (!isNamespace) this.#leaf(this.#pathOf(`@${localName(attribute)}`), true)
    }
  }

  #closed(): void {
    const element = this.#open.at(-1)
    if (element !== undefined && this.#isInside()) {
      const isRecord = this.#open.length === this.#path.length
      if (element.hasElements) this.#containers.add(this.#pathOf())
      else if (!isRecord || element.hasText) this.#leaf(this.#pathOf(), element.hasText)
      if (isRecord) {
        this.records++
        this.#seen = new Set()
      }
    }
    this.#open.pop()
  }

  #isInside(): boolean {
    return this.#open.length >= this.#path.length && this.#path.every((step, index) => this.#open[index]?.name === step)
  }

  #pathOf(attribute?: string): string {
    const steps = this.#open.slice(this.#path.length).map(({ name }) => name)
    return (attribute === undefined ? steps : [...steps, attribute]).join('/') || '.'
  }

  #leaf(path: string, hasText: boolean): void {
    this.#leaves.set(path, hasText || this.#leaves.get(path) === true)
    if (this.#leaves.size > this.#limits.maxColumns) throw tooManyColumns(this.#limits, this.#parser.line)
  }
}
