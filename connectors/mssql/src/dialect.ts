import { insertStatement, type SqlDialect, type SqlWrite } from '@berth/sql'
import { withIdentity } from './identity.ts'
import { mergeStatement } from './merge.ts'
import { outboxScript } from './outbox.ts'
import { quote, textLiteral } from './quote.ts'

/** How SQL Server spells things. */
export const dialect: SqlDialect = {
  name: 'mssql',
  quote,
  marker: (position) => `@p${position}`,
  limit: (rows) => ({ head: `TOP (${rows})`, tail: '' }),
  // 2,100 are allowed, those of sp_executesql itself among them.
  maxParameters: 2000,
  maxUnionBranches: 64,
  rowValues: false,
  write,
  // INSERT takes at most 1,000 rows.
  maxWriteRows: 100,
  literal,
  outboxScript,
  ledger: (table) => ({
    exists: `SELECT 1 FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE s.name IN (SCHEMA_NAME(), 'dbo') AND o.name = ${textLiteral(table)} AND o.type = 'U'`,
    create: `CREATE TABLE ${quote(table)} (BATCH varchar(200) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY, APPLIED_AT datetime2(3) NOT NULL)`,
    find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = CONVERT(varchar(200), @p1)`,
    insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (CONVERT(varchar(200), @p1), SYSUTCDATETIME())`,
  }),
}

/** The same where readers would hold locks on what they read: a scan over the primary key runs in short statements. */
export const pagingDialect: SqlDialect = { ...dialect, scansInPages: true }

function write(statement: SqlWrite): string {
  const { table, columns, key } = statement
  const insert = insertStatement({ quote, marker: dialect.marker }, statement)
  const text = key.length === 0 ? insert : mergeStatement(statement, insert.slice(insert.indexOf(' VALUES ') + 1))
  return withIdentity(table, columns, text)
}

/**
 * sqlcmd looks for lines of its own also within a text: GO ends the batch there, `:!!` runs a program, and `$(NAME)` is put
 * in place; the server itself drops a line end behind a backslash. A text with any of that is written as its bytes.
 */
function literal(bound: unknown): string {
  if (bound instanceof Uint8Array) return `0x${Buffer.from(bound).toString('hex')}`
  if (typeof bound === 'number') return String(bound)
  const text = String(bound)
  if (!/[\p{Cc}\u2028\u2029]|\$\(/u.test(text)) return textLiteral(text)
  return `CONVERT(nvarchar(max), 0x${Buffer.from(text, 'utf16le').toString('hex')})`
}
