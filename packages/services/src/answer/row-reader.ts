import { BerthError, type ColumnSelection, type Field, type Row, type UnreadableRow } from '@berth/core'
import type { DefinedColumn } from '../definition/service-dataset.ts'
import { cellOf } from './cell.ts'

/** One record as a row, or why it is none. */
export type ReadRecord = { readonly row: Row } | { readonly error: BerthError }

/** Reads records as rows of the columns that are asked for. Throws `COLUMN_UNKNOWN`. */
export class RowReader {
  /** Of the columns asked for, in their order. */
  readonly fields: readonly Field[]
  readonly #columns: readonly DefinedColumn[]
  readonly #dataset: string
  readonly #nulls: ReadonlySet<string>

  constructor(
    dataset: string,
    columns: ReadonlyMap<string, DefinedColumn>,
    selection: readonly Pick<ColumnSelection, 'name'>[],
    nulls: ReadonlySet<string>,
  ) {
    this.#dataset = dataset
    this.#nulls = nulls
    this.#columns = selection.map(({ name }) => {
      const column = columns.get(name)
      if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset, column: name })
      return column
    })
    this.fields = this.#columns.map(({ name, type }) => ({ name, type }))
  }

  read(record: unknown): ReadRecord {
    const row: Row = []
    let found = typeof record === 'object' && record !== null
    for (const { name, type, at, required } of this.#columns) {
      const [first, second] = at.find(record)
      try {
        if (second !== undefined) throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length: 0 })
        const cell = cellOf(first, type, name, this.#nulls)
        if (cell === null && required) throw new BerthError('VALUE_MISSING', { column: name })
        row.push(cell)
        found ||= first !== undefined
      } catch (error) {
        if (!BerthError.is(error)) throw error
        const details = { ...error.details, dataset: this.#dataset }
        return { error: new BerthError(error.code, details, { cause: error }) }
      }
    }
    if (!found && this.#columns[0] !== undefined) {
      // A text where an object should be would be a row of NULL.
      const { name: column, type } = this.#columns[0]
      const details = { column, type: type.name, length: 0, dataset: this.#dataset }
      return { error: new BerthError('VALUE_INVALID', details) }
    }
    return { row }
  }
}

/** The unreadable rows of a batch as the contract tells them. */
export function unreadableOf(rows: readonly UnreadableRow[]): { readonly unreadable?: readonly UnreadableRow[] } {
  return rows.length === 0 ? {} : { unreadable: rows }
}
