import { BerthError } from '../errors/berth-error.ts'

/**
 * A number that a double does not hold as it was written: `JSON.stringify` writes it back digit for digit. One that a
 * double does hold is a number.
 */
export interface JsonNumber {
  /** As it was written. */
  readonly rawJSON: string
}

/** What a JSON text holds. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown
const parse = JSON.parse as (text: string, reviver?: Reviver) => JsonValue
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => JsonNumber }

/** A number, where one may begin, with digits or an exponent that a double may not hold. Digits of a text seldom look so. */
const doubtful = /(?:^|[:,[\s])(?:-0(?![.\d])|-?(?:(?:\d\.?){16}|\d+\.\d*0(?!\d)|\d+(?:\.\d+)?[eE]|\d+\.\d{7}))/

/**
 * Reads a JSON text without loss: the digits of a number are what was written. Throws `VALUE_INVALID`, which names
 * `column` and the length, never the text.
 */
export function exactJson(text: string, column: string): JsonValue {
  try {
    return doubtful.test(text) ? parse(text, exactNumber) : parse(text)
  } catch (cause) {
    throw new BerthError('VALUE_INVALID', { column, type: 'json', length: text.length }, { cause })
  }
}

function exactNumber(_name: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value
}

/** Whether a part of a JSON text is a number that no double holds as it was written. */
export function isJsonNumber(value: JsonValue): value is JsonNumber {
  return (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON(value)
}
