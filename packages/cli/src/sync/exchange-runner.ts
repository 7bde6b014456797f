import { join } from 'node:path'
import { type ExchangeResult, type ExchangeSettings, refreshReplica, runExchange, type StatePort } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { stateFolder } from '../connections/docking-files.ts'
import { dockingSigner } from '../connections/docking-signer.ts'
import { connectionOpener } from '../connections/open-connection.ts'
import { platformClient } from '../publish/publish-docking.ts'
import type { ChosenExchange } from './chosen-exchanges.ts'

/** Runs one exchange of a docking. Rejects as `runExchange` does. */
export type RunChosenExchange = (
  exchange: ChosenExchange,
  settings: Pick<ExchangeSettings, 'signal' | 'restart' | 'dryRun' | 'undo' | 'onProgress'>,
) => Promise<ExchangeResult>

/** What runs the exchanges of a docking, with its own key, state and connections. */
export async function exchangeRunner(manifest: DockingManifest, state: StatePort): Promise<RunChosenExchange> {
  const parts = {
    manifest,
    state,
    openConnection: connectionOpener(manifest),
    rejectsFolder: join(stateFolder(manifest), 'rejects'),
    waitingFolder: join(stateFolder(manifest), 'waiting'),
    key: await dockingSigner(manifest),
  }
  return async ({ resource, exit }, settings) => {
    if (exit === 'replica') return await refreshReplica({ ...parts, ...settings, resource })
    const file = manifest.resources[resource]?.provide.file
    const toPlatform = exit === 'file' && file?.to === 'platform'
    const platform = toPlatform ? { platform: await platformClient(manifest) } : {}
    return await runExchange({ ...parts, ...platform, resource, exit, ...settings })
  }
}
