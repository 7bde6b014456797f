import { nearest } from '../notation/nearest.ts'
import { shown } from '../schema/likely-value.ts'
import type { EntryPart } from '../source/manifest-source.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenItem } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

/** Reports `MAN-151` when an item that is named at `path` is not among those at `itemsPath`. */
export function checkItemName(
  { collector }: CheckContext,
  name: string,
  items: Sound<Readonly<Record<string, WrittenItem>>> | undefined,
  itemsPath: Path,
  path: Path,
  part: EntryPart = 'value',
): void {
  if ((items !== undefined && Object.hasOwn(items, name)) || collector.isSettled([...itemsPath, name])) return
  collector.report('MAN-151', path, part, { name: shown(name), suggestion: itemMeant(name, items ?? {}) })
}

/** An item by that column, else the nearest id. */
function itemMeant(name: string, items: Sound<Readonly<Record<string, WrittenItem>>>): string | undefined {
  const byColumn = Object.entries(items).find(([, item]) => item?.from === name)
  return byColumn?.[0] ?? nearest(name, Object.keys(items))
}
