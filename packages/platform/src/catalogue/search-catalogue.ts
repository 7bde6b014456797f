import type { LocalizedText } from '@berth/core'
import type { SharingType } from '@berth/manifest'
import type { Queryable, SqlValue } from '../store/store.ts'
import { foldText } from './search-words.ts'

/** One line of the catalogue. */
export interface CatalogueLine {
  readonly system: string
  readonly systemTitle: LocalizedText
  readonly owner: LocalizedText
  readonly kind: 'resource' | 'operation'
  readonly resource: string
  readonly title: LocalizedText
  readonly summary?: LocalizedText
  /** Absent for an operation. */
  readonly sharing?: { readonly type: SharingType }
  /** How many items it has; for an operation, of its input. */
  readonly items: number
  readonly version: number
  readonly publishedAt: string
}

export interface CatalogueSearch {
  /** Every word has to be found. @default '' */
  readonly words?: string
  /** @default 100 */
  readonly limit?: number
  readonly offset?: number
}

interface LineRow {
  readonly system: string
  readonly system_title: LocalizedText
  readonly owner: LocalizedText
  readonly kind: 'resource' | 'operation'
  readonly id: string
  readonly title: LocalizedText
  readonly summary: LocalizedText | null
  readonly sharing: SharingType | null
  readonly items: number
  readonly version: number
  readonly published_at: Date
  readonly total: number | string
}

const maxWords = 16

/** Finds what is published, by words of titles, items and owners, Chinese or English. */
export async function searchCatalogue(
  store: Queryable,
  search: CatalogueSearch = {},
): Promise<{ total: number; lines: CatalogueLine[] }> {
  const words = foldText(search.words ?? '')
    .split(/[\s,，、。;；]+/u)
    .filter((word) => word !== '' && !word.includes('\0'))
    .slice(0, maxWords)
  const parameters: SqlValue[] = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  const conditions = words.map((_word, index) => `and e.words like $${index + 1}`)
  parameters.push(search.limit ?? 100, search.offset ?? 0)
  const rows = await store.query<LineRow>(
    `select e.system, s.document->'title' as system_title, s.document->'owner'->'title' as owner, e.kind, e.id,
        v.document->'title' as title, v.document->'summary' as summary, v.document->'sharing'->>'type' as sharing,
        jsonb_array_length(coalesce(v.document->'items', v.document->'input')) as items,
        e.version, v.published_at, count(*) over () as total
      from entries e
      join entry_versions v on v.system = e.system and v.id = e.id and v.version = e.version
      join systems s on s.id = e.system
      where e.withdrawn_at is null ${conditions.join(' ')}
      order by e.system, e.kind desc, e.id
      limit $${parameters.length - 1} offset $${parameters.length}`,
    parameters,
  )
  return { total: Number(rows[0]?.total ?? 0), lines: rows.map(lineOf) }
}

function lineOf(row: LineRow): CatalogueLine {
  return {
    system: row.system,
    systemTitle: row.system_title,
    owner: row.owner,
    kind: row.kind,
    resource: row.id,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    ...(row.sharing === null ? {} : { sharing: { type: row.sharing } }),
    items: row.items,
    version: row.version,
    publishedAt: row.published_at.toISOString(),
  }
}
