import { BerthError, valueOfText } from '@berth/core'
import type { Item } from '@berth/manifest'
import { elementText, unwritableCharacter } from './xml-text.ts'

/**
 * The text of an element as the value that JSON would hold for the item. A text that is none of the type is left as it
 * is, for the item's own reader to refuse. A date may have an offset, as old libraries write one: the day stays.
 */
export function givenValue(text: string, { type, id }: Item): unknown {
  if (type.name === 'text' || type.name === 'json') return text
  if (type.name === 'binary') return text.replaceAll(/[ \t\r\n]/g, '')
  const plain = type.name === 'date' ? text.trim().replace(/(?<=^\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$/, '') : text
  try {
    return valueOfText(plain, type, id)
  } catch {
    return text
  }
}

/**
 * The rows of an answer as elements, made of the JSON that is the same for everybody: its values are written as XML
 * Schema writes them, and null is nil. Throws `TEXT_UNENCODABLE` where a text holds what XML cannot carry.
 */
export function rowElements(rows: string): string {
  const parsed = JSON.parse(rows) as readonly Readonly<Record<string, string | number | boolean | null>>[]
  return parsed
    .map((row) => {
      const items = Object.entries(row).map(([id, value]) =>
        value === null ? `<b:${id} xsi:nil="true"/>` : `<b:${id}>${writtenValue(value, id)}</b:${id}>`,
      )
      return `<b:Row>${items.join('')}</b:Row>`
    })
    .join('')
}

function writtenValue(value: string | number | boolean, id: string): string {
  if (typeof value !== 'string') return String(value)
  const offset = unwritableCharacter(value)
  if (offset >= 0) throw new BerthError('TEXT_UNENCODABLE', { column: id, offset, charset: 'XML 1.0' })
  return elementText(value)
}
