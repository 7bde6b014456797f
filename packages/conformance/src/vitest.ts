import type { Connector } from '@berth/core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { connectorCases } from './cases/all.ts'
import { type CaseResult, countOutcomes, newSeed, runCase } from './runner.ts'
import type { Target } from './target.ts'

export interface DescribeSettings {
  /** The second channel, or what opens it before the first case. */
  readonly target: Target | (() => Promise<Target>)
}

/**
 * The conformance suite as vitest tests: one for each case, named by its id, and the counts at the end. A case whose
 * capability is missing is a test of the refusal; a declared deviation is shown and does not fail.
 */
export function describeConformance(connector: Connector, settings: DescribeSettings): void {
  const seed = newSeed()
  const { name } = connector.manifest
  describe(`conformance of ${name}`, () => {
    const results: CaseResult[] = []
    let target: Target
    beforeAll(async () => {
      target = typeof settings.target === 'function' ? await settings.target() : settings.target
    })
    afterAll(async () => {
      const counts = Object.entries(countOutcomes(results)).map(([outcome, count]) => `${outcome} ${count}`)
      const deviating = results.filter(({ outcome }) => outcome === 'deviating')
      const lines = [
        ...deviating.map(({ id, message }) => `  deviating ${id}: ${message}`),
        ...[...new Set(results.flatMap(({ notes }) => notes))].map((note) => `  not tried: ${note}`),
      ]
      process.stdout.write(`${[`conformance of ${name}: ${counts.join(', ')}, seed ${seed}`, ...lines].join('\n')}\n`)
      await target.close()
    })
    for (const tried of connectorCases) {
      test(`${tried.id} (${tried.clause})`, async () => {
        const result = await runCase(tried, connector, target, seed)
        results.push(result)
        if (result.outcome !== 'failed') return
        const replay = `BERTH_SEED=${seed} vitest -t '${tried.id}'`
        throw new Error(`${tried.clause}: ${result.message}\n  again: ${replay}`, { cause: result.error })
      })
    }
  })
}
