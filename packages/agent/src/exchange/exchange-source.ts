import type { ChangeDetection } from '@berth/core'
import type { DockingManifest, Resource } from '@berth/manifest'

/** What cursors of a resource belong to: the connector, the dataset and how it is read. Not where it is, nor its columns. */
export function sourceName(manifest: DockingManifest, resource: Resource): string {
  const { connection, dataset, key } = resource.from
  const { use } = manifest.connections[connection] ?? { use: connection }
  return JSON.stringify([use, dataset, key, detectionName(resource)])
}

/** How the source is asked what changed. Undefined: it is not; everything is read. */
export function detectionOf({ from: { key, changes } }: Resource): ChangeDetection | undefined {
  switch (changes?.by) {
    case 'column':
      return { kind: 'column', column: changes.column, key, overlap: changes.overlap }
    case 'log':
      return { kind: 'log', key, ...(changes.name === undefined ? {} : { name: changes.name }) }
    case 'outbox': {
      const { dataset, lateCommitMs } = changes
      return { kind: 'outbox', key, dataset, ...(lateCommitMs === undefined ? {} : { lateCommitMs }) }
    }
    default:
      return undefined
  }
}

function detectionName({ from: { changes } }: Resource): string | null | readonly (string | undefined)[] {
  switch (changes?.by) {
    case undefined:
      return null
    case 'column':
      return changes.column
    case 'log':
      return [changes.by, changes.name]
    case 'outbox':
      return [changes.by, changes.dataset]
    case 'snapshot':
      return [changes.by]
  }
}
