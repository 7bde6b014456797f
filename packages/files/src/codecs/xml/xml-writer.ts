import { BerthError, exactJson, type Field, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { type TextEncoding, textEncoding } from '../../text/encode-strictly.ts'
import { cellText } from '../cell-text.ts'
import type { FileWriter } from '../codec.ts'

/** An element to write: its attributes and its text by field, and what stands inside it. */
interface Branch {
  readonly name: string
  readonly attributes: { readonly name: string; readonly field: number }[]
  readonly inside: Branch[]
  field?: number
  isList?: true
}

const elementName = /^[\p{L}_][\p{L}\p{N}\p{M}_.\u00b7-]*$/u

/**
 * Writes XML: an element at the path `record` for each row, in it elements and attributes by the paths of the definition. NULL is left
 * out, or `xsi:nil` where its element has attributes; an empty text is an empty element. A character that the charset does not have is written as its number.
 *
 * `DEFINITION_INVALID`: a path is no name of XML, or the charset does not have it. `TEXT_UNENCODABLE`: a character that XML 1.0 has
 * no place for. `VALUE_LOSS`: a text that would be read back as NULL or with fewer blanks. `VALUE_INVALID`: what is no JSON list of texts for a path that ends with `[]`.
 */
export function xmlWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const encoding = textEncoding(dataset.charset)
  const steps = (dataset.record ?? '').split('/').filter((step) => step !== '')
  const record = branchOf(steps.at(-1) ?? '', fields, dataset)
  const around = steps.slice(0, -1)
  if (around.length === 0 || !around.every((step) => elementName.test(step))) throw invalid(dataset, 'record')
  const xml = new XmlParts(dataset, fields, encoding)
  const bytes = (text: string): Uint8Array => {
    const encoded = encoding.encode(text)
    // Texts have no such character left, so it is in a name.
    if (encoded === undefined) throw invalid(dataset, 'columns')
    return encoded
  }
  // XML asks for the mark in UTF-16, and for the name without the order of bytes.
  const isUtf16 = encoding.charset.startsWith('utf-16')
  const [mark, declared] = isUtf16 ? ['\ufeff', 'UTF-16'] : ['', encoding.charset]
  bytes(namesOf(record).join('') + around.join(''))
  return {
    begin: () =>
      bytes(
        `${mark}<?xml version="1.0" encoding="${declared.toUpperCase()}"?>\n${around.map((step) => `<${step}>`).join('')}\n`,
      ),
    records: (rows) => bytes(rows.map((row) => `${xml.element(record, row, true)}\n`).join('')),
    end: () =>
      bytes(
        `${around
          .toReversed()
          .map((step) => `</${step}>`)
          .join('')}\n`,
      ),
  }
}

class XmlParts {
  readonly #dataset: FileDataset
  readonly #fields: readonly Field[]
  readonly #encoding: TextEncoding

  constructor(dataset: FileDataset, fields: readonly Field[], encoding: TextEncoding) {
    this.#dataset = dataset
    this.#fields = fields
    this.#encoding = encoding
  }

  /** Empty where there is nothing to write in it, unless it is a record. */
  element(branch: Branch, row: Row, always: boolean): string {
    const { name, attributes, inside, field } = branch
    let start = name
    for (const attribute of attributes) {
      const value = row[attribute.field] ?? null
      if (value !== null) start += ` ${attribute.name}="${this.#text(value, attribute.field)}"`
    }
    let content = ''
    for (const each of inside) content += this.element(each, row, false)
    const value = field === undefined ? null : (row[field] ?? null)
    if (value !== null && field !== undefined) {
      if (branch.isList === true)
        return listOf(value, this.#column(field))
          .map((each) => `<${start}>${this.#text(each, field)}</${name}>`)
          .join('')
      content = this.#text(value, field) + content
    }
    if (content === '' && value === null && start === name && !always) return ''
    // Without it an element that is there for its attributes would be an empty text.
    if (value === null && field !== undefined) start += nil
    return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`
  }

  #column(field: number): string {
    return this.#fields[field]?.name ?? ''
  }

  #text(value: Exclude<Value, null>, field: number): string {
    const column = this.#column(field)
    const text = cellText(value)
    const { trim, nulls } = this.#dataset
    const isText = this.#fields[field]?.type.name === 'text'
    if (nulls.includes(text) || (trim && text.trim() !== text) || (text === '' && !isText))
      throw new BerthError('VALUE_LOSS', { column, type: 'XML', length: text.length })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML has no place for.
    const foreign = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u.exec(text)
    if (foreign !== null)
      throw new BerthError('TEXT_UNENCODABLE', { column, offset: foreign.index, charset: 'XML 1.0' })
    const escaped = text.replace(/[&<>"\r\n\t]/g, (each) => escapes[each] ?? each)
    if (this.#encoding.encode(escaped) !== undefined) return escaped
    return Array.from(escaped, (each) =>
      this.#encoding.encode(each) === undefined ? `&#${each.codePointAt(0) ?? 0};` : each,
    ).join('')
  }
}

const nil = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

function listOf(value: Value, column: string): readonly string[] {
  const list = typeof value === 'string' ? exactJson(value, column) : undefined
  if (Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string')) return list as string[]
  throw new BerthError('VALUE_INVALID', { column, type: 'JSON list of texts', length: String(value).length })
}

function branchOf(name: string, fields: readonly Field[], dataset: FileDataset): Branch {
  if (!elementName.test(name)) throw invalid(dataset, 'record')
  const root: Branch = { name, attributes: [], inside: [] }
  fields.forEach((field, index) => {
    const from = dataset.columns.find((column) => column.name === field.name)?.from ?? field.name
    const path = `columns.${field.name}.from`
    const steps = from
      .replace(/\[\]$/, '')
      .split('/')
      .filter((step) => step !== '' && step !== '.')
    const attribute = steps.at(-1)?.startsWith('@') === true ? steps.pop()?.slice(1) : undefined
    let at = root
    for (const step of steps) {
      if (!elementName.test(step)) throw invalid(dataset, path)
      let next = at.inside.find((each) => each.name === step)
      if (next === undefined) {
        next = { name: step, attributes: [], inside: [] }
        at.inside.push(next)
      }
      at = next
    }
    if (attribute !== undefined) {
      // That would be a namespace, and no reader takes it for data.
      const isName = elementName.test(attribute) && attribute !== 'xmlns'
      if (!isName || at.attributes.some((each) => each.name === attribute)) throw invalid(dataset, path)
      at.attributes.push({ name: attribute, field: index })
    } else if (at.field !== undefined) throw invalid(dataset, path)
    else at.field = index
    if (from.endsWith('[]')) at.isList = true
  })
  refuseMixed(root, dataset, fields, true)
  return root
}

/** A text beside elements could not be read back, nor what stands in one element of a list. */
function refuseMixed(branch: Branch, dataset: FileDataset, fields: readonly Field[], isRecord: boolean): void {
  const { field, inside, isList } = branch
  const hasParts = inside.length > 0 || (isList === true && branch.attributes.length > 0)
  if (field !== undefined && hasParts && (!isRecord || isList === true))
    throw invalid(dataset, `columns.${fields[field]?.name ?? ''}.from`)
  for (const each of inside) refuseMixed(each, dataset, fields, false)
}

function namesOf({ name, attributes, inside }: Branch): string[] {
  return [name, ...attributes.map((each) => each.name), ...inside.flatMap(namesOf)]
}

function invalid(dataset: FileDataset, path: string): BerthError {
  const expected = 'XML: /permits/permit, a/b, a/@b'
  return new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: dataset.name, path, expected })
}
