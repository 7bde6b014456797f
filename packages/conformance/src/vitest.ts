import type { Connector } from '@berth/core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { connectorCases } from './connector/cases/all.ts'
import { connectorKit, systemOf } from './connector/connector-kit.ts'
import type { Target } from './connector/target.ts'
import { holdRecord, type RecordSettings } from './report/level-record.ts'
import { writeRun } from './report/write-run.ts'
import { type CaseResult, countOutcomes, notesOf } from './run/result.ts'
import type { RoleCase, RoleKit } from './run/role-case.ts'
import { isNamed, newSeed, runCase, runResult } from './run/run-cases.ts'

export interface DescribeSettings {
  /** The second channel, or what opens it before the first case. */
  readonly target: Target | (() => Promise<Target>)
  /** SHA-256 of the packages that are tried, by name and version. @default none */
  readonly digests?: Readonly<Record<string, string>>
  /**
   * Only these cases, by id, by the beginning of one up to a `/`, or by clause: for a second system of a kind that a whole run has tried.
   * A run of some has no `record`. @default all
   */
  readonly only?: readonly string[]
  /** Keeps the level that was reached beside the connector, and fails where a run reaches another. `BERTH_RECORD=1` writes it anew. */
  readonly record?: RecordSettings
}

/**
 * The conformance suite as vitest tests: one for each case, named by its id, and the counts at the end. A case whose
 * capability is missing is a test of the refusal; an exemption is shown and does not fail.
 */
export function describeConformance(connector: Connector, settings: DescribeSettings): void {
  let target: Target
  const { only } = settings
  const cases = connectorCases.filter((tried) => only?.some((name) => isNamed(tried, name)) ?? true)
  describeCases(`conformance of ${connector.manifest.name}`, cases, {
    open: async () => {
      target = typeof settings.target === 'function' ? await settings.target() : settings.target
      const { digests = {} } = settings
      const system = await systemOf(connector, target)
      return connectorKit(connector, { target, digests, ...(system === undefined ? {} : { system }) })
    },
    close: () => target.close(),
    ...(settings.record === undefined ? {} : { record: settings.record }),
  })
}

export interface OpenedKit<Context, Case extends RoleCase<Context>> {
  /** Opens what is tried, before the first case. */
  open(): Promise<RoleKit<Context, Case>>
  close(): Promise<void>
  readonly record?: RecordSettings
}

/** The cases of any role as vitest tests. With `BERTH_REPORT=<folder>` the run is written there as a report, in every form. */
export function describeCases<Context, Case extends RoleCase<Context>>(
  title: string,
  cases: readonly Case[],
  { open, close, record }: OpenedKit<Context, Case>,
): void {
  const seed = newSeed()
  const started = Date.now()
  describe(title, () => {
    const results: CaseResult[] = []
    let kit: RoleKit<Context, Case>
    beforeAll(async () => {
      kit = await open()
    })
    afterAll(async () => {
      const counts = Object.entries(countOutcomes(results)).map(([outcome, count]) => `${outcome} ${count}`)
      const lines = [
        ...results.flatMap(({ id, exemption }) =>
          exemption === undefined
            ? []
            : [`  exempted ${id}: ${exemption.reason} (${exemption.owner}, until ${exemption.expires})`],
        ),
        ...notesOf(results).map(({ en }) => `  not tried: ${en}`),
      ]
      process.stdout.write(`${[`${title}: ${counts.join(', ')}, seed ${seed}`, ...lines].join('\n')}\n`)
      const folder = process.env['BERTH_REPORT']
      if (folder !== undefined && results.length > 0) await writeRun(runResult(kit, seed, started, results), folder)
      await close()
    })
    for (const tried of cases) {
      test(`${tried.id} (${tried.clause})`, async () => {
        const result = await runCase(kit, tried, seed)
        results.push(result)
        if (result.outcome !== 'failed') return
        const replay = `BERTH_SEED=${seed} vitest -t '${tried.id}'`
        throw new Error(`${tried.clause}: ${result.message}\n  again: ${replay}`, { cause: result.error })
      })
    }
    if (record !== undefined) {
      test('the level on record is the one that is reached', async () => {
        await holdRecord(record, runResult(kit, seed, started, results))
      })
    }
  })
}
