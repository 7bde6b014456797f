import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Connector, openSession } from '@berth/core'
import type { ProvideByFile } from '@berth/manifest'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'

/** Where finished files are carried to: a connector by the name of its folder, and what it is opened with. */
export interface Elsewhere {
  readonly connector: 'file' | 'ftp' | 'sftp'
  readonly options: Readonly<Record<string, unknown>>
}

/** The exchange with its file exit at a connection, in the folder `in`. */
export function carried(
  settings: ExchangeSettings,
  { connector, options }: Elsewhere,
  how: Omit<ProvideByFile, 'to'> = { format: 'ndjson', clearance: 3, purpose: 'housing-loan' },
): ExchangeSettings {
  const { manifest, openConnection } = settings
  const resource = manifest.resources['person']
  if (resource === undefined) throw new TypeError('the registry has persons')
  const file = { ...how, connection: 'exchange', to: 'in' }
  return {
    ...settings,
    manifest: { ...manifest, resources: { person: { ...resource, provide: { file } } } },
    async openConnection(id, opening) {
      if (id !== 'exchange') return await openConnection(id, opening)
      const { access, signal } = opening
      return await openSession(await connectorOf(connector), options, {
        access,
        ...(signal === undefined ? {} : { signal }),
      })
    },
  }
}

/** The connector of a folder of `connectors`. */
export async function connectorOf(name: Elsewhere['connector']): Promise<Connector> {
  const module: unknown = await import(`../../../../connectors/${name}/src/index.ts`)
  return (module as { readonly connector: Connector }).connector
}

/** Every record in the files of a folder, each as often as it is there. */
export function recordsIn(folder: string): string[] {
  return filesIn(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
    .sort((one, other) => (one < other ? -1 : 1))
}

/** The names in a folder, in order. */
export function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort((one, other) => (one < other ? -1 : 1)) : []
}
