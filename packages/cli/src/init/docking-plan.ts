import type { Secret } from '@berth/core'
import type { ConnectorFacts } from './connector-facts.ts'

/** What a new docking is made from. */
export interface DockingPlan {
  /** Where it is written; made if it is not there. */
  readonly folder: string
  readonly systemId: string
  readonly title: string
  readonly owner: { readonly title: string; readonly code: string }
  /** The package of the connector, as `use` names it. */
  readonly connector: string
  /** What the connector says of itself. Absent: it is not known here, and its options are left to be filled in. */
  readonly manifest?: ConnectorFacts
  /** Options of the connector that are known already, as texts. Never a secret. */
  readonly options: Readonly<Record<string, string>>
  /** The file near by that some of the options come from. Absent: none do. */
  readonly guessed?: string
  /** Secrets that were typed, by the variable that the manifest refers to. They go into the docking's encrypted secrets. */
  readonly secrets?: Readonly<Record<string, Secret>>
  /** The CI system that a pipeline is written for. Absent: none is. */
  readonly ci?: string
  /** Whether package.json names exact versions of Berth. @default false */
  readonly pin?: boolean
  /** Whether a sample database is written beside, for a docking to be tried on. @default false */
  readonly sample?: boolean
}

/** Ids of systems: lower case letters and digits, parted by single hyphens and dots, which the manifest takes as an id. */
export const systemIdPattern: RegExp = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/
