import type { LogicalType, Value } from '@berth/core'

/** How a plan writes: NDJSON lines, CSV records, a JSON array, or rows of values for another database. */
export type PlanFormat = 'ndjson' | 'csv' | 'json' | 'values'

/** What in a text keeps it from being written between quotation marks as it is. Surrogates are looked at one by one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these
export const jsonSpecial: RegExp = /["\\\u0000-\u001f\ud800-\udfff]/
/** The same for a CSV field without quotation marks (RFC 4180). */
export const csvSpecial: RegExp = /[",\r\n\ud800-\udfff]/

/** What a record calls what happened to its row: no id of an item begins so. */
export const changeMark = '$change'

/** Writes a value of the item's type that was checked. */
export type ValueWriter = (value: Value) => string

/** How the values of a type are written in a text format. */
export function valueWriter(format: Exclude<PlanFormat, 'values'>, type: LogicalType): ValueWriter {
  const bare = type.name === 'integer' || type.name === 'double' || type.name === 'boolean'
  if (format === 'csv') return (value) => (value === null ? '' : csvField(value))
  return (value) => {
    if (value === null) return 'null'
    if (bare) return String(value)
    return JSON.stringify(typeof value === 'object' ? base64(value) : value)
  }
}

/** A CSV field. NULL is an empty field; an empty text is written `""`, so that the two stay apart. */
export function csvField(value: Exclude<Value, null>): string {
  const text = typeof value === 'object' ? base64(value) : String(value)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
