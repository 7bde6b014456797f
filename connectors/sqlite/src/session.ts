import { type Session, type SystemFacts, textDecoding } from '@berth/core'
import { sqlOperations } from '@berth/sql'
import { describe, loadTable } from './catalogue.ts'
import { dialect } from './dialect.ts'
import { SqliteConnection } from './driver.ts'
import type { SqliteOptions } from './options.ts'

/** Opens the file: read-only for `read`, so that not even a temporary change is possible (SEC-4). Throws
 * `CHARSET_UNKNOWN` and `DATABASE_MISSING`. */
export function openSqlite(options: SqliteOptions, access: 'read' | 'write'): Session {
  const { charset, ledger } = options
  const settings = { charset, ledger, maxCellBytes: options.maxCellBytes }
  if (charset !== undefined) textDecoding(charset)
  const connection = new SqliteConnection(options, access === 'read')
  return {
    ...sqlOperations({
      dialect,
      connection,
      loadTable: (dataset, signal) => loadTable(connection, dataset, settings, signal),
      ledger,
    }),
    ping: (signal) => facts(connection, options, access, signal),
    describe: ({ names }, signal) => describe(connection, names, settings, signal),
    native: connection.database,
    [Symbol.asyncDispose]: async () => connection.close(),
  }
}

async function facts(
  connection: SqliteConnection,
  { charset }: SqliteOptions,
  access: 'read' | 'write',
  signal: AbortSignal,
): Promise<SystemFacts> {
  const text = "SELECT sqlite_version(), encoding, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM pragma_encoding"
  const [row = []] = await connection.query(text, [], signal)
  return {
    product: `SQLite ${String(row[0])}`,
    charset: charset ?? String(row[1]),
    clock: String(row[2]),
    writable: access === 'write',
  }
}
