import {
  BerthError,
  type Column,
  canonicalProblem,
  type InvokeRequest,
  type InvokeResult,
  type Row,
  type Value,
} from '@berth/core'
import type { MemoryOperation } from './operation.ts'
import type { MemoryStore } from './store.ts'

/**
 * Does an operation once for each key (INV-1). Throws `PROCEDURE_UNKNOWN`, `COLUMN_UNKNOWN`, `VALUE_MISSING`,
 * `VALUE_INVALID` and `VALUE_TOO_LONG` before anything is done, `QUERY_FAILED` for what the operation throws.
 */
export function invoke(store: MemoryStore, request: InvokeRequest): InvokeResult {
  const { operation: name, output, idempotencyKey } = request
  const operation = store.operations.find((each) => each.name === name)
  if (operation === undefined) throw new BerthError('PROCEDURE_UNKNOWN', { procedure: name })
  const input = inputOf(operation, request)
  const positions = output.map((field) => positionIn(operation, operation.columns, field.name))
  const fields = positions.map(({ column: { name: field, type } }) => ({ name: field, type }))
  if (store.done.has(idempotencyKey)) return { repeated: true, fields, rows: [] }
  const before = store.tables.map((table) => [...table.rows])
  try {
    const rows = operation.run(input).map((row) => positions.map(({ at }) => row[at] ?? null))
    store.done.add(idempotencyKey)
    return { repeated: false, fields, rows }
  } catch (error) {
    for (const [index, table] of store.tables.entries())
      table.rows.splice(0, table.rows.length, ...(before[index] ?? []))
    throw BerthError.is(error)
      ? error
      : new BerthError('QUERY_FAILED', { call: name, nativeCode: '-' }, { cause: error })
  }
}

function inputOf(operation: MemoryOperation, { input }: InvokeRequest): Row {
  for (const { name } of input) positionIn(operation, operation.parameters, name)
  return operation.parameters.map(({ name: column, type, nullable }): Value => {
    const value = input.find(({ name }) => name === column)?.value ?? null
    if (value === null && !nullable) throw new BerthError('VALUE_MISSING', { column })
    const problem = canonicalProblem(value, type)
    if (problem === undefined) return value
    const details = { column, type: type.name, length: String(value).length, maxLength: type.maxLength ?? 0 }
    throw new BerthError(problem === 'shape' ? 'VALUE_INVALID' : 'VALUE_TOO_LONG', details)
  })
}

function positionIn(
  { name: dataset }: MemoryOperation,
  columns: readonly Column[],
  column: string,
): { readonly at: number; readonly column: Column } {
  const at = columns.findIndex(({ name }) => name === column)
  const found = columns[at]
  if (found === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset, column })
  return { at, column: found }
}
