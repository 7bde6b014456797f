import { BerthError } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'
import type { GivenItem } from '../plan/mask-value.ts'

/** The items that hold the source's key, as they are: by them a row that comes again replaces itself, and one that is gone is told. */
export function targetKey(
  resource: Resource,
  given: readonly GivenItem[],
  purpose: 'table' | 'follow changes',
): Item[] {
  const items = resource.from.key.map((name) => given.find((item) => item.from === name && item.masked === undefined))
  const known = items.filter((item) => item !== undefined)
  if (known.length === 0 || known.length < items.length) {
    throw new BerthError('KEY_MISSING', { dataset: resource.from.dataset, purpose })
  }
  return known
}
