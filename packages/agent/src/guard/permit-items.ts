import { BerthError, type ReceiptEntry } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import { decide, type Permit } from '@berth/trust'

/** What may leave, and what is held back and why. Together they are all items of the resource. */
export interface PermittedItems {
  /** In the resource's order. */
  readonly given: readonly Item[]
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
  resource: Pick<Resource, 'id' | 'draft' | 'items'>,
  permit: Permit,
  exit: string,
): PermittedItems {
  if (resource.draft) throw new BerthError('RESOURCE_DRAFT', { resource: resource.id })
  if (permit.clearance === undefined)
    throw new BerthError('EXIT_WITHOUT_CLEARANCE', { resource: resource.id, mode: exit })
  const judged = judgeItems(resource.items, permit)
  if (judged.given.length === 0) throw new BerthError('NOTHING_GRANTED', { resource: resource.id })
  return judged
}

/** The decision on each item, whatever comes out: what the receipt of a refusal names too. */
export function judgeItems(items: readonly Item[], permit: Permit): PermittedItems {
  const given: Item[] = []
  const withheld: ReceiptEntry['withheld'][number][] = []
  for (const item of items) {
    const decision = decide(item, permit, item.id)
    if (decision.allowed) given.push(item)
    else withheld.push({ item: item.id, reason: decision.reason })
  }
  return { given, withheld }
}
