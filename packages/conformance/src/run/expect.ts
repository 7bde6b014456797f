import { isDeepStrictEqual } from 'node:util'
import { BerthError, type ErrorCode, type Row } from '@berth/core'
import type { Owner } from './owner.ts'

/** Says what the one tried did otherwise than the clause asks. */
export class ConformanceFailure extends Error {
  /** What it was given, where the case knows better than the record of its calls. Never data of a department. */
  readonly input?: string
  /** Who has most likely to put it right, where the case found that out. */
  readonly owner?: Owner

  constructor(message: string, about: { readonly input?: string; readonly owner?: Owner } = {}) {
    super(message)
    if (about.input !== undefined) this.input = about.input
    if (about.owner !== undefined) this.owner = about.owner
  }
}

/** Fails with `message` unless the condition holds. */
export function expectThat(condition: boolean, message: string): void {
  if (!condition) throw new ConformanceFailure(message)
}

/** Fails unless the two are deeply equal; the message shows both, shortened. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  throw new ConformanceFailure(`${what}: expected ${shown(expected)}, got ${shown(actual)}`)
}

/** Fails unless both hold the same rows in the same order. */
export function expectRows(actual: readonly Row[], expected: readonly Row[], what: string): void {
  expectSameRows(actual, expected, what)
  expectEqual(actual.map(rowText), expected.map(rowText), `${what}, which have to come in order`)
}

/** Fails unless both hold the same rows the same number of times, in any order. */
export function expectSameRows(actual: readonly Row[], expected: readonly Row[], what: string): void {
  const texts = actual.map(rowText).sort()
  const wanted = expected.map(rowText).sort()
  if (isDeepStrictEqual(texts, wanted)) return
  const missing = remainder(wanted, texts)
  const extra = remainder(texts, wanted)
  throw new ConformanceFailure(`${what}: missing ${shown(missing)}, not expected ${shown(extra)}`)
}

/**
 * Fails unless the promise rejects with a `BerthError` of one of the codes. Returns it, for a look at its details. Every
 * error is checked for its two languages on the way (ERR-1).
 */
export async function expectRejects(
  promise: Promise<unknown>,
  codes: readonly ErrorCode[],
  what: string,
): Promise<BerthError> {
  let error: unknown
  try {
    await promise
  } catch (caught) {
    error = caught
  }
  if (error === undefined) throw new ConformanceFailure(`${what}: expected ${codes.join(' or ')}, got a success`)
  if (!BerthError.is(error)) throw new ConformanceFailure(`${what}: the error is not a BerthError: ${shown(error)}`)
  expectThat(codes.includes(error.code), `${what}: expected ${codes.join(' or ')}, got ${error.code}`)
  for (const language of ['zh', 'en'] as const) {
    const text = error.text(language) + error.next(language)
    expectThat(!/\{\w+\}/.test(text), `${what}: ${error.code} leaves a blank in its ${language} text: ${text}`)
  }
  return error
}

function remainder(all: readonly string[], without: readonly string[]): string[] {
  const left = [...without]
  return all.filter((text) => {
    const at = left.indexOf(text)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** A row as a text that differs where the row differs. */
export function rowText(row: Row): string {
  return JSON.stringify(
    row.map((cell) => {
      if (cell instanceof Uint8Array) return { bytes: Buffer.from(cell).toString('hex') }
      return Object.is(cell, -0) ? { number: '-0' } : cell
    }),
  )
}

function shown(value: unknown): string {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : JSON.stringify(value, printable)
  return text === undefined ? 'undefined' : text.length > 600 ? `${text.slice(0, 600)} ...` : text
}

function printable(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('hex')}`
  return typeof value === 'bigint' ? `${value}n` : value
}
