import type { DockingManifest } from '@berth/manifest'
import { loadConnector } from '../connections/load-connector.ts'
import { chosenConnections } from './discover-docking.ts'

/** What a run would ask of one system. */
export interface PlannedQuestions {
  readonly connection: string
  /** The connector's package. */
  readonly use: string
  /** The statements that read the catalogue, as they would be sent; empty where the connector does not say. */
  readonly asks: readonly string[]
}

/**
 * What describing each connection would send, from what its connector says of itself. Nothing is connected to. Rejects with
 * `CONNECTOR_MISSING`, `CONNECTOR_INVALID`, or `PARAMETER_INVALID` for a connection that is not there.
 */
export async function plannedQuestions(
  manifest: DockingManifest,
  connection: string | undefined,
): Promise<PlannedQuestions[]> {
  return await Promise.all(
    chosenConnections(manifest, connection).map(async (id) => {
      const use = manifest.connections[id]?.use ?? ''
      const connector = await loadConnector(use, manifest.folder)
      return { connection: id, use, asks: connector.manifest.capabilities.describe?.asks ?? [] }
    }),
  )
}
