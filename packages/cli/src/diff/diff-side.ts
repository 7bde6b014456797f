import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import { type DiffSide, diffManifests, type LoadResult, loadManifest, parseManifestBytes } from '@berth/manifest'
import { committedFile } from './committed-file.ts'
import { readingClient } from './reading-client.ts'

/** Where one of the two that are compared is: as it was given, and what it is called where a place in it is named. */
export interface LoadedSide {
  readonly side: DiffSide
  readonly name: string
}

/** Around what a revision or a platform is looked for: the manifest file of the docking, and the platform it uses. */
export interface DockingPlace {
  readonly file: string
  readonly platformUrl?: string
  readonly system?: string
  readonly signal: AbortSignal
}

/**
 * Loads one side: a file, a folder with a `berth.yaml`, `git:REVISION`, or `platform`.
 *
 * Rejects with `MANIFEST_MISSING`, `MANIFEST_INVALID`, `REVISION_UNREADABLE`, `PLATFORM_MISSING`, or as the platform's
 * client does.
 */
export async function loadSide(given: string, place: DockingPlace): Promise<LoadedSide> {
  if (given === 'platform') return { side: await published(place), name: 'platform' }
  if (!given.startsWith('git:')) {
    const file = await manifestFile(given)
    return { side: sound(await loadManifest(file), file), name: file }
  }
  const folder = dirname(place.file)
  const bytes = await committedFile(given.slice('git:'.length), folder, basename(place.file), place.signal)
  return { side: sound(parseManifestBytes(bytes, { file: given, folder }), given), name: given }
}

/** The manifest of a folder, or the file itself. */
export async function manifestFile(given: string): Promise<string> {
  const found = await stat(given).catch(() => undefined)
  return found?.isDirectory() === true ? join(given, 'berth.yaml') : given
}

function sound({ manifest, findings, source }: LoadResult, file: string): DiffSide {
  if (manifest !== undefined) return { manifest, source }
  const count = findings.filter(({ severity }) => severity === 'error').length
  throw new BerthError('MANIFEST_INVALID', { file, count })
}

async function published({ file, platformUrl, system, signal }: DockingPlace): Promise<DiffSide> {
  if (platformUrl === undefined || system === undefined) throw new BerthError('PLATFORM_MISSING', { file })
  const side = { publication: await readingClient(platformUrl).published(system, { signal }) }
  try {
    // What a platform answers is not checked by anybody before: what cannot be walked is no publication.
    diffManifests(side, side)
    if (side.publication.system.id !== system) throw new TypeError('another system')
    return side
  } catch (cause) {
    throw new BerthError('PLATFORM_REFUSED', { remoteCode: 'answer is not a publication' }, { cause })
  }
}
