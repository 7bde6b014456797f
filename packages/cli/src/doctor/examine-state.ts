import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BackgroundState, openSqliteState, readBackground } from '@berth/agent'
import type { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { stateFolder } from '../connections/docking-files.ts'
import { say } from '../messages/say.ts'
import type { Diagnosis, Examination } from './diagnosis.ts'

/**
 * Whether the docking's state opens: not damaged, with its own key. An agent at work does not stand in the way. Then how
 * replicas, queues and receipts of data files stand.
 */
export async function examineState(manifest: DockingManifest): Promise<readonly Diagnosis[]> {
  const folder = stateFolder(manifest)
  if (!existsSync(join(folder, 'state.sqlite'))) {
    return [{ examination: 'state', state: 'ok', fact: say('doctor.noState') }]
  }
  try {
    await using state = openSqliteState(folder, manifest.system.id)
    await state.receipts(0, 1)
    return [{ examination: 'state', state: 'ok' }, ...backgroundDiagnoses(await readBackground(manifest, state))]
  } catch (failure) {
    return [{ examination: 'state', state: 'failed', error: asBerthError(failure) }]
  }
}

function backgroundDiagnoses({ replicas, queues, files }: BackgroundState): Diagnosis[] {
  const found = (
    examination: Examination,
    subject: string,
    fact: string,
    problem: BerthError | undefined,
  ): Diagnosis => {
    const about = { examination, subject, fact }
    return problem === undefined ? { ...about, state: 'ok' } : { ...about, state: 'warning', error: problem }
  }
  return [
    ...replicas.map(({ resource, asOf, problem }) =>
      found('replica', resource, say('doctor.asOf', { asOf: instant(asOf) }), problem),
    ),
    ...queues.map(({ operation, waiting, oldest, problem }) =>
      found('queue', operation, say('doctor.waiting', { waiting, since: instant(oldest) }), problem),
    ),
    ...files.map(({ resource, awaited, overdue, problem }) =>
      found('receipts', resource, say('doctor.awaited', { awaited, overdue }), problem),
    ),
  ]
}

function instant(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : new Date(milliseconds).toISOString()
}
