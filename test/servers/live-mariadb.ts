import type { LiveServer } from './live-server.ts'
import { startMariadb } from './mariadb.ts'
import type { MariadbServerData } from './mariadb-server.ts'

/**
 * Starts a server; `MARIADB_ADDRESS=host:port:user:password` names one to use instead, and so does `MYSQL_ADDRESS` for a
 * server of another make that speaks the same protocol.
 */
export async function liveMariadb(): Promise<LiveServer<MariadbServerData>> {
  const address = process.env['MARIADB_ADDRESS'] ?? process.env['MYSQL_ADDRESS']
  if (address !== undefined && address !== '') return { data: external(address), stop: async () => undefined }
  const own = await startMariadb()
  return { data: own.server.data, stop: () => own.stop() }
}

function external(address: string): MariadbServerData {
  const [, host, port, user, password] = /^([^:]+):(\d+):([^:]+):(.+)$/.exec(address) ?? []
  if (host === undefined || user === undefined || password === undefined)
    throw new Error('MARIADB_ADDRESS is host:port:user:password')
  return { host, port: Number(port), user, password, private: false }
}
