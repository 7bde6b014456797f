import { type ApplyRequest, BerthError, type Row, type Value } from '@berth/core'
import { bindCell } from './bind-rows.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { lookup, maxLookupKeys } from './lookup.ts'

/**
 * The statements that put back what a batch is about to change: rows that are not there are deleted again, those that are
 * get their cells again, those to be deleted are inserted again. Reads the rows as they are now.
 *
 * Rejects with `KEY_MISSING`, or with what makes a row of the table unreadable: then nothing could put it back.
 */
export async function undoScript(
  context: SqlContext,
  table: SqlTable,
  written: readonly SqlColumn[],
  { dataset, fields, rows, key, deletes = [] }: ApplyRequest,
  signal: AbortSignal,
): Promise<string> {
  if (key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'undo' })
  const { dialect } = context
  const positions = key.map((name) => fields.findIndex((field) => field.name === name))
  const keys = [...rows.map((row) => positions.map((at) => row[at] ?? null)), ...deletes]
  const script: string[] = []
  for (let start = 0; start < keys.length; start += maxLookupKeys) {
    const part = keys.slice(start, start + maxLookupKeys)
    const columns = table.columns.map(({ name }) => ({ name }))
    const { answers } = await lookup(context, { dataset, columns, by: key, keys: part, limit: 1 }, signal)
    for (const [index, { rows: found, error }] of answers.entries()) {
      if (error !== undefined) throw error
      const [row] = found
      const where = table.columns.flatMap((column) => {
        const at = key.indexOf(column.name)
        return at < 0 ? [] : [`${dialect.quote(column.name)} = ${literal(context, column, part[index]?.[at] ?? null)}`]
      })
      const condition = `WHERE ${where.join(' AND ')};`
      const deleted = start + index >= rows.length
      if (row === undefined && !deleted) script.push(`DELETE FROM ${table.reference} ${condition}`)
      if (row !== undefined && deleted) script.push(insert(context, table, row))
      if (row === undefined || deleted) continue
      const cells = table.columns.flatMap((column, at) =>
        written.some(({ name }) => name === column.name) && !key.includes(column.name)
          ? [`${dialect.quote(column.name)} = ${literal(context, column, row[at] ?? null)}`]
          : [],
      )
      if (cells.length > 0) script.push(`UPDATE ${table.reference} SET ${cells.join(', ')} ${condition}`)
    }
  }
  const head = dialect.scriptHead === undefined || script.length === 0 ? [] : [dialect.scriptHead]
  return [...head, ...script].map((statement) => `${statement}\n`).join('')
}

function insert(context: SqlContext, table: SqlTable, row: Row): string {
  const written = table.columns.flatMap((column, at) => (column.computed === true ? [] : [{ column, at }]))
  const names = written.map(({ column }) => context.dialect.quote(column.name))
  const cells = written.map(({ column, at }) => literal(context, column, row[at] ?? null))
  return `INSERT INTO ${table.reference} (${names.join(', ')}) VALUES (${cells.join(', ')});`
}

function literal({ dialect }: SqlContext, column: SqlColumn, value: Value): string {
  if (value === null) return 'NULL'
  if (dialect.literal === undefined)
    throw new BerthError('NOT_SUPPORTED', { connector: dialect.name, capability: 'apply.undo' })
  const written = dialect.literal(bindCell(value, column), column)
  return column.marker?.(written) ?? written
}
