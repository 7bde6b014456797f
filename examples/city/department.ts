import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  type OpenConnection,
  openSqliteState,
  PlatformClient,
  type RunningAgent,
  type StatePort,
  startAgent,
} from '@berth/agent'
import { connector as file } from '@berth/connector-file'
import { connector as soap } from '@berth/connector-soap'
import { connector as sqlite } from '@berth/connector-sqlite'
import { BerthError, type Connector, openSession } from '@berth/core'
import { type DockingManifest, loadManifest, publicationOf, resolveOptions } from '@berth/manifest'
import type { RunningPlatform } from '@berth/platform'
import { loadOrCreateKey } from '@berth/trust'
import { pino } from 'pino'

const connectors: Readonly<Record<string, Connector>> = {
  '@berth/connector-file': file,
  '@berth/connector-soap': soap,
  '@berth/connector-sqlite': sqlite,
}

/** A legacy system that is up: where it is, as references in a manifest name it. */
export interface LegacySystem {
  readonly environment: Readonly<Record<string, string>>
  /** Ends it, where it is a process. */
  close?(): Promise<void>
}

/** One department: its manifest, its legacy system, its agent beside it. */
export interface Department {
  readonly manifest: DockingManifest
  readonly legacy: LegacySystem
  readonly openConnection: OpenConnection
  readonly state: StatePort
  readonly client: PlatformClient
  readonly agent: RunningAgent
  readonly published: number
}

export interface DepartmentSettings {
  /** The folder of its manifest under `departments`. */
  readonly name: string
  /** Where copies and state go. */
  readonly folder: string
  readonly platform: RunningPlatform
  /** 0: any free port, else the one its manifest names. */
  readonly anyPort: boolean
  /** Brings the legacy system up; its files go into the folder. */
  readonly bringUp: (folder: string) => LegacySystem | Promise<LegacySystem>
}

/**
 * Docks a department: checks its manifest, opens its state, enrols and publishes at the platform, starts its agent.
 * The same steps as `berth check`, `berth publish` and `berth start`.
 */
export async function dockDepartment(settings: DepartmentSettings): Promise<Department> {
  const folder = path.join(settings.folder, settings.name)
  mkdirSync(folder, { recursive: true })
  cpSync(path.join(import.meta.dirname, 'departments', settings.name, 'berth.yaml'), path.join(folder, 'berth.yaml'))
  const legacy = await settings.bringUp(folder)
  const environment = Object.entries(legacy.environment).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(path.join(folder, '.env'), environment.join(''))

  const { manifest, findings } = await loadManifest(path.join(folder, 'berth.yaml'))
  if (manifest === undefined) {
    throw new BerthError('MANIFEST_INVALID', { file: `${settings.name}/berth.yaml`, count: findings.length })
  }
  const openConnection: OpenConnection = async (id, options) => {
    const connection = manifest.connections[id]
    const connector = connectors[connection?.use ?? '']
    if (connection === undefined || connector === undefined)
      throw new BerthError('CONNECTOR_MISSING', { package: connection?.use ?? id })
    const sources = { env: legacy.environment, secret: () => undefined }
    const { datasets } = connection
    return await openSession(connector, resolveOptions(connection, sources, connector.manifest.options), {
      ...options,
      datasets,
    })
  }

  const system = manifest.system.id
  const key = await loadOrCreateKey(path.join(folder, '.berth', 'agent.key'), system)
  const client = new PlatformClient({ url: settings.platform.url, key })
  const { code } = await settings.platform.administer.createEnrolmentCode({
    kind: 'system',
    id: system,
    title: manifest.system.title.zh,
  })
  await client.enrol(code)
  const state = openSqliteState(path.join(folder, '.berth'), system)
  const named = Number(new URL(manifest.platform?.agentUrl ?? 'http://127.0.0.1:0').port)
  const agent = await startAgent({
    manifest,
    openConnection,
    state,
    platformKeys: await client.keys(),
    listen: { host: '127.0.0.1', port: settings.anyPort ? 0 : named },
    log: pino({ enabled: false }),
  })
  const publication = publicationOf({ ...manifest, platform: { url: settings.platform.url, agentUrl: agent.address } })
  const { version } = await client.publish(publication)
  return { manifest, legacy, openConnection, state, client, agent, published: version }
}
