import type { ConnectorManifest } from '@berth/core'

/** What a new docking is made from. */
export interface DockingPlan {
  /** Where it is written; made if it is not there. */
  readonly folder: string
  readonly systemId: string
  readonly title: string
  readonly owner: { readonly title: string; readonly code: string }
  /** The package of the connector, as `use` names it. */
  readonly connector: string
  /** What the connector says of itself. Absent: it is not installed here, and its options are left to be filled in. */
  readonly manifest?: ConnectorManifest
  /** Options of the connector that are known already, as texts. Never a secret. */
  readonly options: Readonly<Record<string, string>>
}

/** Ids of systems: parts of lower case letters, digits and hyphens, joined by dots. */
export const systemIdPattern: RegExp = /^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/
