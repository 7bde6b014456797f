import type { LocalizedText } from '@berth/core'

/** Who a clause binds, and who the kit tries with it. */
export type Role = 'connector' | 'docking' | 'platform'

/**
 * How much a report claims. `basic`: one cell works and nothing leaks. `standard`: everything that is declared, with resume, types and
 * text. `full`: every family of faults, load, and the proof that nothing is written to a system that is only read.
 */
export type Level = 'basic' | 'standard' | 'full'

/** One clause of the docking contract as data. Ids are stable once published. */
export interface Requirement {
  readonly id: string
  readonly role: Role
  readonly keyword: 'MUST' | 'SHOULD'
  /** The lowest level that asks for it. */
  readonly level: Level
  /** What has to be declared for it to apply. Absent: it always does. */
  readonly capability?: string
  /** The version of the contract that brought it. */
  readonly since: string
  readonly text: Required<LocalizedText>
  /** Why no case tries it. Absent: one does. */
  readonly notTested?: Required<LocalizedText>
}

/** The levels, from the one that asks for least. */
export const levels: readonly Level[] = ['basic', 'standard', 'full']
