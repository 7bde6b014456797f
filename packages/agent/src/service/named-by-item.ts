import { BerthError } from '@berth/core'
import type { Item } from '@berth/manifest'

/**
 * The error with the item's id where a connector named its column: columns are the inside of a department (SEC-2). The
 * error as it came is the cause, and so in the log.
 */
export function namedByItem(error: BerthError, items: readonly Item[]): BerthError {
  const { column } = error.details
  if (column === undefined) return error
  const item = items.find((each) => each.from === column)?.id ?? '-'
  return new BerthError(error.code, { ...error.details, column: item }, { cause: error, origin: error.origin })
}
