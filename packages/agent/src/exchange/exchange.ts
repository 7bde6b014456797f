import type { Receipt, ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { SignerSource } from '@berth/trust'
import type { ExchangeCounts } from '../deliver/delivery.ts'
import type { RejectedRecord } from '../deliver/rejects-file.ts'
import type { FileReceiptState } from '../file-receipts/receipt-state.ts'
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
  /** Where files wait until another side has them, a folder of the department's own: `.berth/waiting`. */
  readonly waitingFolder: string
  /** Needed where the resource's files go to the platform. */
  readonly platform?: PlatformClient
  /** Signs the manifests of data files. Absent: they are not signed. */
  readonly key?: SignerSource
  /** Ends the exchange with `ABORTED`, behind a checkpoint. */
  readonly signal?: AbortSignal
  /** Forgets how far the last exchange came, what waits to be sent, and what the target was told. @default false */
  readonly restart?: boolean
  /**
   * Everything is read, planned and tried at the target, and nothing stays: no row, no file, no checkpoint. A receipt tells
   * who looked (LOG-1). At a table it needs the capability `apply.dryRun`. @default false
   */
  readonly dryRun?: boolean
  /**
   * A folder for scripts that put back what each batch changed in a table, each written before its batch is: their names
   * sort the newest first, the order to run them in. They hold values. Needs the capabilities `apply.undo` and
   * `apply.dryRun`, and costs each batch a second time.
   */
  readonly undo?: string
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
  /** Of a dry run, in place of the file: the first hundred rows that would be left out. */
  readonly rejects?: readonly RejectedRecord[]
  /** The last receipt; absent when nothing was delivered. */
  readonly receipt?: Receipt
  /** How the receipts of the receiver stand, where the manifest awaits them. */
  readonly receipts?: FileReceiptState
  /** Whether an interrupted run went on. */
  readonly resumed: boolean
  readonly durationMs: number
}
