import type { DockingManifest } from '@berth/manifest'
import { expect } from 'vitest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { canary, citizenNumbers } from '../docking/marriage-tables.ts'
import { type Answered, grant, type RunningDocking } from '../docking/running-docking.ts'
import { closed, open } from '../queue/queued-docking.ts'

export { closed, open }

/** The marriage docking with a replica behind its register. */
export function replicaManifest(limit = 1_000_000): DockingManifest {
  const { marriage } = marriageManifest.resources
  if (marriage?.provide.parameter === undefined) throw new TypeError('the manifest has no such resource')
  const replica = { everyMs: 3_600_000, maxAgeMs: 3 * 86_400_000, limit }
  const by = [...marriage.provide.parameter.by, ['note'], ['district', 'valid']]
  const parameter = { ...marriage.provide.parameter, by, offline: 'replica' as const, replica }
  return {
    ...marriageManifest,
    system: { ...marriageManifest.system, hours: 'Mon-Fri 08:30-17:30 Asia/Shanghai' },
    resources: { ...marriageManifest.resources, marriage: { ...marriage, provide: { parameter } } },
  }
}

const expiresAt = open + 30 * 86_400_000
export const lastOpen: number = Date.parse('2026-11-27T09:00:00Z')

/** Asks as a consumer whose grant outlasts the test. */
export function ask(
  docking: RunningDocking,
  question: Readonly<Record<string, unknown>>,
  change = {},
): Promise<Answered> {
  return docking.ask(question, { grant: grant({ expiresAt, ...change }) })
}

/** What is the same whoever answers. */
function content({ status, body }: Answered): unknown {
  const { receipt: _receipt, asOf: _asOf, ...rest } = body
  return [status, rest]
}

const consumers = [
  {},
  { clearance: 1 },
  { clearance: 2 },
  { items: ['husbandId', 'district'] },
  { items: ['id', 'valid', 'registeredOn', 'district', 'note'], clearance: 4 },
  { items: ['secretNote'] },
  { purpose: 'other' },
] as const

const questions: readonly Readonly<Record<string, unknown>>[] = [
  ...citizenNumbers.slice(0, 12).map((husbandId) => ({ husbandId })),
  ...['东区', '西区', '南区', '北区'].flatMap((district) =>
    ['2024-01-02', '2024-01-15', '1999-01-01'].map((registeredOn) => ({ district, registeredOn })),
  ),
  ...[1, 2, 60, 120, 121, -1].map((id) => ({ id })),
  { valid: true },
  { valid: false },
  { district: '西区', valid: true },
  { note: 'note 7' },
  { note: "' OR 1=1 --" },
  { note: '' },
  { husbandId: '1' },
  { secretNote: canary },
  { id: null },
  {},
]

/**
 * Asks everything twice, of the system and of its replica, and expects the same. Returns how many were answered with rows
 * or without, not refused.
 */
export async function compared(
  docking: RunningDocking,
  up: () => void,
  down: () => Promise<void> | void,
): Promise<number> {
  const all = consumers.flatMap((consumer) => questions.map((question) => ({ consumer, question })))
  up()
  const live: Answered[] = []
  for (const { consumer, question } of all) live.push(await ask(docking, question, consumer))
  await down()
  let answered = 0
  for (const [index, { consumer, question }] of all.entries()) {
    const copied = await ask(docking, question, consumer)
    const said = live[index] ?? expect.fail()
    expect(content(copied), JSON.stringify([consumer, question])).toEqual(content(said))
    if (copied.status !== 200) continue
    answered++
    expect(said.body).not.toHaveProperty('asOf')
    expect(copied.body['asOf']).toBe(new Date(lastOpen).toISOString())
  }
  return answered
}
