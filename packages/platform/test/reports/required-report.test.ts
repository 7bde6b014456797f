import { type ConformanceReport, reportText, signReport } from '@berth/conformance'
import { generateKey, type SigningKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { type Answer, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'
import { dockingReport, failedReport } from './docking-report.ts'

const system = 'civil-affairs.marriage'
const manifest = 'a'.repeat(64)
const day = 86_400_000
const english = { 'accept-language': 'en' }
let shiftedMs = 0
let platform: RunningPlatform
let registry: Party

beforeAll(async () => {
  platform = await startedPlatform({ reportRule: { level: 'standard' }, now: () => Date.now() + shiftedMs })
  registry = await enrolled(platform, 'system', system)
})
afterAll(() => platform.close())

function hand(report: ConformanceReport, key: SigningKey = registry.key, party = registry): Promise<Answer> {
  return handText(reportText(signReport(report, key)), party)
}

function handText(text: string, party = registry): Promise<Answer> {
  return party.send('PUT', `/api/reports/${system}`, text, { skewMs: shiftedMs, headers: english })
}

async function published(change: object = {}): Promise<unknown> {
  const publication = marriagePublication({ manifest, ...change })
  const sending = { skewMs: shiftedMs, headers: english }
  const { status, body } = await registry.send('PUT', `/api/catalogue/${system}`, publication, sending)
  return status === 200 ? body['version'] : [status, body['code'], body['message']]
}

test('nothing is published before a report of the level holds for this very manifest', async () => {
  expect(await published()).toEqual([403, 'REPORT_REQUIRED', expect.stringContaining('none was received')])
  expect((await hand(dockingReport(system, manifest))).body).toEqual({ manifest, level: 'full' })
  expect(await published()).toBe(1)
  const other = { manifest: 'b'.repeat(64), resources: [] }
  expect(await published(other)).toEqual([403, 'REPORT_REQUIRED', expect.stringContaining('another berth.yaml')])
})

test('a report that has grown old holds no longer, and what is published can be withdrawn without one', async () => {
  await hand(dockingReport(system, manifest))
  shiftedMs = 91 * day
  try {
    expect(await published()).toEqual([
      403,
      'REPORT_REQUIRED',
      expect.stringContaining('older than the platform allows'),
    ])
    expect(await published({ resources: [], operations: [] })).toBe(2)
    expect(await published()).toEqual([
      403,
      'REPORT_REQUIRED',
      expect.stringContaining('older than the platform allows'),
    ])
  } finally {
    shiftedMs = 0
  }
})

test.each<[string, () => Promise<Answer>]>([
  ['it is no JSON', () => handText('{')],
  ['/ required', () => handText('{"berthReport":1}')],
  ['nobody signed it', () => handText(reportText(dockingReport(system, manifest)))],
  [
    'a key that the platform does not trust signed it',
    () => hand(dockingReport(system, manifest), generateKey(system)),
  ],
  [
    'it was altered since it was signed',
    () => handText(reportText({ ...signReport(dockingReport(system, manifest), registry.key), seed: 2 })),
  ],
  ['it is not about a docking', () => hand({ ...dockingReport(system, manifest), role: 'connector' })],
  ['it is about another system', () => hand(dockingReport('somebody.else', manifest))],
  ['it does not reach the level', () => hand(failedReport(dockingReport(system, manifest), 'basic'))],
  [
    'what it claims does not follow from its results',
    () => hand(failedReport(dockingReport(system, manifest), 'full')),
  ],
  ['older than the platform allows', () => hand(dockingReport(system, manifest, new Date(Date.now() - 91 * day)))],
  ['it is from the future', () => hand(dockingReport(system, manifest, new Date(Date.now() + 3 * day)))],
  [
    'it names no berth.yaml',
    () => hand({ ...dockingReport(system, manifest), subject: { name: system, digests: {} } }),
  ],
])('a report is refused: %s', async (problem, handed) => {
  const { status, body } = await handed()
  expect([status, body['code'], body['message']]).toEqual([422, 'REPORT_REFUSED', expect.stringContaining(problem)])
})

test('a report is handed in by its own system alone', async () => {
  const other = await enrolled(platform, 'system', 'other.system')
  const { body } = await hand(dockingReport(system, manifest), other.key, other)
  expect(body['code']).toBe('SYSTEM_UNKNOWN')
})

test('where the platform names who tries dockings, the word of the department itself does not count', async () => {
  const assessor = generateKey('assessor')
  await using strict = await startedPlatform({ reportRule: { level: 'basic', keys: [assessor] } })
  const party = await enrolled(strict, 'system', system)
  const report = dockingReport(system, manifest)
  expect((await hand(report, party.key, party)).body['message']).toContain('a key that the platform does not trust')
  expect((await hand(report, assessor, party)).status).toBe(200)
  expect((await party.send('PUT', `/api/catalogue/${system}`, marriagePublication({ manifest }))).status).toBe(200)
})
