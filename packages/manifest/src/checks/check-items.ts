import type { Path } from '../source/path.ts'
import type { Sound, WrittenItem } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'
import { checkItem } from './check-item.ts'

/** The items of a resource or of an operation's input. */
export interface ItemsToCheck {
  readonly path: Path
  readonly items: Sound<Readonly<Record<string, WrittenItem>>>
  /** Who maintains the items that name nobody. */
  readonly maintainer: string | undefined
  readonly maintainerPath: Path
  /** Whether items must be graded by now. */
  readonly graded: boolean
}

/** Checks items, each and against one another. */
export function checkItems(context: CheckContext, { path, items, ...common }: ItemsToCheck): void {
  const byColumn = new Map<string, string>()
  for (const [id, item] of Object.entries(items)) {
    if (item === undefined) continue
    checkItem(context, { path: [...path, id], id, item, ...common })
    const column = item.from ?? id
    const other = byColumn.get(column)
    if (other === undefined) byColumn.set(column, id)
    else context.collector.report('MAN-154', [...path, id, 'from'], 'value', { item: id, other, column })
  }
}
