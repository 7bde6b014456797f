// How this database spells what all of them share.
import { insertStatement, onConflict } from '@berth/sql'

export const quote = (name) => `"${name.replaceAll('"', '""')}"`
const marker = (position) => `?${position}`

export const dialect = {
  name: '{{name}}',
  quote,
  marker,
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 32_766,
  maxUnionBranches: 64,
  rowValues: true,
  ignoresLengths: true,
  scansInPages: true,
  maxWriteRows: 50,
  write: (statement) => insertStatement({ quote, marker }, statement) + onConflict(quote, statement),
  // The table that remembers which batches were applied, so that none is applied twice (APL-1).
  ledger: (table) => ({
    exists: `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '${table.replaceAll("'", "''")}'`,
    create: `CREATE TABLE ${quote(table)} (batch TEXT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)`,
    find: `SELECT 1 FROM ${quote(table)} WHERE batch = ?1`,
    insert: `INSERT INTO ${quote(table)} (batch, applied_at) VALUES (?1, datetime('now'))`,
  }),
}
