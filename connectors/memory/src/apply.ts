import {
  type ApplyRequest,
  type ApplyResult,
  canonicalProblem,
  type ErrorCode,
  type Reject,
  type Row,
} from '@berth/core'
import { type MemoryStore, type MemoryTable, positionOf } from './store.ts'
import { compareValues } from './values.ts'

/** Writes to a copy and puts it in the place of the rows at once, with the batch id in the ledger. */
export function apply(store: MemoryStore, request: ApplyRequest): ApplyResult {
  const table = store.table(request.dataset)
  if (store.ledger.has(request.batch)) return { applied: 0, repeated: true, rejects: [] }
  const positions = request.fields.map(({ name }) => positionOf(table, name))
  const key = request.mode === 'upsert' ? request.key : table.key
  const keyPositions = key.map((name) => positionOf(table, name))
  const rows = [...table.rows]
  const rejects: Reject[] = []
  for (const [index, cells] of request.rows.entries()) {
    const row: Row = table.columns.map(() => null)
    for (const [at, position] of positions.entries()) row[position] = cells[at] ?? null
    const problem = refusal(table, row)
    const existing =
      keyPositions.length === 0 ? -1 : rows.findIndex((other) => sameKey(table, keyPositions, other, row))
    if (problem !== undefined) rejects.push({ row: index, ...problem })
    else if (existing < 0) rows.push(row)
    else if (request.mode === 'upsert') rows[existing] = merged(rows[existing] ?? [], row, positions)
    else rejects.push({ row: index, code: 'CONSTRAINT_VIOLATED' })
  }
  if (rejects.length > 0 && request.onReject === 'abort') return { applied: 0, repeated: false, rejects }
  table.rows.splice(0, table.rows.length, ...rows)
  store.ledger.add(request.batch)
  return { applied: request.rows.length - rejects.length, repeated: false, rejects }
}

function refusal(table: MemoryTable, row: Row): { readonly column: string; readonly code: ErrorCode } | undefined {
  for (const [position, { name, type, nullable }] of table.columns.entries()) {
    const value = row[position] ?? null
    if (value === null && !nullable) return { column: name, code: 'VALUE_MISSING' }
    const problem = canonicalProblem(value, type)
    if (problem !== undefined) return { column: name, code: problem === 'shape' ? 'VALUE_INVALID' : 'VALUE_TOO_LONG' }
  }
  return undefined
}

function sameKey(table: MemoryTable, positions: readonly number[], left: Row, right: Row): boolean {
  return positions.every((position) => {
    const type = table.columns[position]?.type ?? { name: 'text' }
    return compareValues(left[position] ?? null, right[position] ?? null, type) === 0
  })
}

function merged(existing: Row, row: Row, positions: readonly number[]): Row {
  const result = [...existing]
  for (const position of positions) result[position] = row[position] ?? null
  return result
}
