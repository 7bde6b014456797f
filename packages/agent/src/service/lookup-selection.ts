import { BerthError, type Field, type LookupAnswer, type LookupRequest, type ReceiptEntry } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import { maskedAmong, type PermittedItems } from '../guard/permit-items.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import type { GivenItem } from '../plan/mask-value.ts'
import type { Plan, RejectedRow } from '../plan/plan.ts'
import { planColumns } from '../plan/plan-columns.ts'
import { namedByItem } from './named-by-item.ts'

/** What one question found. */
export interface Found {
  /** A JSON array of objects. */
  readonly rows: string
  readonly count: number
  /** The source has more rows than the limit. */
  readonly more: boolean
  /** Where rows are bound: the items that bind each, a JSON array beside `rows`. They are checked, and never given. */
  readonly bounded?: string
}

/**
 * What is asked of a resource for one set of permitted items: the call to the connector but for its keys, and the plan
 * for its answers. Questions share a call only within one selection, so that none reads more than its asker may see.
 */
export class LookupSelection {
  readonly group: string
  readonly itemIds: readonly string[]
  readonly withheld: PermittedItems['withheld']
  /** Names those of the items that are masked. */
  readonly masked: Pick<ReceiptEntry, 'masked'>
  readonly request: Omit<LookupRequest, 'keys'>
  readonly #items: readonly GivenItem[]
  #fields: readonly Field[] | undefined
  #plan: Plan<string> | undefined
  readonly #bounds: readonly Item[]
  #boundPlan: Plan<string> | undefined

  /** `bounds`: the items by which a grant narrows the rows; they are read to be checked. */
  constructor(
    resource: Resource,
    by: readonly Item[],
    limit: number,
    permitted: PermittedItems,
    bounds: readonly Item[] = [],
  ) {
    this.#bounds = bounds
    this.#items = permitted.given
    this.itemIds = permitted.given.map((item) => item.id)
    this.withheld = permitted.withheld
    this.masked = maskedAmong(permitted.given)
    // A column asked by is read only where its charset has to be told; the plan drops it again.
    const declared = by.filter((item) => item.charset !== undefined)
    this.request = {
      dataset: resource.from.dataset,
      columns: planColumns([...permitted.given, ...declared, ...bounds]),
      by: by.map((item) => item.from),
      limit,
      orderBy: resource.from.key,
    }
    const { masked = [] } = this.masked
    this.group = JSON.stringify([
      resource.id,
      by.map((item) => item.id),
      this.itemIds,
      masked,
      bounds.map((item) => item.id),
    ])
  }

  /** Turns the rows of one answer into JSON, or says why that one question has none. */
  answer(fields: readonly Field[], answer: LookupAnswer): Found | BerthError {
    if (answer.error !== undefined) return namedByItem(answer.error, this.#items)
    if (answer.rows.length === 0) return { rows: '[]', count: 0, more: answer.more }
    const { output, rows, rejects } = this.#planFor(fields).run(answer.rows)
    const [reject] = rejects
    // An answer that left a bad row out would be a wrong answer: "no record" where there is one.
    if (reject !== undefined) return this.#refusal(reject)
    const found = { rows: output, count: rows, more: answer.more }
    if (this.#boundPlan === undefined) return found
    const bounded = this.#boundPlan.run(answer.rows)
    const [unread] = bounded.rejects
    return unread === undefined ? { ...found, bounded: bounded.output } : this.#refusal(unread)
  }

  #planFor(fields: readonly Field[]): Plan<string> {
    if (this.#plan === undefined || !sameFields(fields, this.#fields)) {
      this.#plan = compilePlan({ items: this.#items, fields, format: 'json' })
      this.#fields = fields
      this.#boundPlan =
        this.#bounds.length === 0 ? undefined : compilePlan({ items: this.#bounds, fields, format: 'json' })
    }
    return this.#plan
  }

  #refusal({ item: id, code, length }: RejectedRow): BerthError {
    const item = this.#items.find((each) => each.id === id)
    return new BerthError(code, {
      column: id,
      type: item?.type.name ?? '-',
      length,
      maxLength: item?.type.maxLength ?? '-',
      table: item?.codes?.table ?? '-',
      element: item?.element ?? '-',
      problem: code,
    })
  }
}

function sameFields(fields: readonly Field[], known: readonly Field[] | undefined): boolean {
  if (fields === known) return true
  if (known?.length !== fields.length) return false
  return fields.every(({ name, type }, index) => {
    const other = known[index]
    return (
      other?.name === name &&
      other.type.name === type.name &&
      other.type.maxLength === type.maxLength &&
      other.type.precision === type.precision &&
      other.type.scale === type.scale
    )
  })
}
