import { BerthError, isJsonNumber, type JsonValue, type LogicalType, type Value, valueOfText } from '@berth/core'

/** A column of a JSON object: the names that lead to it from outside in. */
export interface JsonPath {
  /** As the definition has it, tried as one name first. */
  readonly name: string
  readonly steps: readonly string[]
}

export function jsonPath(name: string): JsonPath {
  return { name, steps: name.split('.') }
}

/** Undefined: an object on the way does not have the member. */
export function atPath(record: JsonValue, { name, steps }: JsonPath): JsonValue | undefined {
  const direct = member(record, name)
  if (direct !== undefined || steps.length === 1) return direct
  let found: JsonValue | undefined = record
  for (const step of steps) {
    if (found === undefined) return undefined
    found = member(found, step)
  }
  return found
}

function member(value: JsonValue, name: string): JsonValue | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value)
  return isObject && Object.hasOwn(value, name) ? (value as { readonly [name: string]: JsonValue })[name] : undefined
}

/** The canonical value of a part of a JSON text. Throws `VALUE_INVALID` or `VALUE_TOO_LONG` with column and length. */
export function jsonCell(value: JsonValue | undefined, type: LogicalType, column: string): Value {
  if (value === undefined || value === null) return null
  if (type.name === 'json') return JSON.stringify(value)
  if (typeof value === 'string') return valueOfText(value, type, column)
  if (typeof value !== 'object' || isJsonNumber(value)) return valueOfText(scalarText(value), type, column)
  const text = JSON.stringify(value)
  if (type.name === 'text') return valueOfText(text, type, column)
  throw new BerthError('VALUE_INVALID', { column, type: type.name, length: text.length })
}

function scalarText(value: Exclude<JsonValue, string | null>): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
