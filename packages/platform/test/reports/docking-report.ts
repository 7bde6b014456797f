import {
  type ConformanceReport,
  conformanceReport,
  contractVersion,
  dockingCases,
  requirements,
} from '@berth/conformance'

/** The report of a run of the whole kit on a docking, in which every case passed. */
export function dockingReport(system: string, manifest: string, startedAt = new Date()): ConformanceReport {
  const results = dockingCases.map(({ id, clause, level }) => ({
    id,
    clause,
    level: level ?? requirements.find((requirement) => requirement.id === clause)?.level ?? 'basic',
    outcome: 'passed' as const,
    notes: [],
    seed: 1,
    durationMs: 1,
  }))
  return conformanceReport({
    role: 'docking',
    subject: { name: system, digests: { 'berth.yaml': manifest } },
    contract: contractVersion,
    seed: 1,
    startedAt: startedAt.toISOString(),
    durationMs: 1,
    complete: true,
    results,
    counts: { passed: results.length, failed: 0, 'not-applicable': 0, exempted: 0 },
    reached: 'full',
  })
}

/** The same with its first case failed at the clause's level: what it reaches is less. */
export function failedReport(report: ConformanceReport, level: ConformanceReport['reached']): ConformanceReport {
  const failing = report.results.find((result) => result.level === 'standard')
  const results = report.results.map((result) =>
    result === failing ? { ...result, outcome: 'failed' as const, message: 'it failed' } : result,
  )
  return { ...report, results, counts: { ...report.counts, passed: results.length - 1, failed: 1 }, reached: level }
}
