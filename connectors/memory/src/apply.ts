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
  const { onReject, dryRun, deletes } = request
  const table = store.table(request.dataset)
  const positions = request.fields.map(({ name }) => positionOf(table, name))
  const key = request.mode === 'upsert' ? request.key : table.key
  const keyPositions = key.map((name) => positionOf(table, name))
  const none = deletes === undefined ? {} : { deleted: 0 }
  if (store.ledger.has(request.batch)) return { applied: 0, repeated: true, rejects: [], ...none }
  const rows = [...table.rows]
  const changed: Row[] = []
  const rejects: Reject[] = []
  for (const [index, cells] of request.rows.entries()) {
    const row: Row = table.columns.map(() => null)
    for (const [at, position] of positions.entries()) row[position] = cells[at] ?? null
    const existing = keyPositions.length === 0 ? -1 : find(table, rows, keyPositions, cellsAt(row, keyPositions))
    const problem = refusal(table, row) ?? (existing >= 0 && request.mode === 'insert' ? taken : undefined)
    if (problem !== undefined) {
      rejects.push({ row: index, ...problem })
      continue
    }
    const written = merged(rows[existing] ?? row, row, positions)
    rows.splice(existing < 0 ? rows.length : existing, 1, written)
    changed.push(written)
  }
  const applied = request.rows.length - rejects.length
  const deleted = deleteRows(table, rows, request, rejects)
  if (rejects.length > 0 && onReject === 'abort') return { applied: 0, repeated: false, rejects, ...none }
  if (dryRun !== true) {
    const entry = table.key.map((name) => positionOf(table, name))
    table.rows.splice(0, table.rows.length, ...rows)
    table.log?.append([...changed, ...deleted].map((row) => cellsAt(row, entry)))
    store.ledger.add(request.batch)
  }
  return { applied, repeated: false, rejects, ...(deletes === undefined ? {} : { deleted: deleted.length }) }
}

const taken = { code: 'CONSTRAINT_VIOLATED' } as const

/** Takes the rows with the keys of `deletes` out of `rows` and returns them. */
function deleteRows(table: MemoryTable, rows: Row[], request: ApplyRequest, rejects: Reject[]): Row[] {
  const positions = request.key.map((name) => positionOf(table, name))
  const columns = positions.map((position) => table.columns[position])
  return (request.deletes ?? []).flatMap((key, index) => {
    const row = request.rows.length + index
    for (const [at, column] of columns.entries()) {
      const value = key[at] ?? null
      const missing = value === null
      if (!missing && canonicalProblem(value, column?.type ?? { name: 'text' }) !== 'shape') continue
      rejects.push({ row, column: column?.name ?? '', code: missing ? 'VALUE_MISSING' : 'VALUE_INVALID' })
      return []
    }
    const at = find(table, rows, positions, key)
    return at < 0 ? [] : rows.splice(at, 1)
  })
}

function refusal(table: MemoryTable, row: Row): { readonly column?: string; readonly code: ErrorCode } | undefined {
  for (const [position, { name, type, nullable }] of table.columns.entries()) {
    const value = row[position] ?? null
    if (value === null && !nullable) return { column: name, code: 'VALUE_MISSING' }
    const problem = canonicalProblem(value, type)
    if (problem !== undefined) return { column: name, code: problem === 'shape' ? 'VALUE_INVALID' : 'VALUE_TOO_LONG' }
  }
  return undefined
}

/** The index of the row with this key, or -1. */
function find(table: MemoryTable, rows: readonly Row[], positions: readonly number[], key: Row): number {
  const types = positions.map((position) => table.columns[position]?.type ?? { name: 'text' as const })
  return rows.findIndex((row) =>
    positions.every((position, at) => {
      const type = types[at] ?? { name: 'text' }
      return compareValues(row[position] ?? null, key[at] ?? null, type) === 0
    }),
  )
}

function cellsAt(row: Row, positions: readonly number[]): Row {
  return positions.map((position) => row[position] ?? null)
}

function merged(existing: Row, row: Row, positions: readonly number[]): Row {
  const result = [...existing]
  for (const position of positions) result[position] = row[position] ?? null
  return result
}
