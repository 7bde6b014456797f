import type { Publication, PublishedOperation, PublishedResource, System } from '@berth/manifest'
import type { Queryable } from '../store/store.ts'

interface SystemRow {
  readonly document: System
  readonly manifest: string
  readonly docking_version: string | null
}

interface DocumentRow {
  readonly kind: 'resource' | 'operation'
  readonly document: unknown
}

/** What a system has published by now, as it published it, but for where its agent is. Undefined where it never did. */
export async function publishedSystem(store: Queryable, system: string): Promise<Publication | undefined> {
  const [row] = await store.query<SystemRow>('select document, manifest, docking_version from systems where id = $1', [
    system,
  ])
  if (row === undefined) return undefined
  const entries = await store.query<DocumentRow>(
    `select v.kind, v.document from entries e
      join entry_versions v on v.system = e.system and v.id = e.id and v.version = e.version
      where e.system = $1 and e.withdrawn_at is null order by e.id`,
    [system],
  )
  const documents = (kind: DocumentRow['kind']): unknown[] =>
    entries.filter((entry) => entry.kind === kind).map(({ document }) => document)
  return {
    berth: 1,
    ...(row.docking_version === null ? {} : { version: row.docking_version }),
    system: row.document,
    manifest: row.manifest,
    resources: documents('resource') as PublishedResource[],
    operations: documents('operation') as PublishedOperation[],
  }
}
