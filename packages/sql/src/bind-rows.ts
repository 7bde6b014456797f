import { type ApplyRequest, BerthError, type Reject, type Row, type Value } from '@berth/core'
import { bindCell } from './bind-cell.ts'
import { coerce } from './coerce.ts'
import type { SqlColumn } from './column.ts'
import { plainValue } from './plain-value.ts'

/** Rows ready to be bound. */
export interface BoundRows {
  /** The cells of each, in the order of the columns. */
  readonly cells: readonly (readonly unknown[])[]
  /** The index of each in the request. */
  readonly indexes: readonly number[]
  /** The rows of the request that do not fit their columns. */
  readonly rejects: readonly Reject[]
}

/** Turns the rows of a request into what the driver binds; those that do not fit their columns become rejects. */
export function bindRows({ rows }: ApplyRequest, columns: readonly SqlColumn[]): BoundRows {
  const width = columns.length
  const cells: unknown[][] = rows.map(() => new Array(width))
  const indexes = rows.map((_, index) => index)
  const refused: Map<number, Reject> = new Map()
  columns.forEach((column, at) => {
    bindColumn(rows, column, at, cells, refused)
  })
  if (refused.size === 0) return { cells, indexes, rejects: [] }
  const fits = (index: number): boolean => !refused.has(index)
  return {
    cells: cells.filter((_, index) => fits(index)),
    indexes: indexes.filter(fits),
    rejects: [...refused.values()].sort((left, right) => left.row - right.row),
  }
}

/**
 * One column of all rows: what a column needs is looked up once, and most cells pass one test. A row that an earlier
 * column refused is left out, so that each names its first column at fault.
 */
function bindColumn(
  rows: readonly Row[],
  column: SqlColumn,
  at: number,
  cells: readonly unknown[][],
  refused: Map<number, Reject>,
): void {
  const { nullable, bind, checkStored } = column
  const bindNumber = checkStored === undefined ? column.bindNumber : undefined
  const plain = plainValue(column.type)
  for (let row = 0; row < rows.length; row++) {
    if (refused.size > 0 && refused.has(row)) continue
    const bound = cells[row] as unknown[]
    const given = rows[row]?.[at] ?? null
    if (given === null && nullable) {
      bound[at] = null
      continue
    }
    if (bindNumber !== undefined && Number.isSafeInteger(given)) {
      bound[at] = bindNumber(given as number)
      continue
    }
    try {
      const value = plain(given)
      if (value === undefined) {
        bound[at] = closely(given, column)
        continue
      }
      bound[at] = bind === undefined ? value : bind(value)
      checkStored?.(value)
    } catch (error) {
      if (!BerthError.is(error)) throw error
      refused.set(row, { row, column: column.name, code: error.code })
    }
  }
}

function closely(given: Value, column: SqlColumn): unknown {
  const cell = bindCell(given, column)
  if (cell !== null) column.checkStored?.(coerce(given, column.type) as Exclude<Value, null>)
  return cell
}
