import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import { type ChangeClass, type DiffSide, diffManifests, type GrantFacts, type ManifestDiff } from '@berth/manifest'
import { loadSide, manifestFile } from './diff-side.ts'
import { grantsInFile, grantsOfPlatform } from './holding-grants.ts'

/** What `berth diff --json` prints. */
export interface DiffResult extends ManifestDiff {
  /** Every change is declared. */
  readonly ok: boolean
  /** What was compared, as it was given: a file, `git:REVISION`, `platform`. */
  readonly old: string
  readonly new: string
  readonly system: string
}

export interface DiffSettings {
  readonly old: string
  /** Absent: the manifest of `folder`. */
  readonly new?: string | undefined
  readonly folder: string
  /** A file of grants as the platform lists them. */
  readonly grants?: string | undefined
  /** A platform to ask for them, and for what was published. */
  readonly platform?: string | undefined
  readonly allow?: ChangeClass | undefined
  readonly signal: AbortSignal
}

/**
 * Compares two states of a docking, and says whether what changed is declared. Rejects as `loadSide` does, and with what
 * reading the grants rejects with.
 */
export async function diffDocking(settings: DiffSettings): Promise<DiffResult> {
  const { signal, platform } = settings
  const folder = join(settings.folder, 'berth.yaml')
  const given = settings.new ?? folder
  // A revision or what was published is that of the docking in the folder.
  const file = /^git:|^platform$/.test(given) ? folder : await manifestFile(given)
  const around = { file, signal, ...(platform === undefined ? {} : { platformUrl: platform }) }
  const now = await loadSide(given, around)
  const { system, platformUrl } = aboutOf(now.side)
  const url = platform ?? platformUrl
  const old = await loadSide(settings.old, { ...around, system, ...(url === undefined ? {} : { platformUrl: url }) })
  const grants = await grantsOf(settings, aboutOf(old.side).system, dirname(file))
  const diff = diffManifests(old.side, now.side, {
    ...(grants === undefined ? {} : { grants }),
    ...(settings.allow === undefined ? {} : { allow: settings.allow }),
  })
  return { ok: diff.declared, old: old.name, new: now.name, system, ...diff }
}

function aboutOf(side: DiffSide): { readonly system: string; readonly platformUrl?: string } {
  const { system } = 'publication' in side ? side.publication : side.manifest
  const url = 'publication' in side ? undefined : side.manifest.platform?.url
  return { system: system.id, ...(url === undefined ? {} : { platformUrl: url }) }
}

async function grantsOf(
  { grants, platform, signal }: DiffSettings,
  system: string,
  folder: string,
): Promise<readonly GrantFacts[] | undefined> {
  if (grants !== undefined && platform !== undefined) {
    throw new BerthError('PARAMETER_INVALID', { parameter: '--grants', problem: '--platform' })
  }
  if (grants !== undefined) return await grantsInFile(grants, Date.now())
  return platform === undefined ? undefined : await grantsOfPlatform(platform, system, folder, signal)
}
