import { startFirebird } from './firebird.ts'
import type { FirebirdServerData } from './firebird-server.ts'
import type { LiveServer } from './live-server.ts'

/** The Firebird servers of a run. */
export interface LiveFirebird {
  readonly main: FirebirdServerData
  /** A second one that offers two SRP plugins. Absent with a server from the environment. */
  readonly twoPlugins?: FirebirdServerData
}

/**
 * Starts two servers; `FIREBIRD_ADDRESS=host:port:user:password` names one to use instead, and `FIREBIRD_DIRECTORY` where
 * it may make databases.
 */
export async function liveFirebird(): Promise<LiveServer<LiveFirebird>> {
  const address = process.env['FIREBIRD_ADDRESS']
  if (address !== undefined && address !== '') return { data: { main: external(address) }, stop: async () => undefined }
  const [main, twoPlugins] = await Promise.all([startFirebird(), startFirebird({ authentication: 'Srp256, Srp' })])
  return {
    data: { main: main.server.data, twoPlugins: twoPlugins.server.data },
    stop: async () => void (await Promise.all([main.stop(), twoPlugins.stop()])),
  }
}

function external(address: string): FirebirdServerData {
  const match = /^([^:]+):(\d+):([^:]+):(.+)$/.exec(address)
  const [, host, port, user, password] = match ?? []
  if (host === undefined || user === undefined || password === undefined)
    throw new Error('FIREBIRD_ADDRESS is host:port:user:password')
  const directory = process.env['FIREBIRD_DIRECTORY'] ?? '/tmp'
  return { host, port: Number(port), user, password, directory, private: false }
}
