import type { Receipt, ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SigningKey } from '@berth/trust'
import type { ExchangeCounts } from '../deliver/delivery.ts'
import type { PlanWarning } from '../plan/plan.ts'
import type { PlatformClient } from '../platform-client/platform-client.ts'
import type { OpenConnection } from '../sessions/open-connection.ts'
import type { StatePort } from '../state/state-port.ts'

/** What an exchange needs. */
export interface ExchangeSettings {
  readonly manifest: DockingManifest
  /** The resource's id. */
  readonly resource: string
  readonly exit: 'file' | 'table'
  readonly openConnection: OpenConnection
  readonly state: StatePort
  /** Where the rejects files go, a folder of the department's own: `.berth/rejects`. */
  readonly rejectsFolder: string
  /** Needed where the resource's files go to the platform. */
  readonly platform?: PlatformClient
  /** Signs the manifests of data files. Absent: they are not signed. */
  readonly key?: SigningKey
  /** Ends the exchange with `ABORTED`, behind a checkpoint. */
  readonly signal?: AbortSignal
  /** Forgets how far the last exchange came and what waits to be sent. @default false */
  readonly restart?: boolean
  /** @default 1000 */
  readonly batchRows?: number
  /** Rows of a data file between two checkpoints. @default 100000 */
  readonly checkpointRows?: number
  /** The longest time between two checkpoints of a data file. @default 2000 */
  readonly checkpointMs?: number
  /** Called after each batch; what it throws ends the exchange. */
  readonly onProgress?: (progress: ExchangeProgress) => void
}

/** How far an exchange is, its interrupted runs counted. */
export interface ExchangeProgress extends ExchangeCounts {
  readonly resumed: boolean
  readonly durationMs: number
}

/** What an exchange did. */
export interface ExchangeResult extends ExchangeCounts {
  /** Paths of the data files that appeared; empty for batches, and where nothing had changed. */
  readonly files: readonly string[]
  /** Batches that the target acknowledged in this run. */
  readonly batches: number
  readonly withheld: ReceiptEntry['withheld']
  /** Values that were let pass or made null, by item; of this run. */
  readonly warnings: readonly PlanWarning[]
  /** The rejects file, where rows were left out. */
  readonly rejectsFile?: string
  /** The last receipt; absent when nothing was delivered. */
  readonly receipt?: Receipt
  /** Whether an interrupted run went on. */
  readonly resumed: boolean
  readonly durationMs: number
}
