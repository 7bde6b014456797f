import { type Grade, grades } from '@berth/core'
import { findElement } from '@berth/elements'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenItem, WrittenResource } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

/**
 * Checks that deleted rows can be told: by their key alone, so that every column of the key is that of an item, and one
 * that may leave by each exit in bulk (CHG-2, SEC-1).
 */
export function checkDeleteKey(context: CheckContext, path: Path, resource: Sound<WrittenResource>): void {
  const { collector } = context
  const { changes, key = [] } = resource.from ?? {}
  const by = changes?.by ?? 'column'
  if (changes === undefined || by === 'column' || collector.isSettled([...path, 'items'])) return
  const items = Object.entries(resource.items ?? {})
  for (const [index, column] of key.entries()) {
    const [id, item] = items.find(([name, each]) => (each?.from ?? name) === column) ?? []
    if (id === undefined || item === undefined) {
      collector.report('CHG-105', [...path, 'from', 'key', index], 'value', { column, by })
      continue
    }
    for (const mode of ['file', 'table'] as const) {
      const { clearance, categories } = resource.provide?.[mode] ?? {}
      if (clearance === undefined || resource.draft === true || mayLeave(item, clearance, categories)) continue
      const details = { column, item: id, mode: `provide.${mode}`, by }
      collector.report('CHG-106', [...path, 'provide', mode, 'clearance'], 'value', details)
    }
  }
}

function mayLeave(
  { grade, categories, element }: Sound<WrittenItem>,
  clearance: Grade,
  covered: readonly string[] = ['personal'],
): boolean {
  const own = categories ?? findElement(element ?? '')?.categories ?? []
  const cleared = grade !== undefined && grades.indexOf(grade) <= grades.indexOf(clearance)
  return cleared && own.every((each) => covered.includes(each))
}
