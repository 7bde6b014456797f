import { openSqliteState, type RunningAgent, startAgent } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import type { VerificationKey } from '@berth/trust'
import type { Logger } from 'pino'
import { platformKeysFile, stateFolder } from '../connections/docking-files.ts'
import { connectionOpener } from '../connections/open-connection.ts'
import { platformClient } from '../publish/publish-docking.ts'
import { platformKeys } from './platform-keys.ts'

export interface StartSettings {
  readonly manifest: DockingManifest
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly signal: AbortSignal
}

/** A docking that answers and delivers. */
export interface RunningDocking extends AsyncDisposable {
  /** `http://127.0.0.1:8470` */
  readonly address: string
}

/**
 * Starts the docking agent: its state, the HTTP side, and the schedule of its exits. Rejects with `PORT_IN_USE`,
 * `STATE_LOCKED`, and where the platform cannot be asked for its keys and none are kept, with what it says.
 */
export async function startDocking(settings: StartSettings): Promise<RunningDocking> {
  const { manifest, host, port, log, signal } = settings
  const state = openSqliteState(stateFolder(manifest), manifest.system.id)
  try {
    const agent: RunningAgent = await startAgent({
      manifest,
      state,
      log,
      openConnection: connectionOpener(manifest),
      platformKeys: await knownKeys(manifest, signal),
      listen: { host, port },
    })
    return {
      address: agent.address,
      async [Symbol.asyncDispose]() {
        await agent.close()
        await state[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await state[Symbol.asyncDispose]()
    throw error
  }
}

/** Without a platform nobody may ask: there are no keys to let anyone in with. */
async function knownKeys(manifest: DockingManifest, signal: AbortSignal): Promise<VerificationKey[]> {
  if (manifest.platform === undefined) return []
  return await platformKeys(await platformClient(manifest), platformKeysFile(manifest), signal)
}
