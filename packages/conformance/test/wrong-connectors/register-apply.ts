import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import {
  type ApplyRequest,
  type ApplyResult,
  BerthError,
  canonicalProblem,
  type ErrorCode,
  type Reject,
  type Row,
} from '@berth/core'
import { quoted } from './register.ts'
import { loadTable, type RegisterTable } from './register-table.ts'

const ledger = 'REGISTER_BATCHES'

/** Where a write can go wrong. */
export interface ApplyParts {
  /** Whether a batch was written before. */
  isKnown(database: DatabaseSync, batch: string): boolean
}

export const honestApply: ApplyParts = {
  isKnown: (database, batch) => database.prepare(`SELECT 1 FROM ${ledger} WHERE BATCH = ?`).get(batch) !== undefined,
}

/** Writes a batch and its name in one transaction. */
export function applyRows(database: DatabaseSync, parts: ApplyParts, request: ApplyRequest): ApplyResult {
  const table = loadTable(database, request.dataset)
  for (const name of [...request.fields.map((field) => field.name), ...request.key]) table.column(name)
  database.exec(`CREATE TABLE IF NOT EXISTS ${ledger} (BATCH TEXT PRIMARY KEY)`)
  database.exec('BEGIN IMMEDIATE')
  try {
    if (parts.isKnown(database, request.batch)) {
      database.exec('ROLLBACK')
      return { applied: 0, repeated: true, rejects: [] }
    }
    database.prepare(`INSERT OR IGNORE INTO ${ledger} VALUES (?)`).run(request.batch)
    const rejects = writeRows(database, table, request)
    const refused = rejects.length > 0 && request.onReject === 'abort'
    database.exec(refused ? 'ROLLBACK' : 'COMMIT')
    return { applied: refused ? 0 : request.rows.length - rejects.length, repeated: false, rejects }
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw BerthError.from(error, 'QUERY_FAILED', { nativeCode: String((error as { errcode?: number }).errcode ?? '-') })
  }
}

function writeRows(database: DatabaseSync, table: RegisterTable, { fields, rows, mode, key }: ApplyRequest): Reject[] {
  const names = fields.map(({ name }) => quoted(name))
  const others = names.filter((name) => !key.map(quoted).includes(name))
  const updates = others.map((name) => `${name} = excluded.${name}`).join(', ')
  const conflict = `ON CONFLICT (${key.map(quoted).join(', ')}) DO ${updates === '' ? 'NOTHING' : `UPDATE SET ${updates}`}`
  const insert = `INSERT INTO ${quoted(table.name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  const statement = database.prepare(mode === 'upsert' ? `${insert} ${conflict}` : insert)
  const rejects: Reject[] = []
  for (const [index, row] of rows.entries()) {
    const problem = refusal(
      table,
      fields.map(({ name }) => name),
      row,
    )
    if (problem !== undefined) {
      rejects.push({ row: index, ...problem })
      continue
    }
    try {
      statement.run(...fields.map(({ name }, at) => table.stored(name, row[at] ?? null) as SQLInputValue))
    } catch (error) {
      if ((error as { errcode?: number }).errcode === undefined) throw error
      rejects.push({ row: index, code: 'CONSTRAINT_VIOLATED' })
    }
  }
  return rejects
}

function refusal(
  table: RegisterTable,
  names: readonly string[],
  row: Row,
): { readonly column: string; readonly code: ErrorCode } | undefined {
  for (const { name, type, nullable } of table.columns) {
    const value = row[names.indexOf(name)] ?? null
    if (value === null && !nullable) return { column: name, code: 'VALUE_MISSING' }
    const problem = canonicalProblem(value, type)
    if (problem === 'shape' || (typeof value === 'string' && !value.isWellFormed()))
      return { column: name, code: 'VALUE_INVALID' }
    if (problem !== undefined) return { column: name, code: 'VALUE_TOO_LONG' }
  }
  return undefined
}
