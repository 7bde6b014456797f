import { BerthError, type FaultOrigin, type Language } from '@berth/core'
import type { BytesAnswer } from './exchange-bytes.ts'

const origins: ReadonlySet<string> = new Set<FaultOrigin>([
  'configuration',
  'department-system',
  'network',
  'gateway',
  'platform-rule',
  'remote-department',
  'caller',
  'data',
  'kit',
])

/** Statuses of a gateway in between, which says nothing of the request itself. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504])

/**
 * Makes the error for an answer of the platform that is not a success: `UNKNOWN_OUTCOME` or `PLATFORM_NOT_READY` where
 * its problem says so, else `PLATFORM_REFUSED`. A request that is `once` and was answered by a failing gateway in
 * between has an unknown outcome too. `remoteCode` is the code of the problem, or `HTTP 502` where there is
 * none; `reason` is the platform's own sentence.
 */
export function platformProblem(call: string, once: boolean, answer: BytesAnswer, language: Language): BerthError {
  const { status } = answer
  const problem = parseProblem(answer.body)
  const code = word(problem?.['code'])
  if (problem === undefined || code === undefined) {
    if (once && status >= 500) return new BerthError('UNKNOWN_OUTCOME', { call, remoteCode: `HTTP ${status}` })
    return new BerthError(passing.has(status) ? 'PLATFORM_NOT_READY' : 'PLATFORM_REFUSED', {
      remoteCode: `HTTP ${status}`,
    })
  }
  if (problem['action'] === 'unknown-outcome') return new BerthError('UNKNOWN_OUTCOME', { call, remoteCode: code })
  const reason = sentence(problem['message'], language)
  const details = { remoteCode: code, ...(reason === undefined ? {} : { reason }) }
  const origin = problem['origin']
  const known = typeof origin === 'string' && origins.has(origin)
  return new BerthError(
    problem['action'] === 'retry' ? 'PLATFORM_NOT_READY' : 'PLATFORM_REFUSED',
    details,
    known ? { origin: origin as FaultOrigin } : {},
  )
}

function parseProblem(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(value) ? value : undefined
}

function sentence(value: unknown, language: Language): string | undefined {
  const text =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[language] : value
  return typeof text === 'string' ? text.slice(0, 500) : undefined
}
