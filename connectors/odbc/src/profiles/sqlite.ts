import type { LogicalType } from '@berth/core'
import { sqliteOutboxScript } from '@berth/sql'
import type { NativeColumn, NativeForm, Profile } from '../profile.ts'
import { generic, standardQuote, textLiteral } from './generic.ts'
import { insertOnConflict } from './postgresql.ts'

/** The driver binds a text of its own making with 255 characters, a BLOB with 255 bytes, whatever there is. */
const boundCharacters = 255

const longTypes: ReadonlySet<string> = new Set(['TEXT', 'LONGVARCHAR', 'LONGVARBINARY'])

/**
 * The driver gives a cell the type of the first row's cell, so that a text behind a number becomes 0: all but texts and
 * bytes are read as texts of SQLite's own making.
 */
function form(type: LogicalType): NativeForm {
  switch (type.name) {
    case 'text':
    case 'binary':
    case 'json':
      return {}
    case 'double':
      return {
        select: (reference) => `CASE WHEN ${reference} IS NOT NULL THEN printf('%!.20e', ${reference}) END`,
        marker: (marker) => `CAST(${marker} AS REAL)`,
      }
    case 'decimal':
      return {
        select: (reference) =>
          `CASE WHEN ${reference} IS NOT NULL THEN printf('%.${type.scale ?? 0}f', ${reference}) END`,
        marker: (marker) => `CAST(${marker} AS NUMERIC)`,
      }
    case 'integer':
    case 'int64':
    case 'boolean':
      return {
        select: (reference) => `CAST(${reference} AS TEXT)`,
        marker: (marker) => `CAST(${marker} AS INTEGER)`,
      }
    default:
      return { select: (reference) => `CAST(${reference} AS TEXT)` }
  }
}

function byteLength(reference: string): string {
  return `length(CAST(${reference} AS BLOB))`
}

function maxBytes(type: LogicalType, { typeName }: NativeColumn): number | undefined {
  if (type.name !== 'text' && type.name !== 'binary' && type.name !== 'json') return undefined
  return longTypes.has(typeName.toUpperCase()) ? undefined : boundCharacters
}

/** `DECIMAL(18,2)`, which the driver calls a double. */
function declaredDecimal({ typeName }: NativeColumn): LogicalType {
  const [, precision, scale] = /\((\d+)(?:\s*,\s*(\d+))?\)/.exec(typeName) ?? []
  if (precision === undefined) return { name: 'decimal' }
  return { name: 'decimal', precision: Number(precision), scale: Number(scale ?? 0) }
}

/** SQLite behind sqliteodbc, as an example of a driver with few guarantees; the package `connector-sqlite` needs no driver. */
export const sqlite: Profile = {
  ...generic,
  name: 'sqlite',
  version: 'SELECT sqlite_version()',
  detect: /^3\.\d+/,
  clock: "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  rowCounts: {
    exist: "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'",
    text: 'SELECT NULL, tbl, CAST(MAX(CAST(stat AS INTEGER)) AS TEXT) FROM sqlite_stat1 GROUP BY tbl',
  },
  attributes: { Timeout: '1000', BigInt: '0' },
  setUp: { read: ['PRAGMA query_only = 1'] },
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 900,
  maxUnionBranches: 64,
  rowValues: true,
  maxWriteRows: 50,
  types: {
    TEXT: () => ({ name: 'text' }),
    BOOLEAN: () => ({ name: 'boolean' }),
    BLOB: () => ({ name: 'binary' }),
    LONGVARBINARY: () => ({ name: 'binary' }),
    JSON: () => ({ name: 'json' }),
    INTEGER: () => ({ name: 'int64' }),
    NUMERIC: declaredDecimal,
    DECIMAL: declaredDecimal,
  },
  form,
  bytes: () => ({
    select: (reference) => `CAST(${reference} AS BLOB)`,
    marker: (marker) => `CAST(${marker} AS TEXT)`,
    limit: { maxLength: boundCharacters, length: byteLength },
  }),
  byteLength,
  maxBytes,
  upsert: insertOnConflict,
  outboxScript: sqliteOutboxScript,
  ledger: (table) => ({
    ...generic.ledger(table),
    exists: `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${textLiteral(table)}`,
    create: `CREATE TABLE ${standardQuote(table)} (batch TEXT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)`,
  }),
  literal: (bound, type) => {
    if (bound instanceof Uint8Array) return `X'${Buffer.from(bound).toString('hex')}'`
    const number = ['integer', 'int64', 'decimal', 'double', 'boolean'].includes(type.name)
    return number ? String(bound) : textLiteral(String(bound))
  },
  codes: {
    5: 'SYSTEM_BUSY', // SQLITE_BUSY
    6: 'SYSTEM_BUSY', // SQLITE_LOCKED
    8: 'PERMISSION_DENIED', // SQLITE_READONLY
    9: 'ABORTED', // SQLITE_INTERRUPT
    13: 'SYSTEM_DISK_FULL', // SQLITE_FULL
    14: 'DATABASE_MISSING', // SQLITE_CANTOPEN
    19: 'CONSTRAINT_VIOLATED', // SQLITE_CONSTRAINT
    26: 'DATABASE_MISSING', // SQLITE_NOTADB
  },
}
