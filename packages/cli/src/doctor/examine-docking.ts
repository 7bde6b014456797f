import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { loadDocking } from '../connections/load-docking.ts'
import type { Diagnosis } from './diagnosis.ts'
import { examineConnection } from './examine-connection.ts'
import { examineDisk, examineFolder, examineNode } from './examine-machine.ts'
import { examinePlatform } from './examine-platform.ts'
import { examineState } from './examine-state.ts'

/** Examines machine, docking, connections and platform, one diagnosis after the other. Rejects only with `ABORTED`. */
export async function* examineDocking(folder: string, signal: AbortSignal): AsyncGenerator<Diagnosis> {
  yield examineNode()
  const writable = await examineFolder(resolve(folder))
  yield writable
  if (existsSync(folder)) yield await examineDisk(resolve(folder))
  let manifest: DockingManifest
  try {
    manifest = await loadDocking(folder)
    yield { examination: 'manifest', state: 'ok', fact: manifest.system.id }
  } catch (failure) {
    yield { examination: 'manifest', state: 'failed', error: asBerthError(failure) }
    return
  }
  for (const exit of exitFolders(manifest)) yield await examineFolder(exit)
  yield* await examineState(manifest)
  for (const connection of Object.values(manifest.connections)) yield* examineConnection(manifest, connection, signal)
  if (manifest.platform !== undefined) yield await examinePlatform(manifest.platform.url)
}

/** Folders that files are delivered to. One that is not there yet is made by the first delivery. */
function exitFolders(manifest: DockingManifest): Set<string> {
  const folders = Object.values(manifest.resources)
    .map(({ provide }) => provide.file?.to)
    .filter((to) => to !== undefined && to !== 'platform')
    .map((to) => join(manifest.folder, String(to)))
  return new Set(folders.filter((folder) => existsSync(folder)))
}
