import { expect, test } from 'vitest'
import { dockingCases } from '../../src/docking/cases/all.ts'
import { type ConformanceReport, claimsHold, conformanceReport, runCases } from '../../src/index.ts'
import { requirementOf } from '../../src/requirements/requirements.ts'
import { sampleRun } from './sample-run.ts'

const results = dockingCases.map(({ id, clause, level }) => ({
  id,
  clause,
  level: level ?? requirementOf(clause).level,
  outcome: 'passed' as const,
  notes: [],
  seed: 1,
  durationMs: 1,
}))
const honest = conformanceReport({
  ...sampleRun,
  role: 'docking',
  results,
  counts: { passed: results.length, failed: 0, 'not-applicable': 0, exempted: 0 },
  reached: 'full',
})
const [first, ...others] = honest.results
const exemption = { case: first?.case ?? '', reason: 'known', owner: 'somebody', expires: '2027-01-31' }

function exempted(change: object): ConformanceReport {
  const changed = { ...first, outcome: 'exempted', ...change } as ConformanceReport['results'][number]
  return { ...honest, results: [changed, ...others], counts: { ...honest.counts, passed: others.length, exempted: 1 } }
}

test('a whole run, one with an exemption, and one of some cases claim what follows from their results', () => {
  expect(claimsHold(honest)).toBe(true)
  expect(claimsHold(exempted({ exemption }))).toBe(true)
  expect(claimsHold(exempted({ exemption: { ...exemption, expires: '2027-12-28' } }))).toBe(true)
  expect(claimsHold({ ...exempted({ exemption }), complete: false, reached: 'none' })).toBe(true)
})

test.each<[string, ConformanceReport]>([
  ['a run of nothing reaches a level', { ...honest, results: [], counts: { ...honest.counts, passed: 0 } }],
  ['a case is left out', { ...honest, results: others, counts: { ...honest.counts, passed: others.length } }],
  ['a case stands there twice', { ...honest, results: [...honest.results, ...others.slice(0, 1)] }],
  [
    'a case is put under another level',
    { ...honest, results: honest.results.map((each) => ({ ...each, level: 'full' })) },
  ],
  [
    'a level is too high',
    { ...honest, results: [], counts: { ...honest.counts, passed: 0 }, kit: { name: 'kit', version: '0.0.1' } },
  ],
  ['a level is too low', { ...honest, reached: 'basic' }],
  ['an exemption is not there', exempted({})],
  ['an exemption is of another case', exempted({ exemption: { ...exemption, case: 'scan/x' } })],
  ['an exemption has no day', exempted({ exemption: { ...exemption, expires: '9999-99-99' } })],
  ['an exemption lasts too long', exempted({ exemption: { ...exemption, expires: '2027-12-29' } })],
  ['an exemption has nobody who answers', exempted({ exemption: { ...exemption, owner: '' } })],
])('a report contradicts itself where %s', (_what, report) => {
  expect(claimsHold(report)).toBe(false)
})

test.each(['never', '', '2027-02-30', '9999-99-99'])('an exemption until %j exempts nothing', async (expires) => {
  const { results: came } = await runCases({
    role: 'connector',
    subject: { name: 'exempt', digests: {} },
    cases: [{ id: 'scan/a', clause: 'SCN-1', run: () => Promise.reject(new Error('a row is missing')) }],
    exemptions: [{ ...exemption, case: 'scan/a', expires }],
    missing: () => undefined,
    tryMissing: () => Promise.resolve(),
    open: () => Promise.resolve({ context: '', notes: [], end: () => Promise.resolve() }),
  })
  expect(came[0]).toMatchObject({ outcome: 'failed', message: expect.stringContaining('a row is missing') })
})
