import { isUtf8 } from 'node:buffer'
import { BerthError } from '@berth/core'

/** The members of a request's JSON object, by name. */
export type GivenValues = Readonly<Record<string, unknown>>

/**
 * Reads a request's body: a JSON object with `purpose` and one object of values, `by` or `input`. Throws
 * `PARAMETER_INVALID`, `PARAMETER_MISSING` or `PARAMETER_UNKNOWN`.
 */
export function readRequestBody(body: Uint8Array, member: 'by' | 'input'): { purpose: string; values: GivenValues } {
  const given = parse(body)
  const purpose = readPurpose(given, member)
  const values = given[member]
  if (values === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: member })
  if (!isObject(values)) throw new BerthError('PARAMETER_INVALID', { parameter: member, problem: 'JSON object' })
  return { purpose, values }
}

/** Reads a request's body that has `purpose` alone. Throws as `readRequestBody` does. */
export function readPurposeBody(body: Uint8Array): string {
  return readPurpose(parse(body))
}

function readPurpose(given: GivenValues, member?: string): string {
  for (const name of Object.keys(given)) {
    if (name !== 'purpose' && name !== member) throw unknownParameter(name)
  }
  const { purpose } = given
  if (purpose === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: 'purpose' })
  if (typeof purpose !== 'string') throw new BerthError('PARAMETER_INVALID', { parameter: 'purpose', problem: 'text' })
  if (!/^[^\p{Cc}]{1,200}$/u.test(purpose) || !purpose.isWellFormed()) {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'purpose', problem: '1..200' })
  }
  return purpose
}

/** The error for a name that nothing has. */
export function unknownParameter(name: string): BerthError {
  return new BerthError('PARAMETER_UNKNOWN', { parameter: mentionable(name) })
}

/** A name as a caller gave it, or `?` where it may be a value out of place: a number of something has digits in a row (SEC-2). */
export function mentionable(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name) && !/\d{3}/.test(name) ? name : '?'
}

function parse(body: Uint8Array): GivenValues {
  if (!isUtf8(body)) throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'UTF-8' })
  let given: unknown
  try {
    given = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString())
  } catch {
    // The parser's message quotes the text and is not even a cause.
    throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'JSON' })
  }
  if (!isObject(given)) throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'JSON object' })
  return given
}

function isObject(value: unknown): value is GivenValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
