import type { LogicalType } from '@berth/core'
import { insertStatement, onConflict, postgresOutboxScript, type SqlWrite } from '@berth/sql'
import type { NativeColumn, NativeForm, Profile } from '../profile.ts'
import { generic, standardQuote, textLiteral } from './generic.ts'

const named: Readonly<Partial<Record<LogicalType['name'], string>>> = {
  int64: 'int8',
  integer: 'int4',
  double: 'float8',
  boolean: 'bool',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  instant: 'timestamptz',
  json: 'json',
}

/**
 * A text is read with nothing joined to it, for a mere cast keeps the name of its column, and ORDER BY would then sort by
 * the text. A parameter goes as a text that the server itself reads as the type.
 */
function form(type: LogicalType, { typeName }: NativeColumn): NativeForm {
  switch (type.name) {
    case 'text':
      return { marker: (marker) => `CAST(${marker} AS ${typeName === 'bpchar' ? 'bpchar' : 'text'})` }
    case 'binary':
      return {}
    case 'integer':
    case 'double':
      return { marker: (marker) => `CAST(CAST(${marker} AS text) AS ${named[type.name]})` }
    case 'instant':
      return {
        select: (reference) => `CAST(CAST(${reference} AT TIME ZONE 'UTC' AS text) || 'Z' AS varchar(40))`,
        marker: (marker) => `CAST(CAST(${marker} AS text) AS timestamptz)`,
      }
    default:
      return {
        select: (reference) =>
          `CAST(CAST(${reference} AS text) || '' AS ${type.name === 'json' ? 'text' : 'varchar(140)'})`,
        marker: (marker) => `CAST(CAST(${marker} AS text) AS ${named[type.name] ?? 'numeric'})`,
      }
  }
}

/** `INSERT .. ON CONFLICT`, as PostgreSQL and SQLite have it. */
export function insertOnConflict(write: SqlWrite, marker: (position: number) => string): string {
  return insertStatement({ quote: standardQuote, marker }, write) + onConflict(standardQuote, write)
}

/** PostgreSQL and what speaks like it: KingbaseES, openGauss, GaussDB. */
export const postgresql: Profile = {
  ...generic,
  name: 'postgresql',
  version: 'SELECT version()',
  detect: /PostgreSQL|Kingbase|openGauss|GaussDB/i,
  clock: `SELECT CAST(clock_timestamp() AT TIME ZONE 'UTC' AS text) || 'Z'`,
  scope: 'SELECT CAST(NULL AS text), CAST(current_schema() AS text)',
  comments: `SELECT CAST(c.relname AS text), CAST(a.attname AS text), CAST(d.description AS text)
FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0`,
  // A table that was never analysed has -1 rows, before PostgreSQL 14 none.
  rowCounts: {
    text: `SELECT CAST(n.nspname AS text), CAST(c.relname AS text), CAST(c.reltuples AS text)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg#_%' ESCAPE '#'
  AND (c.reltuples > 0 OR (c.reltuples = 0 AND CAST(current_setting('server_version_num') AS integer) >= 140000))`,
  },
  attributes: { UseDeclareFetch: '1', Fetch: '1000', BoolsAsChar: '1', MaxVarcharSize: '8190' },
  setUp: {
    both: ["SET DateStyle = 'ISO, YMD'", "SET bytea_output = 'hex'", "SET client_encoding = 'UTF8'"],
    read: ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY'],
  },
  limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
  maxParameters: 30_000,
  maxUnionBranches: 64,
  rowValues: true,
  maxWriteRows: 100,
  fetchRows: 1000,
  savepoint: {
    set: 'SAVEPOINT berth_row',
    rollback: 'ROLLBACK TO SAVEPOINT berth_row',
    release: 'RELEASE SAVEPOINT berth_row',
  },
  types: {
    BOOL: () => ({ name: 'boolean' }),
    NUMERIC: ({ size, scale }) =>
      size === undefined || size === 0 || scale === undefined
        ? { name: 'decimal' }
        : { name: 'decimal', precision: size, scale },
    TIMESTAMPTZ: () => ({ name: 'instant' }),
    'TIMESTAMP WITH TIME ZONE': () => ({ name: 'instant' }),
    JSON: () => ({ name: 'json' }),
    JSONB: () => ({ name: 'json' }),
    BYTEA: () => ({ name: 'binary' }),
    TEXT: () => ({ name: 'text' }),
    UUID: () => ({ name: 'text', maxLength: 36 }),
  },
  form,
  bytes: () => ({
    select: (reference) => `convert_to(CAST(${reference} AS text), getdatabaseencoding())`,
    marker: (marker) => `convert_from(CAST(${marker} AS bytea), getdatabaseencoding())`,
  }),
  byteLength: (reference, type) => `octet_length(${type.name === 'binary' ? reference : `CAST(${reference} AS text)`})`,
  routines: {
    called: 'FUNCTION',
    type: 'p.UDT_NAME',
    // Of a row whose columns only its type tells, as of a record, the columns are not known.
    returns: `CASE WHEN EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = r.TYPE_UDT_NAME) THEN 'record' ELSE CAST(r.TYPE_UDT_NAME AS varchar) END`,
  },
  upsert: insertOnConflict,
  outboxScript: (table, key, name, schema) => {
    const reference = [...(schema === null ? [] : [schema]), table.name].map(standardQuote).join('.')
    return postgresOutboxScript({ ...table, reference }, key, { name })
  },
  ledger: (table) => ({
    ...generic.ledger(table),
    exists: `SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ${textLiteral(table)}`,
    find: `SELECT 1 FROM ${standardQuote(table)} WHERE batch = CAST(? AS text)`,
    insert: `INSERT INTO ${standardQuote(table)} (batch, applied_at) VALUES (CAST(? AS text), CURRENT_TIMESTAMP)`,
  }),
  literal: (bound, type) => {
    if (bound instanceof Uint8Array) return `'\\x${Buffer.from(bound).toString('hex')}'`
    if (type.name === 'integer' || type.name === 'double') return String(bound)
    const text = textLiteral(String(bound))
    // Means the same whatever the server is set to think of backslashes.
    return text.includes('\\') ? `E${text.replaceAll('\\', '\\\\')}` : text
  },
  codes: {},
}
