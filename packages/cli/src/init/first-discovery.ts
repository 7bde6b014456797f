import { join } from 'node:path'
import { BerthError, type Language } from '@berth/core'
import { loadDocking } from '../connections/load-docking.ts'
import { type DiscoverResult, discoverDocking } from '../discover/discover-docking.ts'

/**
 * Reads the tables of a docking that was just made. What stops it is returned: the docking is there, and the person goes on from it.
 * Rejects with `ABORTED` alone.
 */
export async function firstDiscovery(
  folder: string,
  language: Language,
  signal: AbortSignal,
): Promise<DiscoverResult | BerthError> {
  try {
    const manifest = await loadDocking(folder)
    return await discoverDocking({
      manifest,
      file: join(manifest.folder, 'berth.yaml'),
      connection: undefined,
      tables: [],
      sampleRows: 200,
      language,
      signal,
      onSampled: () => undefined,
    })
  } catch (failure) {
    const error = BerthError.from(failure, 'INTERNAL', { subject: 'discover' })
    if (error.code === 'ABORTED') throw error
    return error
  }
}
