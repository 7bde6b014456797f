import { type Connector, openSession } from '@berth/core'
import type { RunResult } from '../run/result.ts'
import type { RoleKit } from '../run/role-case.ts'
import { type RunSettings, runCases } from '../run/run-cases.ts'
import { type CaseContext, type ConformanceCase, declares } from './case.ts'
import { caseContext } from './case-context.ts'
import { connectorCases } from './cases/all.ts'
import { tryMissing } from './inverse.ts'
import type { Target } from './target.ts'

export interface ConnectorKitSettings {
  /** The second channel to the system. */
  readonly target: Target
  /** SHA-256 of the packages that are tried, by name and version. @default none */
  readonly digests?: Readonly<Record<string, string>>
  /** What the system calls itself. @default unknown; `systemOf` asks */
  readonly system?: string
}

/** The cases for a connector, tried on one system. */
export function connectorKit(
  connector: Connector,
  { target, digests = {}, system }: ConnectorKitSettings,
): RoleKit<CaseContext, ConformanceCase> {
  const { name, capabilities, exemptions } = connector.manifest
  return {
    role: 'connector',
    subject: { name, digests, ...(system === undefined ? {} : { system }) },
    cases: connectorCases,
    exemptions,
    missing: ({ needs }) => needs.find((need) => !declares(capabilities, need)),
    tryMissing,
    open: async (random) => caseContext(connector, target, random),
  }
}

/** Tries a connector with every case, one after the other. Never rejects because of the connector. */
export async function runConformance(
  connector: Connector,
  settings: RunSettings & ConnectorKitSettings,
): Promise<RunResult> {
  const system = settings.system ?? (await systemOf(connector, settings.target))
  return await runCases(connectorKit(connector, { ...settings, ...(system === undefined ? {} : { system }) }), settings)
}

/** Product and version of what a target leads to, in its own words. Undefined where it does not answer: the cases will tell why. */
export async function systemOf(connector: Connector, target: Target): Promise<string | undefined> {
  try {
    await using session = await openSession(connector, target.options, { datasets: target.datasets?.() ?? {} })
    return (await session.ping()).product
  } catch {
    return undefined
  }
}
