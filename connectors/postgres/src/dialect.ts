import {
  onConflict as conflictClause,
  insertStatement,
  postgresOutboxScript,
  type SqlDialect,
  type SqlWrite,
  standardLiteral,
} from '@berth/sql'
import { ownPlace } from './dataset-name.ts'
import { quote } from './quote.ts'
import type { PostgresColumn } from './values.ts'

/** The end of an INSERT that replaces rows which are there, found by the key. */
export type Upsert = (statement: Pick<SqlWrite, 'columns' | 'key'>) => string

export function marker(position: number): string {
  return `$${position}`
}

/** How PostgreSQL spells things. `knowsLateral`: since 9.4, and not openGauss. */
export function postgresDialect(upsert: Upsert, knowsLateral: boolean): SqlDialect {
  return {
    name: 'postgres',
    quote,
    marker,
    limit: (rows) => ({ head: '', tail: `LIMIT ${rows}` }),
    maxParameters: 32_767,
    maxUnionBranches: 64,
    ...(knowsLateral ? { arrayElement: ({ element }: PostgresColumn) => element } : {}),
    rowValues: true,
    write: (statement) => insertStatement({ quote, marker }, statement) + upsert(statement),
    maxWriteRows: 100,
    literal,
    outboxScript: (table, key, outbox) => postgresOutboxScript(table, key, ownPlace(outbox)),
    ledger: (table) => ledger(table, upsert === onConflict),
    savepoint: { set: 'SAVEPOINT berth', rollback: 'ROLLBACK TO SAVEPOINT berth', release: 'RELEASE SAVEPOINT berth' },
  }
}

/** `ON CONFLICT`. */
export const onConflict: Upsert = (statement) => conflictClause(quote, statement)

/** The same in openGauss, which looks at every unique index. */
export function onDuplicateKey({ columns, key }: Pick<SqlWrite, 'columns' | 'key'>): string {
  if (key.length === 0) return ''
  const others = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name))
  const updates = others.map((name) => `${name} = VALUES(${name})`)
  return ` ON DUPLICATE KEY UPDATE ${updates.length === 0 ? 'NOTHING' : updates.join(', ')}`
}

function literal(bound: unknown): string {
  if (bound instanceof Uint8Array) return `'\\x${Buffer.from(bound).toString('hex')}'::bytea`
  const written = standardLiteral(bound)
  return written.includes('\\') ? `E${written.replaceAll('\\', '\\\\')}` : written
}

function ledger(table: string, knowsConflicts: boolean): ReturnType<SqlDialect['ledger']> {
  const { schema, name } = ownPlace(table)
  const reference = schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`
  const place = schema === undefined ? 'pg_table_is_visible(c.oid)' : `n.nspname = ${standardLiteral(schema)}`
  const insert = `INSERT INTO ${reference} (batch) VALUES ($1)`
  return {
    exists: `SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = ${standardLiteral(name)} AND ${place}`,
    create: `CREATE TABLE ${reference} (batch varchar(200) NOT NULL PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
    find: `SELECT 1 FROM ${reference} WHERE batch = $1`,
    insert,
    ...(knowsConflicts ? { enter: `${insert} ON CONFLICT DO NOTHING RETURNING 1` } : {}),
  }
}
