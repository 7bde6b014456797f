import { fingerprintOf } from '../checks/check-security.ts'
import { parseDuration } from '../notation/duration.ts'
import type { CallerCertificate, ServeSettings, TrustSettings } from '../security-settings.ts'
import type { WrittenManifest } from '../source/written-manifest.ts'
import { bareRecord } from './bare-record.ts'

/** `serve`, with the fingerprints in one form. */
export function normaliseServe({ tls }: NonNullable<WrittenManifest['serve']>): ServeSettings {
  if (tls === undefined) return {}
  const { clients, ...files } = tls
  if (clients === undefined) return { tls: files }
  const callers = Object.entries(clients.callers ?? {}).map(([id, caller]) => [id, normaliseCaller(caller)] as const)
  return { tls: { ...files, clients: { ...clients, callers: bareRecord(Object.fromEntries(callers)) } } }
}

function normaliseCaller({ fingerprints, ...caller }: CallerCertificate): CallerCertificate {
  if (fingerprints === undefined) return caller
  return { ...caller, fingerprints: fingerprints.map((each) => fingerprintOf(each) ?? each) }
}

/** `trust`, with its durations in milliseconds. */
export function normaliseTrust({ revocations, ...trust }: NonNullable<WrittenManifest['trust']>): TrustSettings {
  if (revocations === undefined) return trust
  const { every = 'PT1M', maxAge = 'PT15M' } = revocations
  return { ...trust, revocations: { everyMs: parseDuration(every) ?? 0, maxAgeMs: parseDuration(maxAge) ?? 0 } }
}
