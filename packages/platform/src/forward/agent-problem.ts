import { BerthError } from '@berth/core'
import type { AgentAnswer } from './agent-exchange.ts'

/** A refusal in the words of the department's agent, for the consumer. */
export interface AgentProblem {
  readonly status: number
  readonly code: string
  readonly origin: string
  readonly action: string
  readonly message: string
  readonly next: string
  /** In seconds, where the agent says when to return. */
  readonly retryAfter?: string
}

/** What an agent says of the platform's own signature: the consumer's is not meant, and can do nothing about it. */
const betweenUs: ReadonlySet<string> = new Set([
  'SIGNATURE_MISSING',
  'SIGNATURE_INVALID',
  'REQUEST_REPLAYED',
  'CLOCK_SKEW',
])

const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/**
 * Reads an answer that is not a success: the agent's problem to pass through. Throws `AGENT_REFUSED` or
 * `AGENT_UNREACHABLE` where there is none to pass through, `UNKNOWN_OUTCOME` for a submission that a gateway dropped.
 */
export function agentProblem(system: string, answer: AgentAnswer, submission: boolean): AgentProblem {
  const { status } = answer
  const problem = parse(answer.body)
  const code = problem?.['code']
  if (problem === undefined || typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{0,63}$/.test(code) || status < 400) {
    if (submission && status >= 500) throw new BerthError('UNKNOWN_OUTCOME', { call: 'submit' })
    if (gatewayStatuses.has(status)) throw new BerthError('AGENT_UNREACHABLE', { system })
    throw new BerthError('AGENT_REFUSED', { system, remoteCode: `HTTP ${status}` })
  }
  if (betweenUs.has(code)) throw new BerthError('AGENT_REFUSED', { system, remoteCode: code })
  return {
    status,
    code,
    origin: sentence(problem['origin']),
    action: sentence(problem['action']),
    message: sentence(problem['message']),
    next: sentence(problem['next']),
    ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
  }
}

function parse(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

function sentence(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1000) : ''
}
