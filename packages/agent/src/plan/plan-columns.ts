import type { ColumnSelection } from '@berth/core'
import type { Item } from '@berth/manifest'

/**
 * The columns to select for these items, each once. Give it the items that may leave: a column that only withheld
 * items come from is not even read (SEC-1).
 */
export function planColumns(items: readonly Item[]): ColumnSelection[] {
  const columns = new Map<string, ColumnSelection>()
  for (const item of items) {
    if (columns.has(item.from)) continue
    columns.set(
      item.from,
      item.charset === undefined ? { name: item.from } : { name: item.from, charset: item.charset },
    )
  }
  return [...columns.values()]
}
