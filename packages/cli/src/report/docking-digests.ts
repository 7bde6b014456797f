import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestFile, digestPackages, installedPackage } from '@berth/conformance'
import type { DockingManifest } from '@berth/manifest'

/**
 * What a docking consists of, by digests: `berth.yaml`, the file that pins its packages, its connectors, and every package of Berth that
 * runs it, as they are installed.
 */
export async function dockingDigests(manifest: DockingManifest): Promise<Record<string, string>> {
  const digests: Record<string, string> = { 'berth.yaml': manifest.digest }
  const lock = await digestFile(join(manifest.folder, 'package-lock.json')).catch(() => undefined)
  if (lock !== undefined) digests['package-lock.json'] = lock
  const used = [...new Set(Object.values(manifest.connections).map(({ use }) => use))]
  for (const file of used.filter((use) => use.startsWith('.')))
    digests[file] = await digestFile(join(manifest.folder, file))
  for (const use of used.filter((each) => !each.startsWith('.'))) {
    const own = await digestPackages([use], manifest.folder)
    // As connectors are looked for: the docking's own first, else what is beside this command.
    Object.assign(digests, Object.keys(own).length > 0 ? own : await digestPackages([use], import.meta.dirname))
  }
  return { ...digests, ...(await runtimeDigests(manifest.folder)) }
}

/** The packages of Berth that this very command runs. */
async function runtimeDigests(folder: string): Promise<Record<string, string>> {
  const own = await installedPackage('@berth/core', import.meta.dirname)
  if (own === undefined) return {}
  const names = (await readdir(dirname(own.folder))).filter((name) => !/^(?:connector|example)-/.test(name))
  const found = names.map((name) => `@berth/${name}`)
  return { ...(await digestPackages(found, import.meta.dirname)), ...(await digestPackages(found, folder)) }
}
