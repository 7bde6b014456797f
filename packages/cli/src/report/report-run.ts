import { type ConformanceReport, type RunResult, requirements } from '@berth/conformance'
import { BerthError } from '@berth/core'

/**
 * The run that a report tells of, for what shows runs. Throws `REPORT_INVALID` where it has a clause that this version does not know:
 * then another version wrote it.
 */
export function runOfReport(report: ConformanceReport, file: string): RunResult {
  const known = new Set(requirements.map(({ id }) => id))
  const unknown = report.results.find(({ clause }) => !known.has(clause))?.clause
  if (unknown !== undefined) throw new BerthError('REPORT_INVALID', { file, problem: unknown })
  const { role, subject, contract, seed, startedAt, durationMs, complete, counts, reached } = report
  const results = report.results.map(({ case: id, owner, ...result }) => ({
    ...result,
    id,
    ...(owner === undefined ? {} : { owner: owner.id }),
  }))
  return { role, subject, contract, seed, startedAt, durationMs, complete, counts, reached, results }
}
