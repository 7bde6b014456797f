import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { type DockingManifest, requireManifest } from '@berth/manifest'
import { maskable } from './mask-key.ts'

/**
 * Reads the docking of a folder and makes the folder the current one, for relative paths in a manifest start there.
 * Rejects with `MANIFEST_MISSING` or `MANIFEST_INVALID`.
 */
export async function loadDocking(folder: string): Promise<DockingManifest> {
  const manifest = await requireManifest(join(folder, 'berth.yaml'))
  process.chdir(manifest.folder)
  return maskable(manifest)
}

/** A resource of the manifest by its id. Throws `RESOURCE_UNKNOWN`, with the ids that there are. */
export function resourceOf(manifest: DockingManifest, id: string): DockingManifest['resources'][string] {
  const resource = Object.hasOwn(manifest.resources, id) ? manifest.resources[id] : undefined
  if (resource === undefined) {
    throw new BerthError('RESOURCE_UNKNOWN', { resource: id, offered: Object.keys(manifest.resources).join(', ') })
  }
  return resource
}
