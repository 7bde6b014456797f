import type { Field, Row } from '@berth/core'
import type { Item } from '@berth/manifest'
import { compilePlan } from '../plan/compile-plan.ts'
import type { Plan, PlanWarning, RejectedRow } from '../plan/plan.ts'

/** The keys of rows, in the order of the rows. */
export interface PlannedKeys {
  /** Values of the items of the key; undefined where a row was left out. */
  readonly keys: readonly (Row | undefined)[]
  readonly rejects: readonly RejectedRow[]
  readonly warnings: readonly PlanWarning[]
}

/** Reads the items of the key out of rows: what names a row at the target. */
export class KeyPlan {
  readonly #items: readonly Item[]
  #fields: readonly Field[] | undefined
  #plan: Plan<Row[]> | undefined

  constructor(items: readonly Item[]) {
    this.#items = items
  }

  run(fields: readonly Field[], rows: readonly Row[]): PlannedKeys {
    if (this.#plan === undefined || this.#fields !== fields) {
      this.#plan = compilePlan({ items: this.#items, fields, format: 'values' })
      this.#fields = fields
    }
    const { output, rejects, warnings } = this.#plan.run(rows)
    if (rejects.length === 0) return { keys: output, rejects, warnings }
    const left = new Set(rejects.map(({ row }) => row))
    let at = 0
    return { keys: rows.map((_, index) => (left.has(index) ? undefined : output[at++])), rejects, warnings }
  }
}
