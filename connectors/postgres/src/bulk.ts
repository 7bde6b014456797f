import { createHash } from 'node:crypto'
import { finished } from 'node:stream/promises'
import { insertStatement, type SqlBulkWrite, type SqlColumn } from '@berth/sql'
import { copyText } from './copy-text.ts'
import { marker, type Upsert } from './dialect.ts'
import { type PostgresClient, type PostgresDriver, rawRows } from './driver.ts'
import { quote } from './quote.ts'
import type { PostgresColumn } from './values.ts'

/** Rows of one statement, where no table may be made to copy them into. */
const statementRows = 100

/** How many rows are written at once. */
export interface BulkSettings {
  /** What ends an INSERT that replaces rows. */
  readonly upsert: Upsert
  /** Whether the user may make temporary tables. */
  readonly mayMakeTables: boolean
}

/**
 * Copies rows into their table; those that may replace others, or have to be converted at the server, into a temporary
 * one, and from there by one statement.
 */
export async function bulkWrite(
  client: PostgresClient,
  driver: PostgresDriver,
  { upsert, mayMakeTables }: BulkSettings,
  write: SqlBulkWrite,
): Promise<void> {
  const { table, columns, rows } = write
  const run = async (text: string, values: readonly unknown[] = []): Promise<void> =>
    void (await client.query({ text, values, ...rawRows }))
  const names = columns.map(({ name }) => quote(name)).join(', ')
  // COPY would set an identity that is always generated, which no other statement may.
  const isPlain = columns.every((column: PostgresColumn) => column.marker === undefined && column.isIdentity !== true)
  if (write.key.length === 0 && isPlain) return await copy(client, driver, `${table.reference} (${names})`, rows)
  if (!mayMakeTables) {
    for (let start = 0; start < rows.length; start += statementRows) {
      const part = rows.slice(start, start + statementRows)
      await run(insertStatement({ quote, marker }, { ...write, rows: part.length }) + upsert(write), part.flat())
    }
    return
  }
  const made = columns.map((column) => (column.marker === undefined ? quote(column.name) : bytesOf(column)))
  // One table for each form of rows, made once: a new one for each batch would bloat the catalogue of the database.
  const form = createHash('sha256')
    .update(`${table.reference} ${made.join(', ')}`)
    .digest('hex')
    .slice(0, 24)
  const staging = `berth_rows_${form}`
  await run(
    `CREATE TEMPORARY TABLE IF NOT EXISTS ${staging} ON COMMIT DELETE ROWS AS SELECT ${made.join(', ')} FROM ${table.reference} LIMIT 0`,
  )
  await copy(client, driver, `pg_temp.${staging}`, rows)
  const cells = columns.map(({ name, marker }) => marker?.(quote(name)) ?? quote(name))
  await run(
    `INSERT INTO ${table.reference} (${names}) SELECT ${cells.join(', ')} FROM pg_temp.${staging}${upsert(write)}`,
  )
}

function bytesOf({ name }: SqlColumn): string {
  return `NULL::bytea AS ${quote(name)}`
}

async function copy(
  client: PostgresClient,
  { copyFrom }: PostgresDriver,
  target: string,
  rows: SqlBulkWrite['rows'],
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN`))
  const done = finished(stream)
  done.catch(() => undefined)
  for (const part of copyText(rows)) stream.write(part)
  stream.end()
  await done
}
