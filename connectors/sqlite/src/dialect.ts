import { insertStatement, type SqlDialect, type SqlWrite, standardLiteral } from '@berth/sql'
import { outboxScript } from './outbox.ts'
import { quote } from './quote.ts'

/** How SQLite spells things. */
export const dialect: SqlDialect = {
  name: 'sqlite',
  quote,
  marker: (position) => `?${position}`,
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 32_766,
  maxUnionBranches: 64,
  rowValues: true,
  ignoresLengths: true,
  scansInPages: true,
  write,
  literal: standardLiteral,
  outboxScript,
  maxWriteRows: 50,
  ledger: (table) => ({
    exists: `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '${table.replaceAll("'", "''")}'`,
    create: `CREATE TABLE ${quote(table)} (batch TEXT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL) WITHOUT ROWID`,
    find: `SELECT 1 FROM ${quote(table)} WHERE batch = ?1`,
    insert: `INSERT INTO ${quote(table)} (batch, applied_at) VALUES (?1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
  }),
}

/** `ON CONFLICT` needs a unique index on the key; without one SQLite refuses the statement. */
function write(statement: SqlWrite): string {
  const insert = insertStatement({ quote, marker: dialect.marker }, statement)
  if (statement.key.length === 0) return insert
  const others = statement.columns.filter(({ name }) => !statement.key.includes(name))
  const updates = others.map(({ name }) => `${quote(name)} = excluded.${quote(name)}`)
  const action = updates.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${updates.join(', ')}`
  return `${insert} ON CONFLICT (${statement.key.map(quote).join(', ')}) ${action}`
}
