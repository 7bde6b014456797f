import type { ConnectorSession, Cursor, RowBatch } from '@berth/core'
import { BerthError } from '@berth/core'
import type { DockingManifest, Item, Resource } from '@berth/manifest'
import { planColumns } from '../plan/plan-columns.ts'

/** What cursors of a resource belong to: the connector, the dataset and how it is read. Not where it is, nor its columns. */
export function sourceName(manifest: DockingManifest, resource: Resource): string {
  const { connection, dataset, key, changes } = resource.from
  const { use } = manifest.connections[connection] ?? { use: connection }
  return JSON.stringify([use, dataset, key, changes === undefined ? null : changes.column])
}

/** Reads the columns of the items that may leave: what changed where the resource says how that is told, else everything. */
export function readSource(
  session: ConnectorSession,
  resource: Resource,
  given: readonly Item[],
  settings: {
    readonly batchRows: number
    readonly after: Cursor | undefined
    readonly signal: AbortSignal | undefined
  },
): AsyncIterable<RowBatch> {
  const { dataset, key, changes } = resource.from
  const { batchRows, after, signal } = settings
  const request = { dataset, columns: planColumns(given), batchRows, ...(after === undefined ? {} : { after }) }
  const options = signal === undefined ? {} : { signal }
  if (changes === undefined) return session.scan(key.length === 0 ? request : { ...request, key }, options)
  const by = { kind: 'column' as const, column: changes.column, key, overlap: changes.overlap }
  return upsertsOnly(session.manifest.name, session.changes({ ...request, by }, options))
}

/** No exit carries deletions yet: one that comes is refused, not lost. */
async function* upsertsOnly(
  connector: string,
  batches: ReturnType<ConnectorSession['changes']>,
): AsyncIterable<RowBatch> {
  for await (const batch of batches) {
    if (batch.kinds?.includes('delete') === true) {
      throw new BerthError('NOT_SUPPORTED', { connector, capability: 'changes.deletes, at this exit' })
    }
    yield batch
  }
}
