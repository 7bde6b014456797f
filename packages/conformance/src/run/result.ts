import type { Exemption } from '@berth/core'
import { type Level, levels, type Role } from '../requirements/requirement.ts'
import type { Note } from './note.ts'
import type { Owner } from './owner.ts'
import type { Subject } from './role-case.ts'

/**
 * What came of a case. `not-applicable`: what it needs is not declared, and is refused as it should be. `exempted`: it fails, and
 * somebody answers for that until a day that has not passed.
 */
export type Outcome = 'passed' | 'failed' | 'not-applicable' | 'exempted'

export interface CaseResult {
  readonly id: string
  readonly clause: string
  readonly level: Level
  readonly outcome: Outcome
  /** What was wrong, or the capability that is missing. */
  readonly message?: string
  /** What the one tried was given when it failed: the last calls, or what the case says of them. */
  readonly input?: string
  /** Who has most likely to put it right. There where the outcome is `failed`. */
  readonly owner?: Owner
  readonly exemption?: Exemption
  /** What could not be tried on this target. */
  readonly notes: readonly Note[]
  /** What was thrown, where the outcome is `failed`. Not part of a written report. */
  readonly error?: unknown
  /** Gives the same data again. */
  readonly seed: number
  readonly durationMs: number
}

/** What one run found. */
export interface RunResult {
  readonly role: Role
  readonly subject: Subject
  /** The version of the contract that it was held against. */
  readonly contract: string
  readonly seed: number
  /** An `instant`. */
  readonly startedAt: string
  readonly durationMs: number
  /** Whether every case of the role was tried. A run of some reaches only levels of which it tried all. */
  readonly complete: boolean
  readonly results: readonly CaseResult[]
  readonly counts: Readonly<Record<Outcome, number>>
  /** The highest level whose cases, and those of the levels below, did not fail. */
  readonly reached: Level | 'none'
}

/** What could not be tried, each once. */
export function notesOf(results: readonly Pick<CaseResult, 'notes'>[]): readonly Note[] {
  return [...new Map(results.flatMap(({ notes }) => notes.map((note) => [note.en, note]))).values()]
}

/**
 * How many cases of the level that was reached, and of those below, were tried in part only: they count as passed for that part, and the
 * level vouches for no more.
 */
export function triedInPart({
  results,
  reached,
}: Pick<RunResult, 'reached'> & { readonly results: readonly Tried[] }): number {
  return results.filter(
    ({ level, outcome, notes }) =>
      outcome === 'passed' &&
      notes.length > 0 &&
      reached !== 'none' &&
      levels.indexOf(level) <= levels.indexOf(reached),
  ).length
}

type Tried = Pick<CaseResult, 'level' | 'outcome' | 'notes'>

/** How many results there are of each outcome. */
export function countOutcomes(results: readonly Pick<CaseResult, 'outcome'>[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, 'not-applicable': 0, exempted: 0 }
  for (const { outcome } of results) counts[outcome] += 1
  return counts
}
