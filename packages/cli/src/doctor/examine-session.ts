import { planColumns } from '@berth/agent'
import { BerthError, type ConnectorSession, type SystemFacts } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { compareWithSystem } from '../check/compare-with-system.ts'
import { say } from '../messages/say.ts'
import type { Diagnosis } from './diagnosis.ts'
import { examineClock } from './examine-clock.ts'

/** Rows of each resource that are tried for being readable. */
const sampleRows = 20

/** What an open session shows: charset, clock, and whether the datasets of the manifest can be read. */
export async function examineSession(
  manifest: DockingManifest,
  connection: string,
  session: ConnectorSession,
  facts: SystemFacts,
  signal: AbortSignal,
): Promise<Diagnosis[]> {
  return [
    { examination: 'charset', subject: connection, state: 'ok', fact: facts.charset ?? say('doctor.notTold') },
    examineClock(connection, facts),
    ...(await rights(manifest, connection, session, signal)),
  ]
}

async function rights(
  manifest: DockingManifest,
  connection: string,
  session: ConnectorSession,
  signal: AbortSignal,
): Promise<Diagnosis[]> {
  const about = { examination: 'rights', subject: connection } as const
  const mismatches = await compareWithSystem(manifest, connection, session, signal)
  const found: Diagnosis[] = mismatches.map(({ path, error }) => ({ ...about, state: 'failed', fact: path, error }))
  // An id may have dots in it.
  const isWrong = (id: string): boolean =>
    mismatches.some(({ path }) => ['from', 'items'].some((part) => path.startsWith(`resources.${id}.${part}`)))
  for (const resource of Object.values(manifest.resources)) {
    if (resource.from.connection !== connection || isWrong(resource.id)) continue
    const request = { dataset: resource.from.dataset, columns: planColumns(resource.items), batchRows: sampleRows }
    try {
      for await (const batch of session.scan(request, { signal })) {
        for (const { error } of batch.unreadable ?? []) throw error
        break
      }
      found.push({ ...about, state: 'ok', fact: resource.id })
    } catch (failure) {
      const error = BerthError.from(failure, 'INTERNAL', { subject: 'doctor' })
      if (error.code === 'ABORTED') throw error
      if (error.code === 'PARAMETER_MISSING') {
        // It answers questions only, and a made-up one is not asked.
        found.push({ ...about, state: 'ok', fact: `${resource.id}  ${say('doctor.askedOnly')}` })
        continue
      }
      const examination = error.code === 'TEXT_UNDECODABLE' ? 'charset' : 'rights'
      found.push({ ...about, examination, state: 'failed', fact: resource.id, error })
      if (!session.usable) break
    }
  }
  return found
}
