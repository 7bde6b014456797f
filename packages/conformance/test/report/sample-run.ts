import { BerthError } from '@berth/core'
import { type CaseResult, countOutcomes, type RunResult } from '../../src/index.ts'

function result(id: string, clause: string, about: Partial<CaseResult>): CaseResult {
  return { id, clause, level: 'basic', outcome: 'passed', notes: [], seed: 42, durationMs: 7, ...about }
}

/** What would be a tag, a control or a quote, where it is not written as what it is. */
export const hostile = '</pre><script>alert("1")</script> & \u0000\u001b[31m \ud800 \u202e \'x\' ]]>'

const results = [
  result('lookup/a', 'LKP-1', {}),
  result('lookup/b', 'LKP-1', { outcome: 'failed', message: hostile, input: `lookup ${hostile}`, owner: 'connector' }),
  result('scan/a', 'SCN-1', { notes: [{ zh: hostile, en: hostile }] }),
  result('scan/b', 'SCN-1', {
    outcome: 'exempted',
    message: 'a row is missing',
    exemption: { case: 'scan/b', reason: hostile, owner: '某市民政局', expires: '2027-01-31' },
  }),
  result('invoke/a', 'INV-1', { outcome: 'not-applicable', message: 'invoke is not declared', level: 'standard' }),
  result('errors/a', 'ERR-1', {
    outcome: 'failed',
    message: 'the system cannot be reached',
    owner: 'network',
    error: new BerthError('CONNECT_TIMEOUT', { subject: 'db.example' }),
  }),
]

/** A run with every outcome there is. */
export const sampleRun: RunResult = {
  role: 'connector',
  subject: { name: 'firebird', version: '0.1.0', system: 'Firebird 3.0.11', digests: { 'berth.yaml': 'a'.repeat(64) } },
  contract: '1.0',
  seed: 42,
  startedAt: '2026-11-23T08:00:00.000Z',
  durationMs: 1234,
  complete: true,
  results,
  counts: countOutcomes(results),
  reached: 'none',
}

/** A run in which all went well. */
export const wholeRun: RunResult = {
  ...sampleRun,
  results: [result('lookup/a', 'LKP-1', {})],
  counts: countOutcomes([result('lookup/a', 'LKP-1', {})]),
  reached: 'full',
}
