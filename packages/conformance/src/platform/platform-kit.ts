import type { Exemption, Secret } from '@berth/core'
import type { RunResult } from '../run/result.ts'
import type { RoleKit } from '../run/role-case.ts'
import { type RunSettings, runCases } from '../run/run-cases.ts'
import type { PlatformCase, PlatformCaseContext } from './case.ts'
import { type PlatformRun, platformCaseContext, runName } from './case-context.ts'
import { platformCases } from './cases/all.ts'
import type { PlatformInterposer } from './interposer.ts'
import type { KitAgentSettings } from './kit-agent.ts'

export interface PlatformKitSettings {
  /** Where the platform is. */
  readonly url: string
  /** The administrator's token. Without it only what anybody may call is tried, and every other case fails. */
  readonly adminToken?: Secret
  /** Where the kit's own agent listens, and how the platform reaches it. @default any free port of this machine's loopback */
  readonly agent?: KitAgentSettings
  /** For one request, the last byte of its answer included. @default 60000 */
  readonly requestTimeoutMs?: number
  /**
   * Sets the platform's clock so many milliseconds ahead of the real time; 0 sets it right. Where it is absent, what
   * expires is put on record as not tried.
   */
  readonly shiftClock?: (ms: number) => void | Promise<void>
  /** What may fail, by whom and until when. @default nothing */
  readonly exemptions?: readonly Exemption[]
  /** Puts a defect in between. */
  readonly interpose?: () => PlatformInterposer
}

/**
 * The cases for a platform, tried at an address. The kit enrols one system and one consumer for the run, and a few more
 * where a case is about them; their names begin with `kit-`. What it publishes is withdrawn and what it grants is
 * revoked behind each case. Parties, versions of what was published, batches and receipts stay: nothing in the protocol removes them.
 */
export function platformKit(settings: PlatformKitSettings): RoleKit<PlatformCaseContext, PlatformCase> {
  const run: PlatformRun = {
    url: settings.url,
    adminToken: settings.adminToken,
    agent: settings.agent ?? {},
    requestTimeoutMs: settings.requestTimeoutMs ?? 60_000,
    shiftClock: settings.shiftClock,
    interpose: settings.interpose,
    parties: new Map(),
    name: runName(),
    made: 0,
  }
  return {
    role: 'platform',
    subject: { name: settings.url, digests: {} },
    cases: platformCases,
    exemptions: settings.exemptions ?? [],
    missing: () => undefined,
    tryMissing: () => Promise.resolve(),
    open: async (random) => platformCaseContext(run, random),
  }
}

/** Tries a platform with every case, one after the other. Never rejects because of the platform. */
export async function runPlatformConformance(settings: RunSettings & PlatformKitSettings): Promise<RunResult> {
  return await runCases(platformKit(settings), settings)
}
