import { judgeItems } from '@berth/agent'
import { type Grade, grades, type Language, type LocalizedText, type Receipt, type WithheldReason } from '@berth/core'
import type { DockingManifest, Item, Resource } from '@berth/manifest'
import { messageCatalogue } from '../messages/catalogue.ts'
import { openedState } from '../receipts/docking-chain.ts'
import { statePages } from '../receipts/receipt-pages.ts'
import type { CheckPoint } from './check-points.ts'
import type { ErrorView, RecentError } from './recent-errors.ts'

/** What becomes of an item under a clearance that covers its category. */
export type Sight = 'given' | 'masked' | WithheldReason

/** What the page shows of an item. */
export interface PageItem extends Pick<Item, 'id' | 'title' | 'from' | 'categories'> {
  readonly type: string
  readonly grade?: Grade
  /** By clearance, in the order of `grades`. */
  readonly sights: readonly Sight[]
}

/** What the page shows of a resource. */
export interface PageResource extends Pick<Resource, 'id' | 'title' | 'draft'> {
  readonly dataset: string
  readonly items: readonly PageItem[]
  /** Sets of items that it may be asked by; none where it is a draft. */
  readonly by: readonly (readonly string[])[]
}

/** What the page shows of a receipt: who saw what and when, and no values. */
export type PageReceipt = Pick<Receipt, 'number' | 'at' | 'resource' | 'outcome' | 'consumer' | 'rows'> &
  Partial<Pick<Receipt, 'code' | 'purpose'>> & { readonly items: number; readonly withheld: number }

/** All that the page shows but rows, which it asks for one by one. */
export interface PageState {
  readonly system: { readonly id: string; readonly title: LocalizedText } | null
  /** Whether the manifest as it is now can be used. If not, what is shown is from the last one that could. */
  readonly sound: boolean
  readonly agent: { readonly address?: string; readonly problem?: ErrorView }
  readonly points: readonly CheckPoint[]
  /** Product and version by connection, where the system was reached. */
  readonly systems: Readonly<Record<string, string>>
  readonly clearances: readonly Grade[]
  readonly resources: readonly PageResource[]
  /** The newest first. */
  readonly receipts: readonly PageReceipt[]
  readonly errors: readonly RecentError[]
}

/** How many receipts the page shows. */
const lastReceipts = 50

/** A resource as the page shows it. */
export function pageResource(resource: Resource): PageResource {
  const sights = grades.map((clearance) => sightsOf(resource, clearance))
  return {
    id: resource.id,
    title: resource.title,
    draft: resource.draft,
    dataset: resource.from.dataset,
    by: resource.draft ? [] : (resource.provide.parameter?.by ?? []),
    items: resource.items.map(({ id, title, type, grade, categories, from }) => ({
      id,
      title,
      from,
      categories,
      type: type.name,
      ...(grade === undefined ? {} : { grade }),
      sights: sights.map((each) => each.get(id) ?? 'NO_GRADE'),
    })),
  }
}

/** What a clearance that covers every category of the resource sees of its items. */
function sightsOf(resource: Resource, clearance: Grade): ReadonlyMap<string, Sight> {
  const categories = [...new Set(resource.items.flatMap((item) => item.categories))]
  const { given, withheld } = judgeItems(resource, { clearance, categories })
  return new Map<string, Sight>([
    ...given.map(({ id, masked }) => [id, masked === undefined ? 'given' : 'masked'] as const),
    ...withheld.map(({ item, reason }) => [item, reason] as const),
  ])
}

/** The newest receipts of a docking. Rejects as its state does. */
export async function pageReceipts(manifest: DockingManifest): Promise<readonly PageReceipt[]> {
  await using state = openedState(manifest)
  if (state === undefined) return []
  const last = (await state.receiptKeeping.last())?.number ?? 0
  const receipts: PageReceipt[] = []
  for await (const page of statePages(state, Math.max(0, last - lastReceipts))) {
    for (const { number, at, resource, outcome, code, consumer, purpose, rows, items, withheld } of page) {
      const about = { number, at, resource, outcome, consumer, rows }
      const more = { ...(code === undefined ? {} : { code }), ...(purpose === undefined ? {} : { purpose }) }
      receipts.push({ ...about, ...more, items: items.length, withheld: withheld.length })
    }
  }
  return receipts.toReversed()
}

const wordGroups = /^(?:page|origin|withheld|outcome|receipts)\./

/** The words of the page in both languages, by their names in the catalogue of messages. */
export function pageWords(): Readonly<Record<string, Readonly<Record<Language, string>>>> {
  return Object.fromEntries(Object.entries(messageCatalogue).filter(([key]) => wordGroups.test(key)))
}
