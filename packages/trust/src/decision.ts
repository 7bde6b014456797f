import { type Grade, grades, type ItemLabel, type WithheldReason } from '@berth/core'

/** What a consumer may see at most. */
export interface Permit {
  /** The highest grade. Absent: nothing may be seen (SEC-1). */
  readonly clearance?: Grade
  /** The items granted, by id. Absent: the permit does not narrow items, as with the exit of a bulk delivery. */
  readonly items?: readonly string[]
}

/** Whether one item may leave, and why not. */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: WithheldReason }

const allowed: Decision = { allowed: true }
const noGrade: Decision = { allowed: false, reason: 'NO_GRADE' }
const aboveClearance: Decision = { allowed: false, reason: 'ABOVE_CLEARANCE' }
const notGranted: Decision = { allowed: false, reason: 'NOT_GRANTED' }

/**
 * Decides whether an item may leave to whoever holds the permit (SEC-1). Denies unless grade and clearance are both
 * known, the grade is not above the clearance, and the item is among those granted. Pure and total: what is absent or
 * not a grade of the contract denies, nothing throws.
 */
export function decide(label: ItemLabel, permit: Permit, itemId: string): Decision {
  const grade = rank(label.grade)
  if (grade < 0) return noGrade
  if (grade > rank(permit.clearance)) return aboveClearance
  if (permit.items !== undefined && !permit.items.includes(itemId)) return notGranted
  return allowed
}

function rank(grade: Grade | undefined): number {
  return grade === undefined ? -1 : grades.indexOf(grade)
}
