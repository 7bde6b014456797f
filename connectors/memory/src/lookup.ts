import {
  BerthError,
  canonicalProblem,
  type LookupAnswer,
  type LookupRequest,
  type LookupResult,
  type Row,
  type Value,
} from '@berth/core'
import { cellReader, select } from './selection.ts'
import { type MemoryStore, positionOf } from './store.ts'
import { compareValues, rowOrder } from './values.ts'

/** Answers each key tuple by itself; one that is no value of its column is the failure of that question alone. */
export function lookup(store: MemoryStore, request: LookupRequest, maxCellBytes?: number): LookupResult {
  const table = store.table(request.dataset)
  const selection = select(table, request.columns, maxCellBytes)
  const columns = request.by.map((name) => cellReader(table, name, request.columns))
  const order = (request.orderBy ?? []).map((name) => positionOf(table, name))
  const orderTypes = order.map((position) => table.columns[position]?.type ?? { name: 'text' as const })

  const answer = (key: LookupRequest['keys'][number]): LookupAnswer => {
    for (const [index, { field }] of columns.entries()) {
      const { name, type } = field
      const value = key[index] ?? null
      if (canonicalProblem(value, type) !== 'shape') continue
      const details = { column: name, type: type.name, length: String(value).length }
      return { rows: [], more: false, error: new BerthError('VALUE_INVALID', details) }
    }
    const found = table.rows.filter((row) =>
      columns.every(({ field, read }, index) => {
        const value = key[index] ?? null
        const cell = readable(read, row)
        return value !== null && cell !== null && compareValues(cell, value, field.type) === 0
      }),
    )
    if (order.length > 0) found.sort(rowOrder(order, orderTypes))
    const { rows, unreadable } = selection.copy(found.slice(0, request.limit), 1)
    const error = unreadable?.[0]?.error
    return error === undefined ? { rows, more: found.length > request.limit } : { rows: [], more: false, error }
  }

  return { fields: selection.fields, answers: request.keys.map(answer) }
}

/** A cell to compare with a key. One that cannot be read matches nothing, as NULL does. */
function readable(read: (row: Row) => Value, row: Row): Value {
  try {
    return read(row)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return null
  }
}
