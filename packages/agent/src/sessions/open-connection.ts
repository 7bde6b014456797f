import type { ConnectorSession } from '@berth/core'

/** Opens a session of a connection of the manifest, by its id. Rejects with a `BerthError`. */
export type OpenConnection = (connection: string, options: OpenConnectionOptions) => Promise<ConnectorSession>

export interface OpenConnectionOptions {
  readonly access: 'read' | 'write'
  /** Ends the attempt. */
  readonly signal?: AbortSignal
}
