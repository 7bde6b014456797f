import { type Grade, grades, type ItemLabel, type WithheldReason } from '@berth/core'

/** What a consumer may see at most: a grade, a set of categories, and the items granted. */
export interface Permit {
  /** The highest grade. Absent: nothing may be seen (SEC-1). */
  readonly clearance?: Grade
  /** The categories that may be seen. Absent: `categoriesOfGradeAlone`. Empty: items without a category only. */
  readonly categories?: readonly string[]
  /** The items granted, by id. Absent: the permit does not narrow items, as with the exit of a bulk delivery. */
  readonly items?: readonly string[]
}

/** What a clearance covers that names a grade and no categories. Every other category has to be named. */
export const categoriesOfGradeAlone: readonly string[] = ['personal']

/** An item as far as it is decided on. */
export interface DecidedItem extends ItemLabel {
  readonly id: string
  /** The grade that its masked form has. Absent: it has none. */
  readonly mask?: { readonly grade: Grade }
}

/** Items that are of a higher grade together than each is alone. */
export interface AggregateRule {
  readonly items: readonly string[]
  readonly grade: Grade
}

/** Whether one item may leave, as it is or masked, and why not. */
export type Decision =
  | { readonly allowed: true; readonly masked: boolean }
  | { readonly allowed: false; readonly reason: WithheldReason }

const whole: Decision = { allowed: true, masked: false }
const masked: Decision = { allowed: true, masked: true }
const denied = (reason: WithheldReason): Decision => ({ allowed: false, reason })

/**
 * Decides whether an item may leave to whoever holds the permit (SEC-1). Denies unless grade and clearance are both
 * known, the grade is not above the clearance, every category is among those of the permit, and the item is among those
 * granted. An item above the clearance may leave masked where the grade of its masked form is not. Pure and total: what
 * is absent or not of the contract denies, nothing throws.
 */
export function decide(item: DecidedItem, permit: Permit): Decision {
  const clearance = rank(permit.clearance)
  const grade = rank(item.grade)
  const form = rank(item.mask?.grade)
  if (grade < 0) return denied('NO_GRADE')
  if (grade > clearance && (form < 0 || form > clearance)) return denied('ABOVE_CLEARANCE')
  const categories = permit.categories ?? categoriesOfGradeAlone
  if (!isList(item.categories) || !isList(categories) || !item.categories.every((each) => categories.includes(each)))
    return denied('CATEGORY_NOT_GRANTED')
  if (!isGranted(item.id, permit)) return denied('NOT_GRANTED')
  return grade > clearance ? masked : whole
}

/**
 * Decides on the items of a resource, in their order, and on what they are together. Where all items of a rule are
 * granted and the rule is above the clearance, one of them is withheld: that of the highest grade, of several the last
 * that the rule names. Which one it is does not depend on the clearance, so that a higher one never takes an item away.
 */
export function decideTogether(
  items: readonly DecidedItem[],
  permit: Permit,
  aggregates: readonly AggregateRule[] = [],
): readonly Decision[] {
  const closed = new Set<string>()
  for (const rule of aggregates) {
    const above = rank(rule.grade) < 0 || rank(rule.grade) > rank(permit.clearance)
    if (above && rule.items.every((id) => isGranted(id, permit))) closed.add(lastOfHighest(rule, items))
  }
  return items.map((item) => {
    const decision = decide(item, permit)
    return decision.allowed && closed.has(item.id) ? denied('AGGREGATE_ABOVE_CLEARANCE') : decision
  })
}

function lastOfHighest(rule: AggregateRule, items: readonly DecidedItem[]): string {
  let [chosen, highest] = ['', -2]
  for (const id of rule.items) {
    const grade = rank(items.find((item) => item.id === id)?.grade)
    if (grade >= highest) [chosen, highest] = [id, grade]
  }
  return chosen
}

function isGranted(id: string, { items }: Permit): boolean {
  return items === undefined || (isList(items) && items.includes(id))
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function rank(grade: Grade | undefined): number {
  return grade === undefined ? -1 : grades.indexOf(grade)
}
