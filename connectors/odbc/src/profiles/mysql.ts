import type { LogicalType } from '@berth/core'
import { insertStatement, mysqlOutboxScript, type SqlWrite } from '@berth/sql'
import type { NativeColumn, NativeForm, Profile } from '../profile.ts'
import { generic, textLiteral } from './generic.ts'

function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``
}

const named: Readonly<Partial<Record<LogicalType['name'], string>>> = {
  int64: 'SIGNED',
  integer: 'SIGNED',
  double: 'DOUBLE',
  boolean: 'SIGNED',
  date: 'DATE',
  time: 'TIME(6)',
  datetime: 'DATETIME(6)',
}

/** What leads a parameter that is the bytes of a text in a charset declared for its column. */
const asBytes = 'CAST('

/** A text as bytes, which no collation compares. */
function exact(expression: string): string {
  return `CAST(CONVERT(${expression} USING utf8mb4) AS BINARY)`
}

/** A text is read as hexadecimal digits: the library ends a plain one at its first NUL, which MySQL can store. */
function form(type: LogicalType, { size, scale }: NativeColumn): NativeForm {
  const cast = (target: string): NativeForm => ({ marker: (marker) => `CAST(${marker} AS ${target})` })
  switch (type.name) {
    case 'text':
      return {
        select: (reference) => `HEX(CONVERT(${reference} USING utf8mb4))`,
        hex: true,
        // The first comparison finds rows by an index, the second leaves out those that only a collation calls equal.
        equals: (reference, marker) =>
          marker.startsWith(asBytes)
            ? `CAST(${reference} AS BINARY) = ${marker}`
            : `(${reference} = ${marker} AND ${exact(reference)} = ${exact(marker)})`,
        order: exact,
      }
    case 'json':
      return { select: (reference) => `HEX(CONVERT(${reference} USING utf8mb4))`, hex: true }
    case 'instant':
      return {
        select: (reference) => `CAST(${reference} AS CHAR(40))`,
        marker: (marker) => `CAST(LEFT(${marker}, CHAR_LENGTH(${marker}) - 6) AS DATETIME(6))`,
      }
    case 'binary':
      return {}
    case 'integer':
      return cast('SIGNED')
    case 'boolean':
      return { select: (reference) => `CAST(${reference} + 0 AS CHAR(1))`, ...cast('SIGNED') }
    case 'decimal':
      return {
        select: (reference) => `CAST(${reference} AS CHAR(80))`,
        ...cast(`DECIMAL(${Math.min(size ?? 65, 65)},${scale ?? 0})`),
      }
    default:
      return { select: (reference) => `CAST(${reference} AS CHAR(40))`, ...cast(named[type.name] ?? 'CHAR') }
  }
}

function onDuplicate(write: SqlWrite, marker: (position: number) => string): string {
  const insert = insertStatement({ quote, marker }, write)
  const others = write.columns.filter(({ name }) => !write.key.includes(name))
  const set = (others.length === 0 ? write.columns : others).map(({ name }) => quote(name))
  return `${insert} ON DUPLICATE KEY UPDATE ${set.map((name) => `${name} = VALUES(${name})`).join(', ')}`
}

/** MariaDB, MySQL, TiDB, MySQL tenants of OceanBase. */
export const mysql: Profile = {
  ...generic,
  name: 'mysql',
  version: 'SELECT version()',
  detect: /^\d+\.\d+\.\d+/,
  clock: "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ')",
  scope: 'SELECT DATABASE(), NULL',
  rowCounts: {
    text: `SELECT NULL, TABLE_NAME, CAST(TABLE_ROWS AS CHAR(40)) FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_ROWS IS NOT NULL`,
  },
  attributes: { CHARSET: 'utf8mb4' },
  setUp: {
    both: [
      "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO')",
      "SET SESSION time_zone = '+00:00'",
    ],
    read: ['SET SESSION TRANSACTION READ ONLY'],
  },
  quote,
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 30_000,
  maxUnionBranches: 64,
  rowValues: true,
  maxWriteRows: 100,
  types: {
    'INT UNSIGNED': () => ({ name: 'int64' }),
    'INTEGER UNSIGNED': () => ({ name: 'int64' }),
    'BIGINT UNSIGNED': () => ({ name: 'decimal', precision: 20, scale: 0 }),
    BIT: ({ size }) => (size === undefined || size <= 1 ? { name: 'boolean' } : { name: 'binary' }),
    TIMESTAMP: () => ({ name: 'instant' }),
    YEAR: () => ({ name: 'integer' }),
    JSON: () => ({ name: 'json' }),
  },
  form,
  bytes: () => ({
    select: (reference) => `CAST(${reference} AS BINARY)`,
    marker: (marker) => `${asBytes}${marker} AS BINARY)`,
  }),
  byteLength: (reference) => `OCTET_LENGTH(${reference})`,
  routines: {
    called: 'PROCEDURE',
    type: "CONCAT(p.DATA_TYPE, IF(p.DTD_IDENTIFIER LIKE '%unsigned%', ' unsigned', ''))",
    returns: 'NULL',
  },
  upsert: onDuplicate,
  outboxScript: (table, key, outbox) =>
    mysqlOutboxScript(table, key, outbox, { exactly: ({ type }, each) => (type.name === 'text' ? exact(each) : each) }),
  ledger: (table) => ({
    exists: `SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ${textLiteral(table)}`,
    create: `CREATE TABLE ${quote(table)} (batch VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, applied_at DATETIME(6) NOT NULL) ENGINE=InnoDB`,
    find: `SELECT 1 FROM ${quote(table)} WHERE batch = ?`,
    insert: `INSERT INTO ${quote(table)} (batch, applied_at) VALUES (?, UTC_TIMESTAMP(6))`,
  }),
  literal: (bound, type) => {
    if (bound instanceof Uint8Array) return `X'${Buffer.from(bound).toString('hex')}'`
    if (type.name === 'text' || type.name === 'json')
      return `CONVERT(X'${Buffer.from(String(bound)).toString('hex')}' USING utf8mb4)`
    return type.name === 'integer' || type.name === 'double' ? String(bound) : textLiteral(String(bound))
  },
  codes: {
    1044: 'PERMISSION_DENIED', // ER_DBACCESS_DENIED_ERROR
    1045: 'AUTH_FAILED', // ER_ACCESS_DENIED_ERROR
    1049: 'DATABASE_MISSING', // ER_BAD_DB_ERROR
    1053: 'SYSTEM_UNAVAILABLE', // ER_SERVER_SHUTDOWN
    1040: 'SYSTEM_BUSY', // ER_CON_COUNT_ERROR
    1142: 'PERMISSION_DENIED', // ER_TABLEACCESS_DENIED_ERROR
    1143: 'PERMISSION_DENIED', // ER_COLUMNACCESS_DENIED_ERROR
    1205: 'SYSTEM_BUSY', // ER_LOCK_WAIT_TIMEOUT
    1213: 'SYSTEM_BUSY', // ER_LOCK_DEADLOCK
    1227: 'PERMISSION_DENIED', // ER_SPECIFIC_ACCESS_DENIED_ERROR
    1317: 'ABORTED', // ER_QUERY_INTERRUPTED
    1364: 'VALUE_MISSING', // ER_NO_DEFAULT_FOR_FIELD
    1366: 'VALUE_INVALID', // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
    1792: 'PERMISSION_DENIED', // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
    1021: 'SYSTEM_DISK_FULL', // ER_DISK_FULL
    1114: 'SYSTEM_DISK_FULL', // ER_RECORD_FILE_FULL
    2002: 'CONNECT_REFUSED', // CR_CONNECTION_ERROR
    2003: 'CONNECT_REFUSED', // CR_CONN_HOST_ERROR
    2005: 'HOST_UNKNOWN', // CR_UNKNOWN_HOST
    2006: 'CONNECTION_LOST', // CR_SERVER_GONE_ERROR
    2013: 'CONNECTION_LOST', // CR_SERVER_LOST
    3024: 'SYSTEM_BUSY', // ER_QUERY_TIMEOUT
    4025: 'CONSTRAINT_VIOLATED', // ER_CONSTRAINT_FAILED
  },
}
