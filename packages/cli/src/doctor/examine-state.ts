import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteState } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { stateFolder } from '../connections/docking-files.ts'
import { say } from '../messages/say.ts'
import type { Diagnosis } from './diagnosis.ts'

/** Whether the docking's state opens: not damaged, with its own key. An agent at work does not stand in the way. */
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
    return { examination: 'state', state: 'failed', error: asBerthError(failure) }
  }
}
