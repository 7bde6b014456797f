import { insertStatement, type SqlDialect, type SqlWrite } from '@berth/sql'
import { literal } from './literal.ts'
import { outboxScript, type Spelling } from './outbox.ts'
import { quote, unquoted } from './quote.ts'

/**
 * How Firebird spells things. The driver always speaks dialect 3, in which every name can be quoted and numbers are exact;
 * a database of dialect 1 understands that too, but for what changes its tables.
 */
export function firebirdDialect(spelling: Spelling): SqlDialect {
  const isOld = spelling.dialect === 1
  return {
    name: 'firebird',
    quote,
    marker: (position) => `?${position}`,
    limit: (rows) => ({ head: `FIRST ${rows}`, tail: '' }),
    maxParameters: 10_000,
    // A view of several tables counts for each of them, and Firebird admits 256 in a statement.
    maxUnionBranches: 32,
    rowValues: false,
    write,
    literal,
    ...(isOld ? { scriptHead: 'SET SQL DIALECT 3;' } : {}),
    outboxScript: (table, key, outbox) => outboxScript(spelling, table, key, outbox),
    maxWriteRows: 100,
    ledger: (table) => {
      const columns = 'BATCH VARCHAR(200) CHARACTER SET ASCII NOT NULL PRIMARY KEY, APPLIED_AT TIMESTAMP NOT NULL'
      return {
        exists: `SELECT 1 FROM RDB$RELATIONS WHERE RDB$RELATION_NAME = '${table.replaceAll("'", "''")}'`,
        // What a statement executes speaks the dialect of the database.
        create: isOld
          ? `EXECUTE BLOCK AS BEGIN EXECUTE STATEMENT 'CREATE TABLE ${unquoted(table)} (${columns})'; END`
          : `CREATE TABLE ${quote(table)} (${columns})`,
        find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = ?`,
        insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (?, CURRENT_TIMESTAMP)`,
      }
    },
  }
}

/**
 * The statement for one row, however many there are: Firebird has no form for several, so the connection sends it for
 * each row without waiting in between.
 */
function write(statement: SqlWrite): string {
  const insert = insertStatement({ quote, marker: (position) => `?${position}` }, { ...statement, rows: 1 })
  if (statement.key.length === 0) return insert
  return `UPDATE OR ${insert} MATCHING (${statement.key.map(quote).join(', ')})`
}
