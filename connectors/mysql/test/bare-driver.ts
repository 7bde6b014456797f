import mysql, { type Connection, type ConnectionOptions } from 'mysql2'
import type { MariadbServer } from '../../../test/servers/mariadb-server.ts'

/** mysql2 as it is without the connector: what its defaults do to values. */
export interface BareConnection {
  query(sql: string, timeout?: number): Promise<unknown[][]>
  execute(sql: string, values?: readonly unknown[]): Promise<unknown[][]>
  readonly native: Connection
  close(): void
}

export function bare(server: MariadbServer, database: string, options: ConnectionOptions = {}): BareConnection {
  const { host, port, user, password } = server.data
  const native = mysql.createConnection({ host, port, user, password, database, rowsAsArray: true, ...options })
  native.on('error', () => undefined)
  const ask = (run: (callback: (error: unknown, rows: unknown) => void) => void): Promise<unknown[][]> =>
    new Promise((resolve, reject) => {
      run((error, rows) => (error === null ? resolve(rows as unknown[][]) : reject(error)))
    })
  return {
    native,
    query: (sql, timeout) =>
      ask((callback) => native.query({ sql, ...(timeout === undefined ? {} : { timeout }) }, callback)),
    execute: (sql, values = []) => ask((callback) => native.execute(sql, values as never, callback)),
    close: () => native.destroy(),
  }
}
