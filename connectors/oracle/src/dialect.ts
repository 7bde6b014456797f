import { BerthError } from '@berth/core'
import type { SqlDialect } from '@berth/sql'
import { mergeStatement, sequenceOutboxScript } from '@berth/sql/oracle-family'
import { BoundCell } from './binds.ts'
import { maxRawBytes } from './questions.ts'

/** Characters of one literal of a script, each on a line of its own: SQL*Plus leaves out a line of more than 2,499 bytes. */
const literalCharacters = 300

/** How Oracle spells things, from 11g to 23ai. */
export const dialect: SqlDialect = {
  name: 'oracle',
  quote,
  marker: (position) => `:${position}`,
  // FETCH FIRST came with 12c; a condition on ROWNUM around the statement does the same in every version, and stops early.
  limit: (rows) => ({ head: '* FROM (SELECT', tail: `) WHERE ROWNUM <= ${rows}` }),
  maxParameters: 32_000,
  maxUnionBranches: 32,
  rowValues: false,
  write: (statement) => mergeStatement({ quote, marker: dialect.marker }, statement),
  maxWriteRows: 1,
  // SQL*Plus would ask for what stands behind an ampersand.
  scriptHead: 'SET DEFINE OFF',
  literal,
  outboxScript: (table, key, outbox) =>
    sequenceOutboxScript(
      // Without ORDER the nodes of a cluster would number from different stocks, hours apart.
      { quote, blockEnd: '/', sequence: 'NOCACHE ORDER', number: 'NUMBER(18)' },
      table,
      key,
      outbox,
    ),
  ledger: (table) => ({
    exists: `SELECT 1 FROM USER_OBJECTS WHERE OBJECT_NAME = '${table.replaceAll("'", "''")}' AND OBJECT_TYPE IN ('TABLE', 'SYNONYM')`,
    create: `CREATE TABLE ${quote(table)} (BATCH VARCHAR2(210) NOT NULL PRIMARY KEY, APPLIED_AT TIMESTAMP NOT NULL)`,
    find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = :1`,
    insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (:1, SYSTIMESTAMP)`,
  }),
}

/** Quotes an identifier. Oracle has no way to write a quotation mark inside one. */
export function quote(identifier: string): string {
  if (identifier.includes('"') || identifier.includes('\0'))
    throw new BerthError('COLUMN_UNKNOWN', { dataset: '-', column: identifier })
  return `"${identifier}"`
}

function literal(bound: unknown): string {
  if (bound instanceof BoundCell) {
    const { type, value } = bound
    if (value instanceof Uint8Array) return bytesLiteral(value, type === 'BLOB')
    if (typeof value === 'number') return `TO_BINARY_DOUBLE('${value}')`
    const isLob = type === 'CLOB' || type === 'NCLOB'
    return textLiteral(String(value), type.startsWith('N') ? 'N' : '', isLob ? `TO_${type}` : '')
  }
  if (typeof bound === 'boolean') return bound ? 'TRUE' : 'FALSE'
  return textLiteral(String(bound), '', '')
}

/** Between literals that are put together. */
const between = '\n || '

function bytesLiteral(bytes: Uint8Array, isBlob: boolean): string {
  if (bytes.length > maxRawBytes)
    throw new BerthError('NOT_SUPPORTED', { connector: 'oracle', capability: `apply.undo beyond ${maxRawBytes} bytes` })
  const digits = Buffer.from(bytes)
    .toString('hex')
    .match(/.{1,1000}/g) ?? ['']
  const raw = `HEXTORAW(${digits.map((each) => `'${each}'`).join(between)})`
  return isBlob ? `TO_BLOB(${raw})` : raw
}

/** A line end in a literal would end the statement for SQL*Plus. */
function textLiteral(text: string, prefix: '' | 'N', wrap: string): string {
  const characters = Array.from(text)
  const parts: string[] = []
  for (let start = 0; start < Math.max(1, characters.length); start += literalCharacters) {
    const part = characters
      .slice(start, start + literalCharacters)
      .join('')
      .replaceAll("'", "''")
    const plain = `${prefix}'${part.replace(/[\r\n\0]/g, (end) => `'${between}CHR(${end.charCodeAt(0)})${between}${prefix}'`)}'`
    parts.push(wrap === '' ? plain : `${wrap}(${plain})`)
  }
  return parts.join(between)
}
