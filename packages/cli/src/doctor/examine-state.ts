import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteState } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { stateFolder } from '../connections/docking-files.ts'
import { say } from '../messages/say.ts'
import type { Diagnosis } from './diagnosis.ts'

/** Whether the docking's state opens: not locked by another process, not damaged, with its own key. */
export async function examineState(manifest: DockingManifest): Promise<Diagnosis> {
  const folder = stateFolder(manifest)
  if (!existsSync(join(folder, 'state.sqlite'))) {
    return { examination: 'state', state: 'ok', fact: say('doctor.noState') }
  }
  try {
    await using state = openSqliteState(folder, manifest.system.id)
    await state.receipts(0, 1)
    return { examination: 'state', state: 'ok' }
  } catch (failure) {
    const error = asBerthError(failure)
    // An agent at work holds the state; that is as it should be.
    return { examination: 'state', state: error.code === 'STATE_LOCKED' ? 'warning' : 'failed', error }
  }
}
