import { BerthError } from '@berth/core'
import type { Item, Resource } from '@berth/manifest'

/**
 * Reads `item=value` words into the values that a resource is asked by, in canonical form. Throws
 * `PARAMETER_INVALID` for a word without `=`; whether items and values are right is checked where they are asked.
 */
export function givenValues(resource: Resource, words: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new BerthError('PARAMETER_INVALID', { parameter: 'ITEM=VALUE', problem: 'ITEM=VALUE' })
      const id = word.slice(0, at)
      const item = resource.items.find((each) => each.id === id)
      return [id, canonical(item, word.slice(at + 1))]
    }),
  )
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
