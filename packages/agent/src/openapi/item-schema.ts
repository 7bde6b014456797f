import { formatLogicalType, type Language, type LocalizedText, type LogicalTypeName } from '@berth/core'
import type { Item } from '@berth/manifest'

/** A JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

const shapes: Readonly<Record<LogicalTypeName, Schema>> = {
  text: { type: 'string' },
  integer: { type: 'integer', minimum: -2147483648, maximum: 2147483647 },
  int64: { type: 'string', pattern: '^(?:0|-?[1-9][0-9]{0,18})$' },
  decimal: { type: 'string', pattern: '^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?$' },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', pattern: '^[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?$' },
  datetime: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?$' },
  instant: { type: 'string', format: 'date-time' },
  binary: { type: 'string', contentEncoding: 'base64' },
  json: { description: 'JSON', type: 'string', contentMediaType: 'application/json' },
}

/** The schema of an item's values in JSON. `null` is among them where the item may be empty. */
export function itemSchema(item: Item, nullable: boolean): Schema {
  const { type } = item
  const shape = shapes[type.name]
  const bounds = type.name === 'text' && type.maxLength !== undefined ? { maxLength: type.maxLength } : {}
  return {
    ...shape,
    ...bounds,
    ...(nullable ? { type: [shape['type'], 'null'] } : {}),
    ...titled(item.title),
    description: bilingual(item.semantics) ?? formatLogicalType(type),
    'x-berth-type': formatLogicalType(type),
    ...(item.element === undefined ? {} : { 'x-berth-element': item.element }),
    ...(item.grade === undefined ? {} : { 'x-berth-grade': item.grade }),
  }
}

/** Title in Chinese, and each language for tools that show one. */
export function titled(title: LocalizedText): { readonly title: string; readonly 'x-berth-title': LocalizedText } {
  return { title: title.zh, 'x-berth-title': title }
}

/** A text in both languages, one after the other: OpenAPI has room for one. */
export function bilingual(text: LocalizedText | undefined): string | undefined {
  if (text === undefined) return undefined
  return text.en === undefined ? text.zh : `${text.zh} / ${text.en}`
}

/** A text of the document itself. */
export function words(text: Readonly<Record<Language, string>>): string {
  return `${text.zh} / ${text.en}`
}
