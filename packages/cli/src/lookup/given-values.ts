import { BerthError } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'

/**
 * Reads `item=value` words into the values that a resource is asked by, in canonical form. Throws
 * `PARAMETER_INVALID` for a word without `=` and an
 * item given twice, and `PARAMETER_UNKNOWN`, with what may be asked by, for an item that nothing can be asked by. The
 * values are checked where they are asked.
 */
export function givenValues(resource: Resource, words: readonly string[]): Record<string, string | number | boolean> {
  const given = new Map<string, string | number | boolean>()
  for (const word of words) {
    const at = word.indexOf('=')
    if (at < 1) throw new BerthError('PARAMETER_INVALID', { parameter: 'VALUES', problem: 'ITEM=VALUE' })
    const id = word.slice(0, at)
    if (given.has(id)) throw new BerthError('PARAMETER_INVALID', { parameter: id, problem: `${id}=… ${id}=…` })
    const by = resource.draft ? undefined : resource.provide.parameter?.by
    if (by?.every((set) => !set.includes(id)) === true) {
      const offered = by.map((set) => set.join('+')).join(', ')
      throw new BerthError('PARAMETER_UNKNOWN', { parameter: id, offered })
    }
    const item = resource.items.find((each) => each.id === id)
    given.set(id, canonical(item, word.slice(at + 1)))
  }
  return Object.fromEntries(given)
}

function canonical(item: Item | undefined, text: string): string | number | boolean {
  switch (item?.type.name) {
    case 'integer':
    case 'double':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text
    default:
      return text
  }
}
