import { insertStatement, type SqlDialect, type SqlWrite } from '@berth/sql'

/** How Firebird spells things. */
export const dialect: SqlDialect = {
  name: 'firebird',
  quote,
  marker: () => '?',
  limit: (rows) => ({ head: `FIRST ${rows}`, tail: '' }),
  maxParameters: 10_000,
  // A view of several tables counts for each of them, and Firebird admits 256 in a statement.
  maxUnionBranches: 32,
  rowValues: false,
  write,
  maxWriteRows: 100,
  ledger: (table) => ({
    exists: `SELECT 1 FROM RDB$RELATIONS WHERE RDB$RELATION_NAME = '${table.replaceAll("'", "''")}'`,
    create: `CREATE TABLE ${quote(table)} (BATCH VARCHAR(200) CHARACTER SET ASCII NOT NULL PRIMARY KEY, APPLIED_AT TIMESTAMP NOT NULL)`,
    find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = ?`,
    insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (?, CURRENT_TIMESTAMP)`,
  }),
}

/** Quotes an identifier. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/**
 * The statement for one row, however many there are: Firebird has no form for several, so the connection sends it for
 * each row without waiting in between.
 */
function write(statement: SqlWrite): string {
  const insert = insertStatement({ quote, marker: dialect.marker }, { ...statement, rows: 1 })
  if (statement.key.length === 0) return insert
  return `UPDATE OR ${insert} MATCHING (${statement.key.map(quote).join(', ')})`
}
