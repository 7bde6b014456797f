import { nearest } from '../notation/nearest.ts'
import type { FindingCollector } from '../rules/finding-collector.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenManifest } from '../source/written-manifest.ts'

/** What a check sees: the part of the manifest whose structure is right. */
export interface CheckContext {
  readonly manifest: Sound<WrittenManifest>
  readonly collector: FindingCollector
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
