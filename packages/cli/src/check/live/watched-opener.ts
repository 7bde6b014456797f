import type { OpenConnection } from '@berth/agent'
import { type WatchSettings, watchedConnector } from '@berth/conformance'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { openConnection } from '../../connections/open-connection.ts'

/**
 * Opens connections of the manifest with every call to a system told before it is made. Only for reading: a check writes nothing to a
 * system, whatever is tried.
 */
export function watchedOpener(manifest: DockingManifest, watch: Omit<WatchSettings, 'connection'>): OpenConnection {
  return async (connection, options) => {
    if (options.access === 'write') {
      await watch.onCall({ connection, access: 'write', call: 'open' })
      throw new BerthError('NOT_SUPPORTED', { connector: connection, capability: 'writing during a check' })
    }
    return await openConnection(manifest, connection, options, (connector) =>
      watchedConnector(connector, { ...watch, connection }),
    )
  }
}
