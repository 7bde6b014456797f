/**
 * The grade of a data item, from GB/T 43697-2024: general data in four levels, important, core. Items that carry state
 * secrets (涉密) have no grade here: this software does not carry them (MAN-3).
 */
export type Grade = 1 | 2 | 3 | 4 | 'important' | 'core'

/** Every grade, from the lowest to the highest. */
export const grades: readonly Grade[] = [1, 2, 3, 4, 'important', 'core']

/** What an item is labelled with. */
export interface ItemLabel {
  /** Absent: nobody has graded the item, and it never leaves (SEC-1). */
  readonly grade?: Grade
  /** `personal`, `biometric`, `minor`, `trade` and what else a docking names. */
  readonly categories: readonly string[]
}
