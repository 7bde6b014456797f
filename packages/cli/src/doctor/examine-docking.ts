import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { loadDocking } from '../connections/load-docking.ts'
import type { Diagnosis } from './diagnosis.ts'
import { examineTimeZone } from './examine-clock.ts'
import { examineConnection } from './examine-connection.ts'
import { examineFiles } from './examine-files.ts'
import { examineDisk, examineFolder, examineNode } from './examine-machine.ts'
import { examinePlatform } from './examine-platform.ts'
import { examineState } from './examine-state.ts'
import { examineOwnCertificate } from './examine-tls.ts'
import { ownerOf } from './owner-of.ts'

/**
 * Examines machine, docking, connections and platform, one diagnosis after the other, each problem with its owner. Rejects
 * only with `ABORTED`.
 */
export async function* examineDocking(folder: string, signal: AbortSignal): AsyncGenerator<Diagnosis> {
  for await (const diagnosis of examineAll(folder, signal)) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'berth doctor' })
    const { error } = diagnosis
    yield error === undefined ? diagnosis : { ...diagnosis, owner: ownerOf(error) }
  }
}

async function* examineAll(folder: string, signal: AbortSignal): AsyncGenerator<Diagnosis> {
  yield examineNode()
  yield examineTimeZone()
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
  yield* examineFiles(manifest)
  yield* await examineState(manifest)
  yield* examineOwnCertificate(manifest)
  for (const connection of Object.values(manifest.connections)) yield* examineConnection(manifest, connection, signal)
  yield* examinePlatform(manifest)
}

/** Folders that files are delivered to. One that is not there yet is made by the first delivery. */
function exitFolders(manifest: DockingManifest): Set<string> {
  const folders = Object.values(manifest.resources)
    .map(({ provide }) => provide.file?.to)
    .filter((to) => to !== undefined && to !== 'platform')
    .map((to) => join(manifest.folder, String(to)))
  return new Set(folders.filter((folder) => existsSync(folder)))
}
