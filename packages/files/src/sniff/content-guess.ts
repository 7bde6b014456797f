import type { DefinitionDoubt } from '@berth/core'

/** Entries of a definition, as a docking writes them. */
export type Entries = Readonly<Record<string, unknown>>

/** What a file was taken for. */
export interface ContentGuess {
  readonly entries: Entries
  readonly doubts: readonly DefinitionDoubt[]
}
