import {
  type ApplyRequest,
  BerthError,
  canonicalProblem,
  characterCount,
  type Reject,
  type Row,
  type Value,
} from '@berth/core'
import { coerce } from './coerce.ts'
import type { SqlColumn } from './column.ts'

/** A row ready to be bound, with its index in the request. */
export interface BoundRow {
  readonly row: number
  readonly cells: readonly unknown[]
}

/** Turns the rows of a request into what the driver binds; those that do not fit their columns become rejects. */
export function bindRows(
  request: ApplyRequest,
  columns: readonly SqlColumn[],
): { readonly bound: readonly BoundRow[]; readonly rejects: Reject[] } {
  const bound: BoundRow[] = []
  const rejects: Reject[] = []
  for (const [index, row] of request.rows.entries()) {
    const result = bindRow(row, columns, index)
    if ('cells' in result) bound.push(result)
    else rejects.push(result)
  }
  return { bound, rejects }
}

function bindRow(row: Row, columns: readonly SqlColumn[], index: number): BoundRow | Reject {
  const cells: unknown[] = new Array(columns.length)
  let at = 0
  try {
    for (; at < columns.length; at++) {
      const column = columns[at] as SqlColumn
      cells[at] = bindCell(row[at] ?? null, column)
      if (column.checkStored !== undefined && cells[at] !== null)
        column.checkStored(coerce(row[at] ?? null, column.type) as Exclude<Value, null>)
    }
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return { row: index, column: columns[at]?.name ?? '', code: error.code }
  }
  return { row: index, cells }
}

const loneSurrogate = /\p{Surrogate}/u

/** What the driver binds for one value. Throws what is wrong with it, with the column's name. */
export function bindCell(given: Value, column: SqlColumn): unknown {
  const value = coerce(given, column.type)
  if (value === null) {
    if (!column.nullable) throw new BerthError('VALUE_MISSING', { column: column.name })
    return null
  }
  const { name, type } = column
  const problem = canonicalProblem(value, type)
  if (typeof value === 'string' && !value.isWellFormed())
    throw new BerthError('TEXT_UNENCODABLE', { column: name, offset: value.search(loneSurrogate), charset: 'Unicode' })
  if (problem !== undefined) {
    const length = value instanceof Uint8Array ? value.length : characterCount(String(value))
    if (problem === 'shape') throw new BerthError('VALUE_INVALID', { column: name, type: type.name, length })
    throw new BerthError('VALUE_TOO_LONG', { column: name, length, maxLength: type.maxLength ?? 0 })
  }
  return column.bind === undefined ? value : column.bind(value)
}
