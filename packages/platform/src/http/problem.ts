import type { BerthError, Language } from '@berth/core'
import type { AgentProblem } from '../forward/agent-problem.ts'

/** A problem answer (RFC 9457) with the members that every code has. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly origin: string
  readonly action: string
  readonly message: string
  readonly next: string
  /** The system whose agent said so. Absent: the platform itself. */
  readonly system?: string
}

export const problemType = 'application/problem+json; charset=utf-8'

/** The problem of an error of this platform. */
export function problemOf(error: BerthError, language: Language): Problem {
  const message = error.text(language)
  return {
    type: `urn:berth:error:${error.code}`,
    title: message,
    status: error.status,
    detail: error.next(language),
    code: error.code,
    origin: error.origin,
    action: error.action,
    message,
    next: error.next(language),
  }
}

/** The problem of an agent, passed through. */
export function problemOfAgent(problem: AgentProblem, system: string): Problem {
  const { retryAfter: _header, ...told } = problem
  return { type: `urn:berth:error:${told.code}`, title: told.message, detail: told.next, ...told, system }
}
