import { type ExchangeProgress, type ExchangeResult, openSqliteState } from '@berth/agent'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { stateFolder } from '../connections/docking-files.ts'
import { signReceipts } from '../receipts/sign-receipts.ts'
import type { ChosenExchange } from './chosen-exchanges.ts'
import { exchangeRunner } from './exchange-runner.ts'

/** What one exchange came to. */
export type SyncedExchange = ChosenExchange & { readonly dryRun: boolean } & (
    | ({ readonly ok: true } & ExchangeResult)
    | { readonly ok: false; readonly error: BerthError }
  )

/** What `berth sync --json` prints. */
export interface SyncResult {
  readonly exchanges: readonly SyncedExchange[]
  /** The first failure, or missing receipt of what was delivered before, where there was one: it decides the exit code. */
  readonly error?: BerthError
}

export interface SyncSettings {
  readonly manifest: DockingManifest
  readonly exchanges: readonly ChosenExchange[]
  readonly restart: boolean
  /** Everything is tried and nothing stays. */
  readonly dryRun: boolean
  /** The folder for scripts that undo what is written to tables. Absent: none are kept. */
  readonly undo: string | undefined
  readonly signal: AbortSignal
  readonly onProgress: (exchange: ChosenExchange, progress: ExchangeProgress) => void
  readonly onDone: (exchange: SyncedExchange) => void
}

/**
 * Runs exchanges one after the other. One that fails does not keep the others from running. Rejects with `ABORTED`
 * when it is interrupted, behind a checkpoint, and when the state does not open.
 */
export async function syncDocking(settings: SyncSettings): Promise<SyncResult> {
  const { manifest, restart, dryRun, signal } = settings
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  const run = await exchangeRunner(manifest, state)
  const exchanges: SyncedExchange[] = []
  let first: BerthError | undefined
  for (const exchange of settings.exchanges) {
    let done: SyncedExchange
    const undo = settings.undo === undefined || exchange.exit !== 'table' ? {} : { undo: settings.undo }
    try {
      const onProgress = (progress: ExchangeProgress): void => settings.onProgress(exchange, progress)
      done = {
        ...exchange,
        dryRun,
        ok: true,
        ...(await run(exchange, { restart, dryRun, ...undo, signal, onProgress })),
      }
      first ??= done.receipts?.problem
    } catch (failure) {
      const error = BerthError.from(failure, 'INTERNAL', { subject: 'sync' })
      if (error.code === 'ABORTED') throw error
      first ??= error
      done = { ...exchange, dryRun, ok: false, error }
    }
    exchanges.push(done)
    settings.onDone(done)
  }
  if (!dryRun) await signReceipts(manifest, state)
  return first === undefined ? { exchanges } : { exchanges, error: first }
}
