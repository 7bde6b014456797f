import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { Publication, PublishedOperation, PublishedResource } from '@berth/manifest'
import { canonicalJson } from '@berth/trust'
import type { PlatformContext } from '../platform-context.ts'
import type { Queryable } from '../store/store.ts'
import { searchWords } from './search-words.ts'

/** What came of a publication: the system's count of publications, and whether this one was new. */
export interface PublishResult {
  readonly version: number
  readonly changed: boolean
}

interface NewEntry {
  readonly id: string
  readonly kind: 'resource' | 'operation'
  readonly document: PublishedResource | PublishedOperation
  readonly digest: string
  readonly words: string
}

interface KnownEntry {
  readonly id: string
  readonly version: number
  readonly digest: string
}

/**
 * Puts a checked publication in place of the one before, whole or not at all. What is the same keeps its version; what
 * is no longer there is withdrawn, its versions stay readable. The manifest's digest alone makes no new publication.
 */
export async function publish(context: PlatformContext, publication: Publication): Promise<PublishResult> {
  const { manifest, ...content } = publication
  const digest = digestOf(content)
  const entries = entriesOf(publication)
  const at = new Date(context.now())
  return context.store.transaction(async (transaction) => {
    const version = await lockSystem(transaction, publication, at)
    if (version.digest === digest) {
      await transaction.query('update systems set manifest = $2 where id = $1', [publication.system.id, manifest])
      return { version: version.number, changed: false }
    }
    await replaceEntries(transaction, publication.system.id, entries, at)
    await transaction.query(
      `update systems set document = $2, agent_url = $3, manifest = $4, digest = $5, version = version + 1,
        published_at = $6, docking_version = $7 where id = $1`,
      [
        publication.system.id,
        JSON.stringify(publication.system),
        publication.agentUrl ?? null,
        manifest,
        digest,
        at,
        publication.version ?? null,
      ],
    )
    return { version: version.number + 1, changed: true }
  })
}

async function lockSystem(
  transaction: Queryable,
  publication: Publication,
  at: Date,
): Promise<{ number: number; digest: string }> {
  const { id } = publication.system
  await transaction.query(
    `insert into systems (id, document, manifest, digest, version, published_at) values ($1, $2, $3, '', 0, $4)
      on conflict (id) do nothing`,
    [id, JSON.stringify(publication.system), publication.manifest, at],
  )
  const [row] = await transaction.query<{ version: number; digest: string }>(
    'select version, digest from systems where id = $1 for update',
    [id],
  )
  if (row === undefined) throw new BerthError('INTERNAL', { subject: 'system row' })
  return { number: row.version, digest: row.digest }
}

async function replaceEntries(
  transaction: Queryable,
  system: string,
  entries: readonly NewEntry[],
  at: Date,
): Promise<void> {
  const known = new Map<string, KnownEntry>()
  for (const row of await transaction.query<KnownEntry>('select id, version, digest from entries where system = $1', [
    system,
  ])) {
    known.set(row.id, row)
  }
  for (const entry of entries) {
    const before = known.get(entry.id)
    known.delete(entry.id)
    const version = before === undefined ? 1 : before.version + (before.digest === entry.digest ? 0 : 1)
    await transaction.query(
      `insert into entries (system, id, kind, version, digest, words) values ($1, $2, $3, $4, $5, $6)
        on conflict (system, id) do update set kind = excluded.kind, version = excluded.version,
        digest = excluded.digest, words = excluded.words, withdrawn_at = null`,
      [system, entry.id, entry.kind, version, entry.digest, entry.words],
    )
    if (version === before?.version) continue
    await transaction.query(
      `insert into entry_versions (system, id, version, kind, digest, document, published_at)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [system, entry.id, version, entry.kind, entry.digest, JSON.stringify(entry.document), at],
    )
  }
  for (const id of known.keys()) {
    await transaction.query(
      'update entries set withdrawn_at = $3 where system = $1 and id = $2 and withdrawn_at is null',
      [system, id, at],
    )
  }
}

function entriesOf(publication: Publication): NewEntry[] {
  const { system } = publication
  return [
    ...publication.resources.map((document) => ({
      id: document.id,
      kind: 'resource' as const,
      document,
      digest: digestOf({ kind: 'resource', document }),
      words: searchWords(system, document, document.items),
    })),
    ...publication.operations.map((document) => ({
      id: document.id,
      kind: 'operation' as const,
      document,
      digest: digestOf({ kind: 'operation', document }),
      words: searchWords(system, document, document.input),
    })),
  ]
}

function digestOf(content: unknown): string {
  try {
    return createHash('sha256').update(canonicalJson(content)).digest('hex')
  } catch (cause) {
    throw new BerthError('PUBLICATION_REFUSED', { problem: 'document (half a character)' }, { cause })
  }
}
