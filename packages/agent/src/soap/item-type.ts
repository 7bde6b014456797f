import type { LocalizedText, LogicalTypeName } from '@berth/core'
import type { Item } from '@berth/manifest'
import { elementText, writableText } from './xml-text.ts'

/** The type of XML Schema whose values are written as the canonical form of a logical type is. */
const bases: Readonly<Record<LogicalTypeName, string>> = {
  text: 'string',
  integer: 'int',
  int64: 'long',
  decimal: 'decimal',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'dateTime',
  instant: 'dateTime',
  binary: 'base64Binary',
  json: 'string',
}

/** How an item's element may be left out. */
export interface ElementUse {
  /** It may be missing: it was withheld. */
  readonly optional: boolean
  /** It may be `xsi:nil`. */
  readonly nillable: boolean
}

/** The declaration of an item's element: its type, its bounds, its titles. */
export function itemElement(item: Item, { optional, nillable }: ElementUse): string {
  const base = `xsd:${bases[item.type.name]}`
  const facets = facetsOf(item)
  const name = `<xsd:element name="${item.id}"`
  const use = `${optional ? ' minOccurs="0"' : ''}${nillable ? ' nillable="true"' : ''}`
  const told = annotation(item.title, item.semantics)
  if (facets === '') return `${name} type="${base}"${use}>${told}</xsd:element>`
  const type = `<xsd:simpleType><xsd:restriction base="${base}">${facets}</xsd:restriction></xsd:simpleType>`
  return `${name}${use}>${told}${type}</xsd:element>`
}

/** What a person reads of a thing: its title and what it means, in each language there is. */
export function annotation(...texts: readonly (LocalizedText | undefined)[]): string {
  const told = (['zh', 'en'] as const).flatMap((language) => {
    const words = texts.map((text) => text?.[language]).filter((word) => word !== undefined)
    if (words.length === 0) return []
    const shown = elementText(writableText(words.join(' · ')))
    return [`<xsd:documentation xml:lang="${language}">${shown}</xsd:documentation>`]
  })
  return `<xsd:annotation>${told.join('')}</xsd:annotation>`
}

/** XML Schema counts the length of a text in characters and of bytes in bytes, as logical types do. */
function facetsOf({ type: { name, maxLength, scale } }: Item): string {
  if ((name === 'text' || name === 'binary') && maxLength !== undefined) return `<xsd:maxLength value="${maxLength}"/>`
  if (name === 'decimal' && scale !== undefined) return `<xsd:fractionDigits value="${scale}"/>`
  return ''
}
