import type { DockingManifest, Resource } from '@berth/manifest'
import { expect, test } from 'vitest'
import { backgroundState } from '../../src/index.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'
import { closed, queuedManifest, submit } from '../queue/queued-docking.ts'

const [hour, day] = [3_600_000, 86_400_000]
const now = Date.parse('2026-11-23T08:00:00Z')
const { marriage } = marriageManifest.resources
if (marriage === undefined) throw new TypeError('the manifest has marriages')
const parameter = marriage.provide.parameter ?? { by: [], limit: 1 }
const replicated: Resource = {
  ...marriage,
  provide: {
    parameter: { ...parameter, offline: 'replica', replica: { everyMs: hour, maxAgeMs: day, limit: 100 } },
    file: { to: 'out', format: 'ndjson', receipts: { folder: 'back', withinMs: day } },
  },
}
const manifest: DockingManifest = { ...queuedManifest(), resources: { marriage: replicated } }

const none = { replicas: [], queues: [], sent: [] }

test.each([
  ['there is none', undefined, 'REPLICA_UNREADY'],
  ['it is too old to answer', now - day - 1, 'REPLICA_UNREADY'],
  ['it would answer', now - day, undefined],
])('a replica: %s', (_name, asOf, code) => {
  const replica = { resource: 'marriage', ...(asOf === undefined ? {} : { asOf, rows: 3 }) }
  const [found] = backgroundState(manifest, { ...none, replicas: [replica] }, now).replicas
  expect([found?.asOf, found?.problem?.code]).toEqual([asOf, code])
})

test.each([
  ['nothing waits', 0, undefined, undefined],
  ['a night', 3, now - 12 * hour, undefined],
  ['half of the time that a submission may wait', 1, now - 3.5 * day, 'QUEUE_WAITING'],
  ['nearly as many as may wait', 80, now - 1000, 'QUEUE_WAITING'],
  ['an operation that the manifest no longer has', 1, now - 1000, 'QUEUE_WAITING'],
])('a queue: %s', (name, waiting, oldest, code) => {
  const operation = name.startsWith('an operation') ? 'gone' : 'apply'
  const queue = { operation, waiting, ...(oldest === undefined ? {} : { oldest }) }
  const [found] = backgroundState(manifest, { ...none, queues: [queue] }, now).queues
  expect([found?.waiting, found?.problem?.code]).toEqual([waiting, code])
})

test('receipts: those of another target or resource are not those of this one', () => {
  const sent = (number: number, ageMs: number, differs?: readonly string[], exit = 'file') => {
    const facts = { file: `marriage-${number}.ndjson`, rows: 1, bytes: 2, sha256: '', sentAt: now - ageMs }
    return { resource: 'marriage', exit, number, ...facts, ...(differs === undefined ? {} : { differs }) }
  }
  const files = (all: readonly ReturnType<typeof sent>[]): unknown[] =>
    backgroundState(manifest, { ...none, sent: all }, now).files.map(({ problem, ...counts }) => [
      ...Object.values(counts),
      problem?.code,
      problem?.details['sequence'],
    ])
  expect(files([])).toEqual([['marriage', 0, 0, 0, undefined, undefined]])
  expect(files([sent(1, day, undefined), sent(1, 2 * day, undefined, 'file:other/in')])).toEqual([
    ['marriage', 1, 0, 0, undefined, undefined],
  ])
  expect(files([sent(4, 2 * day), sent(5, day + 1), sent(6, 0)])).toEqual([['marriage', 3, 2, 0, 'RECEIPT_OVERDUE', 4]])
  expect(files([sent(4, 2 * day), sent(5, 0, ['rows'])])).toEqual([['marriage', 2, 1, 1, 'RECEIPT_CONTRADICTS', 5]])
})

test('ready and metrics tell of replicas, queues and receipts, and none of them makes an agent unready', async () => {
  await using docking = await RunningDocking.start({ manifest, now: () => closed })
  await submit(docking, 'key-1', { husbandId: citizenNumbers[0], copies: 1 })
  await docking.state.commit({
    stream: { resource: 'marriage', exit: 'file', source: '' },
    sent: [
      {
        resource: 'marriage',
        exit: 'file',
        number: 7,
        file: 'marriage-000007.ndjson',
        rows: 1,
        bytes: 2,
        sha256: '',
        sentAt: closed - 2 * day,
      },
    ],
  })
  const { status, body } = await docking.get('/ready')
  expect([status, body]).toMatchObject([
    200,
    {
      ready: true,
      replicas: { marriage: { code: 'REPLICA_UNREADY', next: { en: expect.stringContaining('--exit replica') } } },
      queues: { apply: { waiting: 1, oldest: '2026-11-28T02:00:00.000Z', oldestSeconds: 0 } },
      files: { marriage: { awaited: 1, overdue: 1, contradicting: 0, code: 'RECEIPT_OVERDUE' } },
    },
  ])
  expect((await docking.get('/metrics')).text).toContain('berth_file_receipts{resource="marriage",state="overdue"} 1')
})
