import { BerthError } from '@berth/core'
import type { PublishedItem } from '@berth/manifest'

/** What a consumer asks for or submits, its form checked; the values are for the agent to judge. */
export interface Question {
  readonly purpose: string
  /** The items that it gives values for. */
  readonly items: readonly string[]
}

/**
 * Reads `{ "purpose": ..., "<member>": { item: value } }`, and refuses what is not published.
 *
 * Errors: `PARAMETER_MISSING`, `PARAMETER_UNKNOWN`, `PARAMETER_INVALID`.
 */
export function readQuestion(body: Uint8Array, member: 'by' | 'input', published: readonly PublishedItem[]): Question {
  const document = readObject(body)
  const unknown = Object.keys(document).find((name) => name !== 'purpose' && name !== member)
  if (unknown !== undefined) throw new BerthError('PARAMETER_UNKNOWN', { parameter: unknown.slice(0, 64) })
  const { purpose, [member]: values } = document
  if (purpose === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: 'purpose' })
  if (typeof purpose !== 'string' || !/^[^\p{Cc}]{1,200}$/u.test(purpose) || !purpose.isWellFormed()) {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'purpose', problem: '1..200' })
  }
  if (values === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: member })
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new BerthError('PARAMETER_INVALID', { parameter: member, problem: 'JSON object' })
  }
  const items = Object.keys(values)
  const foreign = items.find((id) => !published.some((item) => item.id === id))
  if (foreign !== undefined) throw new BerthError('PARAMETER_UNKNOWN', { parameter: foreign.slice(0, 64) })
  return { purpose, items }
}

/** Reads a body that has to be one JSON object. Errors: `PARAMETER_INVALID`. */
export function readObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>
    }
  } catch (cause) {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'JSON' }, { cause })
  }
  throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'JSON object' })
}
