import { type ApplyRequest, BerthError, type Row, type Value } from '@berth/core'
import { bindCell } from './bind-cell.ts'
import type { SqlColumn, SqlTable } from './column.ts'
import type { SqlContext } from './context.ts'
import { lastOfEachKey } from './last-of-each-key.ts'
import { lookup, maxLookupKeys } from './lookup.ts'
import { refuseInScript } from './refuse-in-script.ts'

/** Characters of a list that stands on one line. */
const longLine = 500

/**
 * The statements that put back what a batch is about to change: rows that are not there are deleted again, those that are
 * get their cells again, those to be deleted are inserted again. Reads the rows as they are now. What is done last is put
 * back first, so that no row stands where another one has to be again; a key that is named twice is put back once.
 *
 * Rejects with `KEY_MISSING`, with `NOT_SUPPORTED` for names that no script may hold, or with what makes a row of the
 * table unreadable: then nothing could put it back.
 */
export async function undoScript(
  context: SqlContext,
  table: SqlTable,
  cells: readonly SqlColumn[],
  { dataset, fields, rows, key, deletes = [] }: ApplyRequest,
  signal: AbortSignal,
): Promise<string> {
  if (key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'undo' })
  const { dialect } = context
  refuseInScript(dialect, [table.name, ...table.columns.map(({ name }) => name)])
  const positions = key.map((name) => fields.findIndex((field) => field.name === name))
  const keyColumns = key.map((name) => context.column(table, name, []))
  const written = rows.map((row) => ({ key: positions.map((at): Value => row[at] ?? null), deleted: false }))
  const all = [...written, ...deletes.map((each) => ({ key: each, deleted: true }))]
  // A key that names no row makes a reject of its row, and there is nothing to put back.
  const named = all.filter((each) => namesRow(keyColumns, each.key))
  // Of one that is written and then deleted, what is left is that its row is gone.
  const changed = lastOfEachKey(named, (each) => each.key)
  const script: string[] = []
  for (let start = 0; start < changed.length; start += maxLookupKeys) {
    const part = changed.slice(start, start + maxLookupKeys)
    const keys = part.map((each) => each.key)
    const columns = table.columns.map(({ name }) => ({ name }))
    const { answers } = await lookup(context, { dataset, columns, by: key, keys, limit: 1 }, signal)
    for (const [index, { rows: found, error }] of answers.entries()) {
      if (error !== undefined) throw error
      const [row] = found
      const where = table.columns.flatMap((column) => {
        const at = key.indexOf(column.name)
        return at < 0 ? [] : [`${dialect.quote(column.name)} = ${literal(context, column, keys[index]?.[at] ?? null)}`]
      })
      const condition = `WHERE ${where.join(' AND ')};`
      const deleted = part[index]?.deleted === true
      if (row === undefined && !deleted) script.push(`DELETE FROM ${table.reference} ${condition}`)
      if (row !== undefined && deleted) script.push(insert(context, table, row))
      if (row === undefined || deleted) continue
      const assignments = table.columns.flatMap((column, at) =>
        cells.some(({ name }) => name === column.name) && !key.includes(column.name)
          ? [`${dialect.quote(column.name)} = ${literal(context, column, row[at] ?? null)}`]
          : [],
      )
      if (assignments.length > 0) script.push(`UPDATE ${table.reference} SET ${listed(assignments)} ${condition}`)
    }
  }
  const head = dialect.scriptHead === undefined || script.length === 0 ? [] : [dialect.scriptHead]
  return [...head, ...script.reverse()].map((statement) => `${statement}\n`).join('')
}

function namesRow(columns: readonly SqlColumn[], key: readonly Value[]): boolean {
  try {
    return columns.every((column, at) => bindCell(key[at] ?? null, column) !== null)
  } catch (error) {
    if (!BerthError.is(error)) throw error
    return false
  }
}

function insert(context: SqlContext, table: SqlTable, row: Row): string {
  const written = table.columns.flatMap((column, at) => (column.computed === true ? [] : [{ column, at }]))
  const names = written.map(({ column }) => context.dialect.quote(column.name))
  const cells = written.map(({ column, at }) => literal(context, column, row[at] ?? null))
  return `INSERT INTO ${table.reference} (${listed(names)}) VALUES (${listed(cells)});`
}

/** A long list takes a line for each part: programs that run scripts leave out lines that are too long for them. */
function listed(parts: readonly string[]): string {
  const line = parts.join(', ')
  return line.length <= longLine ? line : parts.join(',\n  ')
}

function literal({ dialect }: SqlContext, column: SqlColumn, value: Value): string {
  if (value === null) return 'NULL'
  if (dialect.literal === undefined)
    throw new BerthError('NOT_SUPPORTED', { connector: dialect.name, capability: 'apply.undo' })
  const written = dialect.literal(bindCell(value, column), column)
  return column.marker?.(written) ?? written
}
