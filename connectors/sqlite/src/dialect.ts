import {
  insertStatement,
  onConflict,
  type SqlDialect,
  type SqlWrite,
  sqliteOutboxScript,
  standardLiteral,
} from '@berth/sql'
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
  outboxScript: sqliteOutboxScript,
  maxWriteRows: 50,
  ledger: (table) => ({
    exists: `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '${table.replaceAll("'", "''")}'`,
    create: `CREATE TABLE ${quote(table)} (batch TEXT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL) WITHOUT ROWID`,
    find: `SELECT 1 FROM ${quote(table)} WHERE batch = ?1`,
    insert: `INSERT INTO ${quote(table)} (batch, applied_at) VALUES (?1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
  }),
}

function write(statement: SqlWrite): string {
  return insertStatement({ quote, marker: dialect.marker }, statement) + onConflict(quote, statement)
}
