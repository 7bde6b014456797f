import type { LocalizedText } from '@berth/core'

/** One clause of the docking contract as data. Ids are stable once published. */
export interface Requirement {
  readonly id: string
  readonly level: 'MUST' | 'SHOULD'
  readonly text: Required<LocalizedText>
}
