import type { Level } from '@berth/conformance'
import type { VerificationKey } from '@berth/trust'

/** What a platform asks of a docking before it publishes it. */
export interface ReportRule {
  /** The level that the report has to reach. */
  readonly level: Level
  /** Whose signature counts: those who try dockings for the platform. @default the system itself, by the key that it is enrolled with */
  readonly keys?: readonly VerificationKey[]
  /** How many days ago the docking may have been tried. @default 90 */
  readonly maxAgeDays?: number
}
