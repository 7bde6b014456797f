import type { OpenConnection } from '@berth/agent'
import { type Connector, type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import { type Connection, type DockingManifest, resolveOptions } from '@berth/manifest'
import { dockingEnvironment } from './docking-environment.ts'
import { loadConnector } from './load-connector.ts'
import { readSecret } from './read-secret.ts'

/**
 * Opens a session with a connection of the manifest: loads its connector, fills in its references, connects. `around` wraps
 * the connector, to watch it.
 *
 * Rejects with `CONNECTOR_MISSING`, `CONNECTOR_INVALID`, `SECRET_MISSING`, `SECRET_EXPOSED`, an `OPTION_` code, or what
 * the system says. An id that the manifest does not have is a `TypeError`: the loader has checked them.
 */
export async function openConnection(
  manifest: DockingManifest,
  id: string,
  options: SessionOptions = {},
  around: (connector: Connector) => Connector = (connector) => connector,
): Promise<ConnectorSession> {
  const connection = connectionOf(manifest, id)
  const connector = around(await loadConnector(connection.use, manifest.folder))
  return await openSession(connector, connectionOptions(manifest, connection, connector), {
    ...sessionSettings(connection),
    ...options,
    datasets: { ...options.datasets, ...connection.datasets },
  })
}

/** What the manifest says of every session with a connection. */
export function sessionSettings({ datasets, callTimeoutMs }: Connection): SessionOptions {
  return { datasets, ...(callTimeoutMs === undefined ? {} : { callTimeoutMs }) }
}

/** Opens connections of the manifest for an agent. */
export function connectionOpener(manifest: DockingManifest): OpenConnection {
  return (connection, options) => openConnection(manifest, connection, options)
}

/** The options of a connection with their references filled in. Throws `SECRET_MISSING` or `SECRET_EXPOSED`. */
export function connectionOptions(
  manifest: DockingManifest,
  connection: Connection,
  connector: Connector,
): ReturnType<typeof resolveOptions> {
  const env = dockingEnvironment(manifest.folder)
  const secret = (name: string): string | undefined => readSecret(name, manifest.folder, env)
  return resolveOptions(connection, { env, secret }, connector.manifest.options)
}

function connectionOf(manifest: DockingManifest, id: string): Connection {
  const connection = manifest.connections[id]
  if (connection === undefined) throw new TypeError(`the manifest has no connection ${id}`)
  return connection
}
