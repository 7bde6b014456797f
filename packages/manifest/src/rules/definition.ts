import type { LocalizedText } from '@berth/core'

/**
 * One rule that manifests are held to. `message`, `next` and `suggest` are templates over the details of a finding,
 * `{name}`. The ids are stable; the first part names the clause of the contract, or the area, that a rule belongs to.
 */
export interface RuleDefinition {
  readonly severity: 'error' | 'warning'
  /** What a manifest must or should do. */
  readonly title: Required<LocalizedText>
  /** What is wrong. */
  readonly message: Required<LocalizedText>
  /** What to do. */
  readonly next: Required<LocalizedText>
  /** What to do when there is a likely `{suggestion}`; takes the place of `next`. */
  readonly suggest?: Required<LocalizedText>
}
