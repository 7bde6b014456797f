import type { DockingManifest } from '@berth/manifest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { closed, open } from '../queue/queued-docking.ts'

export { closed, open }

/** The marriage docking with a replica behind its register. */
export function replicaManifest(limit = 1_000_000): DockingManifest {
  const { marriage } = marriageManifest.resources
  if (marriage?.provide.parameter === undefined) throw new TypeError('the manifest has no such resource')
  const replica = { everyMs: 3_600_000, maxAgeMs: 3 * 86_400_000, limit }
  const by = [...marriage.provide.parameter.by, ['note'], ['district', 'valid']]
  const parameter = { ...marriage.provide.parameter, by, offline: 'replica' as const, replica }
  return {
    ...marriageManifest,
    system: { ...marriageManifest.system, hours: 'Mon-Fri 08:30-17:30 Asia/Shanghai' },
    resources: { ...marriageManifest.resources, marriage: { ...marriage, provide: { parameter } } },
  }
}
