import { BerthError, type ReceiptEntry } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import { decideTogether, type Permit } from '@berth/trust'
import { type GivenItem, maskedItem } from '../plan/mask-value.ts'

/** What may leave, and what is held back and why. Together they are all items of the resource. */
export interface PermittedItems {
  /** In the resource's order. One that may leave masked only is not the resource's own item, but stands for it. */
  readonly given: readonly GivenItem[]
  readonly withheld: ReceiptEntry['withheld']
}

/**
 * The guard, the only exit of the agent: decides item by item what a permit lets out of a resource (SEC-1). Everything
 * that reads for an exchange or an answer reads only the columns of `given`.
 *
 * Throws `RESOURCE_DRAFT` for a resource that was not reviewed, `EXIT_WITHOUT_CLEARANCE` when the permit names no
 * clearance (`exit` names the exit in it), and `NOTHING_GRANTED` when no item may leave.
 */
export function permitItems(
  resource: Pick<Resource, 'id' | 'draft' | 'items' | 'aggregates'>,
  permit: Permit,
  exit: string,
): PermittedItems {
  if (resource.draft) throw new BerthError('RESOURCE_DRAFT', { resource: resource.id })
  if (permit.clearance === undefined)
    throw new BerthError('EXIT_WITHOUT_CLEARANCE', { resource: resource.id, mode: exit })
  const judged = judgeItems(resource, permit)
  if (judged.given.length === 0) throw new BerthError('NOTHING_GRANTED', { resource: resource.id })
  return judged
}

/** The decision on each item, whatever comes out: what the receipt of a refusal names too. */
export function judgeItems(
  { items, aggregates }: Pick<Resource, 'items' | 'aggregates'>,
  permit: Permit,
): PermittedItems {
  const given: GivenItem[] = []
  const withheld: ReceiptEntry['withheld'][number][] = []
  const decisions = decideTogether(items, permit, aggregates)
  for (const [index, item] of items.entries()) {
    const decision = decisions[index]
    if (decision?.allowed === true) given.push(leaving(item, decision.masked))
    else withheld.push({ item: item.id, reason: decision?.reason ?? 'NO_GRADE' })
  }
  return { given, withheld }
}

/** The ids of the items that are given masked, as receipts name them: nothing where none is. */
export function maskedAmong(items: readonly GivenItem[]): Pick<ReceiptEntry, 'masked'> {
  const masked = items.filter((item) => item.masked !== undefined).map(({ id }) => id)
  return masked.length === 0 ? {} : { masked }
}

/** The permit of an exit in bulk, as the manifest states it. */
export function exitPermit({ clearance, categories }: Permit): Permit {
  return {
    ...(clearance === undefined ? {} : { clearance }),
    ...(categories === undefined ? {} : { categories }),
  }
}

function leaving(item: Item, masked: boolean): GivenItem {
  return masked && item.mask !== undefined ? maskedItem(item, item.mask) : item
}
