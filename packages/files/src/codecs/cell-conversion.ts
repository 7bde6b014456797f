import { BerthError, type LogicalType, type Value, valueOfText } from '@berth/core'

/** Makes the value of a cell from its text; throws a `BerthError` that names the column. */
export type CellConversion = (text: string) => Value

/** Undefined: the text is the value. */
export function cellConversion(type: LogicalType, column: string): CellConversion | undefined {
  if (type.name === 'text' && type.maxLength === undefined) return undefined
  return (text) => valueOfText(text, type, column)
}

/** Where in a file something stands. */
export interface FilePlace {
  readonly file: string
  /** From 1. */
  readonly record: number
  /** From 1, of the line where the record begins. Absent: the format has no lines. */
  readonly line?: number
}

/** The same error with its place in a file. */
export function atPlace(error: unknown, place: FilePlace): BerthError {
  if (!BerthError.is(error) || error.action !== 'skip') throw error
  return new BerthError(error.code, { ...error.details, ...place }, { cause: error.cause })
}
