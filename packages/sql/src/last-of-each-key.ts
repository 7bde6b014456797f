import type { Value } from '@berth/core'

/** One for each key, in the order in which the keys came last: what came last of a key is what holds. */
export function lastOfEachKey<Item>(items: readonly Item[], keyOf: (item: Item) => readonly Value[]): Item[] {
  const last: Map<string, Item> = new Map()
  for (const item of items) {
    const name = JSON.stringify(keyOf(item).map((value) => (value instanceof Uint8Array ? Array.from(value) : value)))
    last.delete(name)
    last.set(name, item)
  }
  return [...last.values()]
}
