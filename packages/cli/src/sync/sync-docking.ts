import { join } from 'node:path'
import {
  type ExchangeProgress,
  type ExchangeResult,
  openSqliteState,
  type PlatformClient,
  runExchange,
} from '@berth/agent'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { loadOrCreateKey } from '@berth/trust'
import { agentKeyFile, stateFolder } from '../connections/docking-files.ts'
import { connectionOpener } from '../connections/open-connection.ts'
import { platformClient } from '../publish/publish-docking.ts'
import type { ChosenExchange } from './chosen-exchanges.ts'

/** What one exchange came to. */
export type SyncedExchange = ChosenExchange &
  (({ readonly ok: true } & ExchangeResult) | { readonly ok: false; readonly error: BerthError })

/** What `berth sync --json` prints. */
export interface SyncResult {
  readonly exchanges: readonly SyncedExchange[]
  /** The first failure, where there was one: it decides the exit code. */
  readonly error?: BerthError
}

export interface SyncSettings {
  readonly manifest: DockingManifest
  readonly exchanges: readonly ChosenExchange[]
  readonly restart: boolean
  readonly signal: AbortSignal
  readonly onProgress: (exchange: ChosenExchange, progress: ExchangeProgress) => void
  readonly onDone: (exchange: SyncedExchange) => void
}

/**
 * Runs exchanges one after the other. One that fails does not keep the others from running. Rejects with `ABORTED`
 * when it is interrupted, behind a checkpoint, and when the state does not open.
 */
export async function syncDocking(settings: SyncSettings): Promise<SyncResult> {
  const { manifest } = settings
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  const parts = {
    manifest,
    state,
    openConnection: connectionOpener(manifest),
    rejectsFolder: join(stateFolder(manifest), 'rejects'),
    key: await loadOrCreateKey(agentKeyFile(manifest), manifest.system.id),
    restart: settings.restart,
    signal: settings.signal,
  }
  const exchanges: SyncedExchange[] = []
  for (const exchange of settings.exchanges) {
    const onProgress = (progress: ExchangeProgress): void => settings.onProgress(exchange, progress)
    const run = async (): Promise<SyncedExchange> => {
      try {
        const platform = await platformOf(manifest, exchange)
        return { ...exchange, ok: true, ...(await runExchange({ ...parts, ...platform, ...exchange, onProgress })) }
      } catch (failure) {
        const error = BerthError.from(failure, 'INTERNAL', { subject: 'sync' })
        if (error.code === 'ABORTED') throw error
        return { ...exchange, ok: false, error }
      }
    }
    const done = await run()
    exchanges.push(done)
    settings.onDone(done)
  }
  const failed = exchanges.find((each) => !each.ok)
  return { exchanges, ...(failed?.ok === false ? { error: failed.error } : {}) }
}

async function platformOf(
  manifest: DockingManifest,
  { resource, exit }: ChosenExchange,
): Promise<{ readonly platform?: PlatformClient }> {
  const toPlatform = exit === 'file' && manifest.resources[resource]?.provide.file?.to === 'platform'
  return toPlatform ? { platform: await platformClient(manifest) } : {}
}
