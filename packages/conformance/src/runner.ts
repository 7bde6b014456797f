import type { Connector } from '@berth/core'
import { type ConformanceCase, declares } from './case.ts'
import { caseContext } from './case-context.ts'
import { connectorCases } from './cases/all.ts'
import { ConformanceFailure } from './expect.ts'
import { tryMissing } from './inverse.ts'
import { randomFrom } from './random.ts'
import type { Target } from './target.ts'

/**
 * What came of a case. `not-applicable`: the connector does not declare what it needs, and refuses it as it should.
 * `deviating`: it fails, and the manifest says so with a reason.
 */
export type Outcome = 'passed' | 'failed' | 'not-applicable' | 'deviating'

export interface CaseResult {
  readonly id: string
  readonly clause: string
  readonly outcome: Outcome
  /** What was wrong, the reason of the deviation, or the capability that is missing. */
  readonly message?: string
  /** What could not be tried on this target. */
  readonly notes: readonly string[]
  /** What was thrown, where the outcome is `failed`. */
  readonly error?: unknown
  /** Gives the same data again. */
  readonly seed: number
  readonly durationMs: number
}

export interface ConformanceReport {
  readonly connector: string
  readonly seed: number
  readonly results: readonly CaseResult[]
  readonly counts: Readonly<Record<Outcome, number>>
}

export interface RunSettings {
  readonly target: Target
  /** @default a new one for each run */
  readonly seed?: number
  /** Only these cases, by id. */
  readonly only?: readonly string[]
}

/** Tries a connector with every case, one after the other. Never rejects because of the connector. */
export async function runConformance(connector: Connector, settings: RunSettings): Promise<ConformanceReport> {
  const seed = settings.seed ?? newSeed()
  const results: CaseResult[] = []
  for (const tried of connectorCases) {
    if (settings.only !== undefined && !settings.only.includes(tried.id)) continue
    results.push(await runCase(tried, connector, settings.target, seed))
  }
  return { connector: connector.manifest.name, seed, results, counts: countOutcomes(results) }
}

/** Tries one case. A declared deviation that passes is a failure too: the manifest says what is not so. */
export async function runCase(
  tried: ConformanceCase,
  connector: Connector,
  target: Target,
  seed: number,
): Promise<CaseResult> {
  const started = performance.now()
  const missing = tried.needs.find((need) => !declares(connector.manifest.capabilities, need))
  const deviation = connector.manifest.deviations.find((known) => known.case === tried.id)
  const { context, notes, end } = caseContext(connector, target, randomFrom(seed))
  const done = (outcome: Outcome, message?: string, error?: unknown): CaseResult => ({
    id: tried.id,
    clause: tried.clause,
    outcome,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error }),
    notes,
    seed,
    durationMs: Math.round(performance.now() - started),
  })
  try {
    try {
      if (missing === undefined) await tried.run(context)
      else await tryMissing(context, missing)
    } finally {
      await end()
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return deviation === undefined ? done('failed', message, error) : done('deviating', deviation.reason)
  }
  if (missing !== undefined) return done('not-applicable', `${missing} is not declared`)
  if (deviation === undefined) return done('passed')
  const message = `passes, although the manifest declares a deviation: ${deviation.reason}`
  return done('failed', message, new ConformanceFailure(message))
}

/** How many results there are of each outcome. */
export function countOutcomes(results: readonly CaseResult[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, 'not-applicable': 0, deviating: 0 }
  for (const { outcome } of results) counts[outcome] += 1
  return counts
}

/** The seed given in the environment variable `BERTH_SEED`, or a new one. */
export function newSeed(): number {
  const given = Number(process.env['BERTH_SEED'])
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 0xffffffff) + 1
}
