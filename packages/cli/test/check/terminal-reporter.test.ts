import { type CaseResult, countOutcomes, type RunResult } from '@berth/conformance'
import { expect, test } from 'vitest'
import { runLines, terminalReporter } from '../../src/check/terminal-reporter.ts'

function result(id: string, clause: string, about: Partial<CaseResult>): CaseResult {
  return { id, clause, level: 'basic', outcome: 'passed', notes: [], seed: 42, durationMs: 1, ...about }
}

const exemption = { case: 'scan/b', reason: 'the driver cannot', owner: 'civil affairs', expires: '2099-01-01' }
const results = [
  result('lookup/a', 'LKP-1', {}),
  result('lookup/b', 'LKP-1', {
    outcome: 'failed',
    message: 'a hostile text changed the answer',
    input: 'lookup {}',
    owner: 'connector',
  }),
  result('scan/a', 'SCN-1', { notes: [{ zh: '这里看不到锁', en: 'no lock can be seen here' }] }),
  result('scan/b', 'SCN-1', { outcome: 'exempted', exemption }),
  result('invoke/a', 'INV-1', { outcome: 'not-applicable' }),
]
const run: RunResult = {
  role: 'connector',
  subject: { name: 'memory', digests: {} },
  contract: '1.0',
  seed: 42,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1234,
  complete: true,
  results,
  counts: countOutcomes(results),
  reached: 'none',
}
const settings = {
  replay: ({ id, seed }: CaseResult): string => `berth check --only ${id} --seed ${seed}`,
}

test('a run is told clause by clause, the worst of its cases first, and every failure with all that mends it', () => {
  const lines = runLines(run, settings)
  expect(lines.slice(0, 3)).toEqual([
    expect.stringMatching(/^✗ LKP-1 +failed 1\/2 +Values are bound/),
    expect.stringMatching(/^! SCN-1 +exempted 1\/2 +Every row/),
    expect.stringMatching(/^- INV-1 +not applicable 1 +An operation/),
  ])
  expect(lines).toContain('exempted scan/b: the driver cannot (civil affairs, until 2099-01-01)')
  expect(lines).toContain('not tried: no lock can be seen here')
  const failure = lines.slice(lines.indexOf('✗ lookup/b  LKP-1') + 1).slice(0, 6)
  expect(failure).toEqual([
    expect.stringMatching(/^ {4}clause: .*Values are bound and names are quoted, .* said to be unknown\.$/),
    expect.stringContaining('a hostile text changed the answer'),
    expect.stringContaining('lookup {}'),
    expect.stringContaining('the author of the connector'),
    expect.stringContaining('Run the replay command'),
    expect.stringContaining('berth check --only lookup/b --seed 42'),
  ])
  expect(lines.at(-2)).toBe('memory: 2 cases passed, 1 failed, 1 not applicable, 1 exempted; seed 42, 1.2 s')
  expect(lines.at(-1)).toBe('level reached: none')
  expect(runLines({ ...run, complete: false }, settings).at(-1)).toContain('no level is given')
  expect(runLines({ ...run, complete: false, reached: 'basic' }, settings).at(-1)).toBe('level reached: basic')
})

test('lines are printed once, at the end', () => {
  const printed: (readonly string[])[] = []
  const reporter = terminalReporter({ ...settings, progress: false, print: (lines) => printed.push(lines) })
  reporter.started?.(results.length)
  for (const one of results) reporter.tried?.(one)
  expect(printed).toEqual([])
  reporter.ended?.(run)
  expect(printed).toEqual([runLines(run, settings)])
})
