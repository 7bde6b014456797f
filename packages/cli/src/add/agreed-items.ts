import { type Grade, grades } from '@berth/core'
import type { Item } from '@berth/manifest'

/** What each clearance sees of items as they are graded, for a test to hold them to. An item without a grade is seen by nobody. */
export function agreedItems(items: readonly Item[]): Readonly<Record<string, readonly string[]>> {
  const clearances: readonly Grade[] = [1, 2, 3, 4]
  const seenBy = (clearance: Grade): string[] =>
    items
      .filter(({ grade }) => grade !== undefined && grades.indexOf(grade) <= grades.indexOf(clearance))
      .map(({ id }) => id)
  return Object.fromEntries(clearances.map((clearance) => [String(clearance), seenBy(clearance)]))
}

/** As a program writes it, a clearance a line. */
export function agreedText(agreed: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(agreed).map(
    ([clearance, ids]) => `  ${clearance}: [${ids.map((id) => `'${id}'`).join(', ')}],`,
  )
  return ['{', ...lines, '}'].join('\n')
}
