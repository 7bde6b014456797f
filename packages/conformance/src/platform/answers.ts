import { ConformanceFailure, expectThat } from '../run/expect.ts'
import type { PlatformAnswer } from './wire.ts'

type Document = Readonly<Record<string, unknown>>

/** The JSON object of an answer. */
export function documentOf(answer: PlatformAnswer, what: string): Document {
  try {
    const value: unknown = JSON.parse(textOf(answer))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Document
  } catch {
    // Told below, with what came instead.
  }
  throw new ConformanceFailure(`${what}: expected a JSON object, got status ${answer.status} and ${shown(answer)}`)
}

/** The text of an answer's body. */
export function textOf(answer: PlatformAnswer): string {
  return Buffer.from(answer.body).toString()
}

/** Fails unless the answer is a success; gives its JSON object. */
export function expectSuccess(answer: PlatformAnswer, what: string): Document {
  expectThat(answer.status >= 200 && answer.status <= 299, `${what}: expected a success, got ${told(answer)}`)
  return documentOf(answer, what)
}

/** Fails unless the answer is a refusal with one of the codes; gives its problem. */
export function expectRefused(answer: PlatformAnswer, codes: readonly string[], what: string): Document {
  const wanted = codes.join(' or ')
  expectThat(answer.status >= 400, `${what}: expected to be refused with ${wanted}, got a success (${told(answer)})`)
  const code = codeOf(answer)
  expectThat(code !== undefined && codes.includes(code), `${what}: expected ${wanted}, got ${told(answer)}`)
  return documentOf(answer, what)
}

/** The code of a refusal; undefined where there is none. */
export function codeOf(answer: PlatformAnswer): string | undefined {
  try {
    const { code } = JSON.parse(textOf(answer)) as { readonly code?: unknown }
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

/** The status of an answer, and its code where it has one. */
export function told(answer: PlatformAnswer): string {
  return `${answer.status}${codeOf(answer) === undefined ? '' : ` ${codeOf(answer)}`}`
}

function shown(answer: PlatformAnswer): string {
  return JSON.stringify(textOf(answer).slice(0, 200))
}
