import { type Grade, grades } from '@berth/core'
import type { ItemOutline } from './outline.ts'

/** What a clearance and a grant come to: said here once more, so that the docking's guard is not its own judge. */
export interface ExpectedItems {
  readonly given: readonly string[]
  readonly withheld: readonly { readonly item: string; readonly reason: string }[]
}

/** Which items have to be given to whoever has this clearance and these items granted, and why the others are not (SEC-1). */
export function expectedItems(
  items: readonly ItemOutline[],
  clearance: Grade,
  granted: readonly string[],
): ExpectedItems {
  const judged = items.map(({ id, grade }) => ({ id, reason: reasonOf(grade, clearance, granted.includes(id)) }))
  return {
    given: judged.flatMap(({ id, reason }) => (reason === undefined ? [id] : [])),
    withheld: judged.flatMap(({ id: item, reason }) => (reason === undefined ? [] : [{ item, reason }])),
  }
}

function reasonOf(grade: Grade | undefined, clearance: Grade, granted: boolean): string | undefined {
  if (grade === undefined) return 'NO_GRADE'
  if (grades.indexOf(grade) > grades.indexOf(clearance)) return 'ABOVE_CLEARANCE'
  return granted ? undefined : 'NOT_GRANTED'
}
