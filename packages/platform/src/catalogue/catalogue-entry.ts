import type { PublishedOperation, PublishedResource, System } from '@berth/manifest'
import type { Queryable } from '../store/store.ts'

interface EntryFacts {
  readonly system: System
  readonly version: number
  /** An `instant` value. */
  readonly publishedAt: string
  /** Absent while it is published. */
  readonly withdrawnAt?: string
  /** Where the platform reaches the system's agent. Absent: it does not. */
  readonly agentUrl?: string
  /** SHA-256 of the system's manifest as last published, hexadecimal. */
  readonly manifest: string
}

/** One version of a resource or operation, with the system it belongs to. */
export type CatalogueEntry =
  | (EntryFacts & { readonly kind: 'resource'; readonly document: PublishedResource })
  | (EntryFacts & { readonly kind: 'operation'; readonly document: PublishedOperation })

interface EntryRow {
  readonly kind: 'resource' | 'operation'
  readonly version: number
  readonly document: unknown
  readonly published_at: Date
  readonly withdrawn_at: Date | null
  readonly system: System
  readonly agent_url: string | null
  readonly manifest: string
}

/**
 * Reads a resource or operation: the version asked for, also of one that was withdrawn, or without a version the one
 * that is published now. Undefined where there is none.
 */
export async function catalogueEntry(
  store: Queryable,
  system: string,
  id: string,
  version?: number,
): Promise<CatalogueEntry | undefined> {
  const [row] = await store.query<EntryRow>(
    `select v.kind, v.version, v.document, v.published_at, e.withdrawn_at, s.document as system, s.agent_url, s.manifest
      from entries e
      join entry_versions v on v.system = e.system and v.id = e.id
      join systems s on s.id = e.system
      where e.system = $1 and e.id = $2
        and (v.version = $3 or ($3::integer is null and v.version = e.version and e.withdrawn_at is null))`,
    [system, id, version ?? null],
  )
  if (row === undefined) return undefined
  const facts = {
    system: row.system,
    version: row.version,
    publishedAt: row.published_at.toISOString(),
    ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at.toISOString() }),
    ...(row.agent_url === null ? {} : { agentUrl: row.agent_url }),
    manifest: row.manifest,
  }
  return row.kind === 'resource'
    ? { ...facts, kind: 'resource', document: row.document as PublishedResource }
    : { ...facts, kind: 'operation', document: row.document as PublishedOperation }
}

/** The versions of a resource or operation, the newest first. */
export async function entryVersions(
  store: Queryable,
  system: string,
  id: string,
): Promise<{ version: number; publishedAt: string }[]> {
  const rows = await store.query<{ version: number; published_at: Date }>(
    'select version, published_at from entry_versions where system = $1 and id = $2 order by version desc limit 100',
    [system, id],
  )
  return rows.map((row) => ({ version: row.version, publishedAt: row.published_at.toISOString() }))
}
