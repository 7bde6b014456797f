import type { LogicalType, Row, Value } from '@berth/core'

/**
 * Writes the key of a row, the values of its items. A number is written as the text of its digits is: when an item becomes
 * an `int64` its rows stay the same rows.
 */
export function keyText(key: Row): string {
  return JSON.stringify(
    key.map((value) => {
      if (value === null) return null
      return value instanceof Uint8Array ? [Buffer.from(value).toString('base64')] : String(value)
    }),
  )
}

/** Reads it back, as values of the items' types. */
export function keyOfText(text: string, types: readonly LogicalType[]): Row {
  return (JSON.parse(text) as (string | null | [string])[]).map((value, index): Value => {
    if (value === null) return null
    if (Array.isArray(value)) return new Uint8Array(Buffer.from(value[0], 'base64'))
    switch (types[index]?.name) {
      case 'integer':
      case 'double':
        return Number(value)
      case 'boolean':
        return value === 'true'
      default:
        return value
    }
  })
}
