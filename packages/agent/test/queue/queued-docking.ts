import { setTimeout } from 'node:timers/promises'
import type { DockingManifest } from '@berth/manifest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { type Answered, type Ask, grant, type RunningDocking } from '../docking/running-docking.ts'

/** A Saturday, and the Monday behind it. */
export const closed: number = Date.parse('2026-11-28T02:00:00Z')
export const open: number = Date.parse('2026-11-30T00:30:00Z')
export const operation = 'civil-affairs.marriage/apply'

/** The marriage docking with a queue before its operation. */
export function queuedManifest(
  accept: Partial<DockingManifest['operations'][string]['accept']['parameter']> = {},
): DockingManifest {
  const { apply } = marriageManifest.operations
  if (apply === undefined) throw new TypeError('the manifest has no operation')
  const queue = { expiresMs: 7 * 86_400_000, limit: 100 }
  const parameter = { ...apply.accept.parameter, offline: 'queue' as const, queue, ...accept }
  return {
    ...marriageManifest,
    system: { ...marriageManifest.system, hours: 'Mon-Fri 08:30-17:30 Asia/Shanghai' },
    operations: { apply: { ...apply, accept: { parameter } } },
  }
}

export function submitGrant(change: Parameters<typeof grant>[0] = {}): string {
  const items = ['husbandId', 'wantedOn', 'copies']
  return grant({ resource: operation, items, expiresAt: open + 30 * 86_400_000, ...change })
}

export function submit(
  docking: RunningDocking,
  key: string,
  input: Readonly<Record<string, unknown>>,
  ask: Ask = {},
): Promise<Answered> {
  return docking.submit(input, { grant: submitGrant(), idempotencyKey: key, ...ask })
}

/** Asks what came of a submission. */
export function stateOf(
  docking: RunningDocking,
  key: string,
  change: Parameters<typeof grant>[0] = {},
): Promise<Answered> {
  const path = '/operations/apply/submission'
  return docking.send({ path, body: { purpose: 'housing-loan' }, grant: submitGrant(change), idempotencyKey: key })
}

/** Waits until a submission is in one of these states. */
export async function settled(docking: RunningDocking, key: string, states: readonly string[]): Promise<Answered> {
  for (let round = 0; round < 500; round++) {
    const answer = await stateOf(docking, key)
    if (states.includes(String(answer.body['state']))) return answer
    await setTimeout(10)
  }
  throw new Error(`the submission is not ${states.join(' or ')}`)
}
