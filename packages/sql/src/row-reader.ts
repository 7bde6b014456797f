import { BerthError, type ColumnSelection, type Field, type Row, type Value } from '@berth/core'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'

/**
 * How the rows of one read are selected and typed. Conversion runs in place, column by column over a batch; columns
 * that need none are not touched.
 */
export class RowReader {
  readonly fields: readonly Field[]
  /** The expressions of the SELECT: the columns asked for, then the key columns that were not. */
  readonly expressions: readonly string[]
  /** The key columns as they are read. */
  readonly key: readonly SqlColumn[]
  readonly #dataset: string
  readonly #columns: readonly SqlColumn[]
  readonly #keyPositions: readonly number[]
  readonly #mayBeNull: string | undefined
  #rowsRead = 0

  /** `mayBeNull` names a column of the key where NULL is a value like any other. */
  constructor(
    context: SqlContext,
    table: SqlTable,
    selection: readonly ColumnSelection[],
    key: readonly string[],
    mayBeNull?: string,
  ) {
    const column = (name: string): SqlColumn => context.column(table, name, selection)
    const columns = selection.map((selected) => column(selected.name))
    this.fields = columns.map(({ name, type }) => ({ name, type }))
    this.key = key.map(column)
    this.#keyPositions = this.key.map((part) => {
      const position = columns.findIndex((candidate) => candidate.name === part.name)
      return position >= 0 ? position : columns.push(part) - 1
    })
    this.#dataset = table.name
    this.#mayBeNull = mayBeNull
    this.#columns = columns
    this.expressions = columns.map((part) => context.expression(part))
  }

  /**
   * Types the next rows of the read and cuts them to the columns asked for. Returns the key of the last row as a
   * cursor keeps it.
   */
  read(rows: unknown[][]): { readonly rows: Row[]; readonly lastKey: readonly unknown[] } {
    const rawLast = rows[rows.length - 1]
    const lastKey = this.#keyPositions.map((position) => rawLast?.[position])
    for (let index = 0; index < this.#columns.length; index++) {
      const column = this.#columns[index]
      if (column?.convert !== undefined) this.#convert(column, column.convert, index, rows)
    }
    for (const position of this.#keyPositions) this.#refuseNull(position, rows)
    const typed = rows as Row[]
    const last = typed[typed.length - 1]
    this.key.forEach((column, at) => {
      if (column.bindsRaw !== true) lastKey[at] = last?.[this.#keyPositions[at] ?? 0]
    })
    if (this.#columns.length > this.fields.length) for (const row of typed) row.length = this.fields.length
    this.#rowsRead += rows.length
    return { rows: typed, lastKey }
  }

  #convert(column: SqlColumn, convert: (raw: unknown) => Value, index: number, rows: unknown[][]): void {
    let position = 0
    try {
      for (; position < rows.length; position++) {
        const row = rows[position] as unknown[]
        const raw = row[index]
        if (raw !== null) row[index] = convert(raw)
      }
    } catch (error) {
      if (!BerthError.is(error)) throw error
      const place = { dataset: this.#dataset, column: column.name, row: this.#rowsRead + position + 1 }
      throw new BerthError(error.code, { ...error.details, ...place }, { cause: error })
    }
  }

  /** A NULL in a column of the key names no row, and nothing could go on behind it. */
  #refuseNull(position: number, rows: unknown[][]): void {
    const column = this.#columns[position]
    if (column?.nullable !== true || column.name === this.#mayBeNull) return
    const at = rows.findIndex((row) => row[position] === null)
    if (at >= 0) {
      const row = this.#rowsRead + at + 1
      throw new BerthError('VALUE_MISSING', { dataset: this.#dataset, column: column.name, row })
    }
  }
}
