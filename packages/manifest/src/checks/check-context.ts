import { nearest } from '../notation/nearest.ts'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenManifest } from '../source/written-manifest.ts'

/** What a check sees: the part of the manifest whose structure is right. */
export interface CheckContext {
  readonly manifest: Sound<WrittenManifest>
  readonly collector: FindingCollector
}

/** Reports `MAN-157` when a connection says of itself what datasets it has, and the one that is named is none of them. */
export function checkDatasetName(
  { manifest, collector }: CheckContext,
  connection: string | undefined,
  name: string | undefined,
  path: Path,
): void {
  if (connection === undefined || name === undefined) return
  const defined = manifest.connections?.[connection]?.datasets
  if (defined === undefined || Object.hasOwn(defined, name)) return
  const allowed = Object.keys(defined)
  collector.report('MAN-157', path, 'value', {
    connection,
    name,
    allowed: allowed.join(', '),
    suggestion: nearest(name, allowed),
  })
}

/** Reports `MAN-150` when a connection that is named does not exist. */
export function checkConnectionName({ manifest, collector }: CheckContext, name: string | undefined, path: Path): void {
  const connections = Object.keys(manifest.connections ?? {})
  if (name === undefined || connections.includes(name) || collector.isSettled(['connections', name])) return
  collector.report('MAN-150', path, 'value', {
    name,
    allowed: connections.join(', '),
    suggestion: nearest(name, connections),
  })
}
