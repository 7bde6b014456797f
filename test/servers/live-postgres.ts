import type { LiveServer } from './live-server.ts'
import { startPostgres } from './postgres.ts'
import type { PostgresServerData } from './postgres-server.ts'

/** The PostgreSQL server of a run. */
export interface LivePostgres {
  readonly main: PostgresServerData
}

/** Starts a server; `POSTGRES_ADDRESS=host:port:user:password` names one to use instead, with a superuser. */
export async function livePostgres(): Promise<LiveServer<LivePostgres>> {
  const address = process.env['POSTGRES_ADDRESS']
  if (address !== undefined && address !== '') return { data: { main: external(address) }, stop: async () => undefined }
  const { server, stop } = await startPostgres()
  return { data: { main: server.data }, stop }
}

function external(address: string): PostgresServerData {
  const [, host, port, user, password] = /^([^:]+):(\d+):([^:]+):(.+)$/.exec(address) ?? []
  if (host === undefined || user === undefined || password === undefined)
    throw new Error('POSTGRES_ADDRESS is host:port:user:password')
  return { host, port: Number(port), user, password, private: false }
}
