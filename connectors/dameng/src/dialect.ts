import { type SqlDialect, standardLiteral } from '@berth/sql'
import { mergeStatement, sequenceOutboxScript } from '@berth/sql/oracle-family'

/** How Dameng 8 spells things. */
export const dialect: SqlDialect = {
  name: 'dameng',
  quote,
  marker: () => '?',
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 2000,
  maxUnionBranches: 32,
  rowValues: false,
  write: (statement) => mergeStatement({ quote, marker: dialect.marker }, statement),
  maxWriteRows: 1,
  // The command line of Dameng would ask for what stands behind an ampersand.
  scriptHead: 'SET DEFINE OFF',
  literal,
  outboxScript: (table, key, outbox) =>
    sequenceOutboxScript({ quote, blockEnd: '/', sequence: 'NOCACHE ORDER', number: 'BIGINT' }, table, key, outbox),
  ledger: (table) => ({
    exists: `SELECT 1 FROM USER_OBJECTS WHERE OBJECT_NAME = '${table.replaceAll("'", "''")}' AND OBJECT_TYPE IN ('TABLE', 'SYNONYM')`,
    create: `CREATE TABLE ${quote(table)} (BATCH VARCHAR(210) NOT NULL PRIMARY KEY, APPLIED_AT TIMESTAMP NOT NULL)`,
    find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = ?`,
    insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (?, SYSTIMESTAMP)`,
  }),
}

/** Quotes an identifier, so that its case is kept. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** A line end within a text may end the statement for the command line of Dameng, and what follows would be another. */
function literal(bound: unknown): string {
  if (bound instanceof Uint8Array) return `0x${Buffer.from(bound).toString('hex')}`
  return standardLiteral(bound).replace(/[\r\n\0]/g, (end) => `' || CHR(${end.charCodeAt(0)}) || '`)
}
