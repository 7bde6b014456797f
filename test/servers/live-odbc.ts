import type { LiveServer } from './live-server.ts'

/** The drivers that Debian's packages register, by the names that they have there. */
export interface LiveOdbc {
  readonly postgresql: string
  readonly mariadb: string
  readonly sqlite: string
}

/** ODBC has no server of its own: its drivers lead to those of others. */
export async function liveOdbc(): Promise<LiveServer<LiveOdbc>> {
  const data = { postgresql: 'PostgreSQL Unicode', mariadb: 'MariaDB Unicode', sqlite: 'SQLite3' }
  return { data, stop: async () => undefined }
}
