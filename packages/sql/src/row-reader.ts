import { BerthError, type ColumnSelection, type Field, type Row, type UnreadableRow, type Value } from '@berth/core'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'

/** The rows of one batch, typed. */
export interface ReadRows {
  readonly rows: Row[]
  /** The rows that are left out of `rows`, by position. Absent: none. */
  readonly unreadable?: readonly UnreadableRow[]
  /** The key of the last row, readable or not, as a cursor keeps it. */
  readonly lastKey: readonly unknown[]
}

/**
 * How the rows of one read are selected and typed. Conversion runs in place, column by column over a batch; columns
 * that need none are not touched.
 */
export class RowReader {
  readonly fields: readonly Field[]
  /** The expressions of the SELECT: the columns asked for, the key columns that were not, the lengths to look at. */
  readonly expressions: readonly string[]
  /** The key columns as they are read. */
  readonly key: readonly SqlColumn[]
  readonly #dataset: string
  /** The columns as they are read: those asked for, then those of the key that were not. */
  readonly columns: readonly SqlColumn[]
  /** The columns with a limit; the lengths beyond it stand behind all columns, in this order. */
  readonly #limited: readonly SqlColumn[]
  readonly #keyPositions: readonly number[]
  readonly #mayBeNull: string | undefined
  #rowsRead = 0

  /** `mayBeNull` names a column of the key where NULL is a value like any other. */
  constructor(
    context: SqlContext,
    table: SqlTable,
    selection: readonly ColumnSelection[],
    key: readonly (string | SqlColumn)[],
    mayBeNull?: string,
  ) {
    const column = (name: string): SqlColumn => context.column(table, name, selection)
    const columns = selection.map((selected) => column(selected.name))
    this.fields = columns.map(({ name, type }) => ({ name, type }))
    const ordering = key.map((part) => (typeof part === 'string' ? column(part) : part))
    const holdsKey = (table.key ?? []).every((name) => ordering.some((part) => part.name === name))
    const isKey = holdsKey && (table.key ?? []).length > 0
    this.key = isKey ? ordering.map((part) => (part.orderInKey === true ? part : plainlyOrdered(part))) : ordering
    this.#keyPositions = this.key.map((part) => {
      const position = columns.findIndex((candidate) => candidate.name === part.name)
      return position >= 0 ? position : columns.push(part) - 1
    })
    this.#dataset = table.name
    this.#mayBeNull = mayBeNull
    this.columns = columns
    this.#limited = columns.filter(({ limit }) => limit !== undefined)
    const lengths = this.#limited.map((part) => context.excess(part) ?? 'NULL')
    this.expressions = [...columns.map((part) => context.expression(part)), ...lengths]
  }

  /**
   * Types the next rows of the read and cuts them to the columns asked for. A row with a cell that cannot be typed is
   * left out and told, unless the cell belongs to the key: nothing could go on behind that row, and it throws.
   *
   * `before` is how many rows of the read came before these, where it is not all that this reader has seen.
   */
  read(rows: unknown[][], before: number = this.#rowsRead): ReadRows {
    this.#rowsRead = before
    const rawLast = rows[rows.length - 1]
    const lastKey = this.#keyPositions.map((position) => rawLast?.[position])
    const bad: Map<number, BerthError> = new Map()
    if (this.#limited.length > 0) this.#refuseLong(rows, bad)
    for (let index = 0; index < this.columns.length; index++) {
      const column = this.columns[index]
      if (column?.convert !== undefined) this.#convert(column, column.convert, index, rows, bad)
    }
    for (const position of this.#keyPositions) this.#refuseNull(position, rows)
    const typed = rows as Row[]
    const last = typed[typed.length - 1]
    this.key.forEach((column, at) => {
      if (column.bindsRaw !== true) lastKey[at] = last?.[this.#keyPositions[at] ?? 0]
    })
    if (this.expressions.length > this.fields.length) for (const row of typed) row.length = this.fields.length
    this.#rowsRead += rows.length
    if (bad.size === 0) return { rows: typed, lastKey }
    const unreadable = Array.from(bad, ([index, error]) => ({ row: before + index + 1, error }))
    unreadable.sort((left, right) => left.row - right.row)
    return { rows: typed.filter((_, index) => !bad.has(index)), unreadable, lastKey }
  }

  /** One column in place. Only where a cell cannot be converted it costs more: then the walk goes on behind it. */
  #convert(
    column: SqlColumn,
    convert: (raw: unknown) => Value,
    index: number,
    rows: unknown[][],
    bad: Map<number, BerthError>,
  ): void {
    let position = 0
    while (position < rows.length) {
      try {
        for (; position < rows.length; position++) {
          const row = rows[position] as unknown[]
          const raw = row[index]
          if (raw !== null) row[index] = convert(raw)
        }
      } catch (error) {
        const failure = this.#placed(error, column, position)
        if (failure.action !== 'skip' || this.#keyPositions.includes(index)) throw failure
        if (!bad.has(position)) bad.set(position, failure)
        this.#emptyBehind(index, rows[position] as unknown[])
        position++
      }
    }
  }

  /** A cell that is longer than its limit was not read: its row is left out, and in the key nothing could go on behind it. */
  #refuseLong(rows: unknown[][], bad: Map<number, BerthError>): void {
    for (const [at, column] of this.#limited.entries()) {
      const index = this.columns.length + at
      for (const [position, row] of rows.entries()) {
        if (row[index] === null || bad.has(position)) continue
        const details = { length: Number(row[index]), maxLength: column.limit?.maxLength ?? 0 }
        const failure = this.#placed(new BerthError('VALUE_TOO_LONG', details), column, position)
        if (this.key.some(({ name }) => name === column.name)) throw failure
        bad.set(position, failure)
      }
    }
  }

  /** The row is left out: its other cells need no conversion and no second error. Those of the key are still looked at. */
  #emptyBehind(index: number, row: unknown[]): void {
    for (let other = index + 1; other < row.length; other++) {
      if (!this.#keyPositions.includes(other)) row[other] = null
    }
  }

  #placed(error: unknown, column: SqlColumn, position: number): BerthError {
    if (!BerthError.is(error)) throw error
    const place = { dataset: this.#dataset, column: column.name, row: this.#rowsRead + position + 1 }
    return new BerthError(error.code, { ...error.details, ...place }, { cause: error })
  }

  /** A NULL in a column of the key names no row, and nothing could go on behind it. */
  #refuseNull(position: number, rows: unknown[][]): void {
    const column = this.columns[position]
    if (column?.nullable !== true || column.name === this.#mayBeNull) return
    const at = rows.findIndex((row) => row[position] === null)
    if (at >= 0) {
      const row = this.#rowsRead + at + 1
      throw new BerthError('VALUE_MISSING', { dataset: this.#dataset, column: column.name, row })
    }
  }
}

function plainlyOrdered(column: SqlColumn): SqlColumn {
  const { order, ...plain } = column
  return order === undefined ? column : plain
}
