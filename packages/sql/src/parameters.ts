import type { Value } from '@berth/core'
import type { SqlColumn } from './column.ts'
import type { SqlDialect } from './dialect.ts'

/** The parameters of a statement in the making. No value ever stands in its text (LKP-1). */
export class SqlParameters {
  readonly values: unknown[] = []
  readonly #dialect: SqlDialect

  constructor(dialect: SqlDialect) {
    this.#dialect = dialect
  }

  /** Takes a value that is compared with `column` and gives the expression that stands for it. */
  add(column: SqlColumn, value: Value): string {
    const marker = this.next(value === null || column.bind === undefined ? value : column.bind(value))
    return column.marker?.(marker) ?? marker
  }

  /** Takes a value that came out of a cursor. */
  addKey(column: SqlColumn, value: unknown): string {
    if (column.bindsRaw !== true) return this.add(column, value as Value)
    const marker = this.next(value)
    return column.marker?.(marker) ?? marker
  }

  /** Takes a raw value and gives its bare marker. */
  next(raw: unknown): string {
    this.values.push(raw)
    return this.#dialect.marker(this.values.length)
  }
}
