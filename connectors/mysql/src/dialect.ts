import { BerthError } from '@berth/core'
import { insertStatement, mysqlOutboxScript, type SqlColumn, type SqlDialect, type SqlWrite } from '@berth/sql'
import { quote } from './quote.ts'
import { exactly, isTransactional, type MysqlColumn, type MysqlTable, mysqlColumns } from './table.ts'

/** How MySQL and MariaDB spell things. */
export const dialect: SqlDialect = {
  name: 'mysql',
  quote,
  marker: (position) => `?${position}`,
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  // The protocol counts them in 16 bits; a text that is compared is sent twice.
  maxParameters: 30_000,
  maxUnionBranches: 64,
  // `(a, b) > (?, ?)` is understood and uses no index.
  rowValues: false,
  write,
  maxWriteRows: 50,
  literal,
  outboxScript: (table, key, outbox) =>
    mysqlOutboxScript(table, key, outbox, {
      exactly: (column: MysqlColumn, expression) => exactly(column, expression),
      definition: ({ nativeType, collation }: MysqlColumn) =>
        `${nativeType}${collation === undefined ? '' : ` COLLATE ${collation}`} NOT NULL`,
    }),
  ledger: (table) => ({
    exists: `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '${table.replaceAll("'", "''")}'`,
    create: `CREATE TABLE ${quote(table)} (BATCH VARCHAR(205) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, APPLIED_AT DATETIME NOT NULL) ENGINE=InnoDB`,
    find: `SELECT 1 FROM ${quote(table)} WHERE BATCH = ?1`,
    insert: `INSERT INTO ${quote(table)} (BATCH, APPLIED_AT) VALUES (?1, UTC_TIMESTAMP())`,
  }),
}

/**
 * Throws `NOT_SUPPORTED` for a table whose engine knows no transactions, for a batch there could be half written, and
 * `KEY_MISSING` for an upsert by a key that no unique index holds, which would insert rows twice.
 */
export function write(statement: SqlWrite): string {
  const { name, engine, unique } = statement.table as MysqlTable
  if (engine !== undefined && !isTransactional(engine))
    throw new BerthError('NOT_SUPPORTED', { connector: 'mysql', capability: `apply to ${name} (engine ${engine})` })
  const columns = mysqlColumns(statement.columns).map((column) => {
    const { marker, ...bare } = column
    return marker === undefined || column.storesPlain !== true ? column : bare
  })
  const insert = insertStatement({ quote, marker: dialect.marker }, { ...statement, columns })
  if (statement.key.length === 0) return insert
  const isKey = (index: readonly string[]): boolean =>
    index.length === statement.key.length && statement.key.every((column) => index.includes(column))
  if (!unique.some(isKey)) throw new BerthError('KEY_MISSING', { dataset: name, purpose: 'upsert' })
  const others = statement.columns.filter((column) => !statement.key.includes(column.name))
  const updates = others.map((column) => `${quote(column.name)} = VALUES(${quote(column.name)})`)
  return `${insert} ON DUPLICATE KEY UPDATE ${[keyGuard(statement), ...updates].join(', ')}`
}

/**
 * The server replaces the row of any unique index that is met, not only of the key. The key is set to itself where it
 * is the same, byte for byte; else a number beyond its range is counted, which refuses the row.
 */
function keyGuard({ columns, key }: SqlWrite): string {
  const keyColumns = mysqlColumns(columns).filter(({ name }) => key.includes(name))
  const same = keyColumns.map((column) => {
    const reference = quote(column.name)
    return `${exactly(column, reference)} <=> ${exactly(column, `VALUES(${reference})`)}`
  })
  const [first] = keyColumns as [SqlColumn, ...SqlColumn[]]
  const reference = quote(first.name)
  return `${reference} = IF(${same.join(' AND ')}, ${reference}, ${refusal(first, reference)})`
}

/** An expression of the column's own kind that fails when it is counted, and not before: it depends on the row. */
function refusal({ type }: SqlColumn, reference: string): string {
  const length = `COALESCE(CHAR_LENGTH(${reference}), 0)`
  if (type.name === 'double') return `EXP(${length} + 1e4)`
  const beyond = `${length} + 1 + 18446744073709551615`
  return type.name === 'integer' || type.name === 'int64' || type.name === 'decimal'
    ? beyond
    : `CAST(${beyond} AS CHAR)`
}

/** Text as its bytes, for a backslash means something in some settings of the server. */
function literal(bound: unknown): string {
  if (bound instanceof Uint8Array) return `X'${Buffer.from(bound).toString('hex')}'`
  if (typeof bound === 'string') return `_utf8mb4 X'${Buffer.from(bound).toString('hex')}'`
  return String(bound)
}
