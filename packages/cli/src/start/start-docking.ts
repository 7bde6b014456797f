import { type KeepHeadsOptions, openSqliteState, runSchedule, SystemHours, startAgent } from '@berth/agent'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { VerificationKey } from '@berth/trust'
import type { Logger } from 'pino'
import { platformKeysFile, stateFolder } from '../connections/docking-files.ts'
import { algorithmOf } from '../connections/docking-signer.ts'
import { connectionOpener } from '../connections/open-connection.ts'
import { platformClient } from '../publish/publish-docking.ts'
import { headKeeper } from '../receipts/sign-receipts.ts'
import { exchangeTasks } from './exchange-tasks.ts'
import { platformKeys } from './platform-keys.ts'
import { platformTrust } from './platform-trust.ts'
import { soapLogins } from './soap-logins.ts'

export interface StartSettings {
  readonly manifest: DockingManifest
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly signal: AbortSignal
  /** How often the end of the chain of receipts is signed. Absent: as `keepHeads` does. */
  readonly heads?: Pick<KeepHeadsOptions, 'everyReceipts' | 'everyMs'>
  /** Whether exchanges run again and again, as the manifest says. @default true */
  readonly scheduled?: boolean
}

/** A docking that answers and delivers. */
export interface RunningDocking extends AsyncDisposable {
  /** `http://127.0.0.1:8470` */
  readonly address: string
  /** The exchanges that run again and again: resource and exit. */
  readonly scheduled: readonly string[]
}

/**
 * Starts the docking agent: its state, the HTTP side, and the schedule of its exits. Rejects with `PORT_IN_USE`,
 * `STATE_LOCKED`, `SECRET_MISSING` where a consumer of the SOAP service has no password, and where the platform cannot be asked for its keys
 * and none are kept, with what it says.
 */
export async function startDocking(settings: StartSettings): Promise<RunningDocking> {
  const { manifest, host, port, log, signal } = settings
  const state = openSqliteState(stateFolder(manifest), manifest.system.id)
  let heads: AsyncDisposable | undefined
  try {
    let told = ''
    heads = await headKeeper(manifest, state, settings.heads ?? {}, (failure) => {
      const { code, origin, details } = BerthError.from(failure, 'INTERNAL', { subject: 'receipts' })
      // It is tried again every minute; the log need not say the same each time.
      if (code !== told) log.warn({ code, origin, details }, 'head of receipts not anchored')
      told = code
    })
    const tasks = settings.scheduled === false ? [] : await exchangeTasks(manifest, state, log)
    const agent = await startAgent({
      manifest,
      state,
      log,
      openConnection: connectionOpener(manifest),
      platformKeys: await knownKeys(manifest, signal),
      ...(await platformTrust(manifest, log)),
      listen: { host, port },
      soapLogins: soapLogins(manifest),
    })
    const stop = new AbortController()
    const onFailure = (task: string, failure: unknown): void => {
      const { code, origin } = BerthError.from(failure, 'INTERNAL', { subject: 'schedule' })
      log.error({ task, code, origin }, 'exchange failed')
    }
    const hours = new SystemHours(manifest)
    const schedule = runSchedule(tasks, { signal: stop.signal, onFailure, closedForMs: () => hours.closedForMs })
    return {
      address: agent.address,
      scheduled: tasks.map(({ name }) => name),
      async [Symbol.asyncDispose]() {
        stop.abort()
        await Promise.all([agent.close(), schedule])
        await heads?.[Symbol.asyncDispose]()
        await state[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await heads?.[Symbol.asyncDispose]()
    await state[Symbol.asyncDispose]()
    throw error
  }
}

/** Without a platform nobody may ask: there are no keys to let anyone in with. */
async function knownKeys(manifest: DockingManifest, signal: AbortSignal): Promise<VerificationKey[]> {
  if (manifest.platform === undefined) return []
  return await platformKeys(await platformClient(manifest), platformKeysFile(manifest), signal, algorithmOf(manifest))
}
