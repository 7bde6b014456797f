import type { Exemption, LocalizedText } from '@berth/core'
import type { Level, Requirement, Role } from '../requirements/requirement.ts'
import type { Note } from '../run/note.ts'
import type { Owner, OwnerWords } from '../run/owner.ts'
import type { Outcome } from '../run/result.ts'
import type { Subject } from '../run/role-case.ts'

/** The format of reports that this kit writes. `report.schema.json` is its JSON Schema. */
export const reportFormat = 1

/**
 * What a run found, as a document that stands alone: who was tried, against which contract, by which kit, with what outcome. Data of a
 * department are never in it (SEC-2).
 */
export interface ConformanceReport {
  readonly berthReport: typeof reportFormat
  /** The version of the docking contract. */
  readonly contract: string
  readonly kit: { readonly name: string; readonly version: string }
  readonly role: Role
  readonly subject: Subject
  /** An `instant`. */
  readonly startedAt: string
  readonly durationMs: number
  /** Gives the same data again. */
  readonly seed: number
  /** Whether every case of the role was tried. A run of some reaches no level. */
  readonly complete: boolean
  readonly reached: Level | 'none'
  readonly counts: Readonly<Record<Outcome, number>>
  /** How many deliberate defects the cases of the kit find, out of how many; where it was measured. */
  readonly mutation?: MutationScore
  /** The clauses that were tried, in the order of the contract. */
  readonly clauses: readonly ReportedClause[]
  readonly results: readonly ReportedCase[]
  /** What the text of `berth.yaml` says that it should not. Absent where there is no manifest. */
  readonly findings?: readonly ReportedFinding[]
  /** Who answers for it. Absent: nobody signed. */
  readonly signature?: ReportSignature
}

export interface MutationScore {
  readonly killed: number
  readonly defects: number
}

export type ReportedClause = Pick<Requirement, 'id' | 'keyword' | 'level' | 'text' | 'capability'>

export interface ReportedCase {
  readonly case: string
  readonly clause: string
  readonly level: Level
  readonly outcome: Outcome
  /** What was wrong, or the capability that is missing. */
  readonly message?: string
  /** The code of the error, where one was thrown that nobody expected. */
  readonly code?: string
  /** The last calls before it failed, or what the case says that was given. */
  readonly input?: string
  /** Who has most likely to put it right, and what to do first. There where the outcome is `failed`. */
  readonly owner?: OwnerWords & { readonly id: Owner }
  readonly exemption?: Exemption
  /** What could not be tried. */
  readonly notes: readonly Note[]
  readonly seed: number
  /** The command that tries the case again with the same data. There where the outcome is `failed` or `exempted`. */
  readonly replay?: string
  readonly durationMs: number
}

/** A finding of `@berth/manifest`. */
export interface ReportedFinding {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  readonly path: string
  readonly message: Required<LocalizedText>
  readonly next: Required<LocalizedText>
}

/** A signature over the canonical JSON (RFC 8785) of the report, of which only `jws` is left out. */
export interface ReportSignature {
  /** The signer's public key as JSON Web Key, so that the report can be checked against alteration by itself. */
  readonly key: Readonly<Record<string, string>>
  /** A JWS with detached payload (RFC 7515, appendix F): header, nothing, signature. */
  readonly jws: string
}

/** The text that a report is kept as. A text that is not exactly this was altered. */
export function reportText(report: ConformanceReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
