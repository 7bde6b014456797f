import { type Grade, grades } from '@berth/core'
import type { ItemOutline, ResourceOutline } from './outline.ts'

/** What a clearance and a grant come to: said here once more, so that the docking's guard is not its own judge. */
export interface ExpectedItems {
  readonly given: readonly string[]
  readonly withheld: readonly { readonly item: string; readonly reason: string }[]
}

/** What a receiver may have. */
export interface ExpectedPermit {
  readonly clearance: Grade
  /** @default personal data alone */
  readonly categories?: readonly string[] | undefined
  /** The items granted. @default all */
  readonly items?: readonly string[]
}

/** Which items have to be given to whoever has this permit, masked ones among them, and why the others are not (SEC-1). */
export function expectedItems(resource: ResourceOutline, permit: ExpectedPermit): ExpectedItems {
  const closed = closedTogether(resource, permit)
  const judged = resource.items.map((item) => ({ id: item.id, reason: reasonOf(item, permit, closed) }))
  return {
    given: judged.flatMap(({ id, reason }) => (reason === undefined ? [id] : [])),
    withheld: judged.flatMap(({ id: item, reason }) => (reason === undefined ? [] : [{ item, reason }])),
  }
}

function reasonOf(item: ItemOutline, permit: ExpectedPermit, closed: ReadonlySet<string>): string | undefined {
  const { id, grade, mask } = item
  if (grade === undefined) return 'NO_GRADE'
  if (!covers(permit, grade) && !(mask !== undefined && covers(permit, mask.grade))) return 'ABOVE_CLEARANCE'
  const categories = permit.categories ?? ['personal']
  if (item.categories.some((category) => !categories.includes(category))) return 'CATEGORY_NOT_GRANTED'
  if (!isGranted(permit, id)) return 'NOT_GRANTED'
  return closed.has(id) ? 'AGGREGATE_ABOVE_CLEARANCE' : undefined
}

/** Of items that tell too much together, the one that is kept back: of the highest grade, the last of those. */
function closedTogether({ items, aggregates = [] }: ResourceOutline, permit: ExpectedPermit): ReadonlySet<string> {
  const rank = (id: string): number => rankOf(items.find((item) => item.id === id)?.grade)
  const closed = aggregates
    .filter((rule) => !covers(permit, rule.grade) && rule.items.every((id) => isGranted(permit, id)))
    .flatMap((rule) => rule.items.toSorted((one, other) => rank(one) - rank(other)).slice(-1))
  return new Set(closed)
}

function covers({ clearance }: ExpectedPermit, grade: Grade): boolean {
  return grades.indexOf(grade) <= grades.indexOf(clearance)
}

function isGranted({ items }: ExpectedPermit, id: string): boolean {
  return items?.includes(id) ?? true
}

function rankOf(grade: Grade | undefined): number {
  return grade === undefined ? -1 : grades.indexOf(grade)
}
