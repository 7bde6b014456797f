import { BerthError, type LocalizedText } from '@berth/core'
import { type ManifestSource, manifestSource, type Position } from '../source/manifest-source.ts'
import { formatPath, type Path } from '../source/path.ts'
import type { Migration, MigrationStep } from './migration.ts'
import { currentContract, migrations } from './migrations.ts'
import { editedText, stepEffects } from './step-edits.ts'

/** One place that a migration changed, or that somebody has to look at. */
export interface MigratedPlace extends Position {
  /** The id of the migration. */
  readonly migration: string
  /** `connections.inbox.options.receiptKeyFile`; line and column are those of the migrated text. */
  readonly path: string
  readonly before?: string
  readonly after?: string
  /** What to do by hand. Absent: it is done. */
  readonly byHand?: Required<LocalizedText>
}

/** What came of migrating a manifest. */
export interface ManifestMigration {
  /** The version of the docking contract it was written for, and the one it is for now. */
  readonly from: number
  readonly to: number
  /** The whole text. The same as before where nothing was to do: migrating twice changes nothing more. */
  readonly text: string
  readonly places: readonly MigratedPlace[]
}

/** What `migrateManifest` goes by. */
export interface MigrationOptions {
  /** What errors name. */
  readonly file: string
  /** @default the migrations of this release */
  readonly migrations?: readonly Migration[]
  /** The version to migrate to. @default the one of this release */
  readonly contract?: number
}

/**
 * Rewrites a manifest of an older release. Only the words that are concerned are replaced: comments, order, blanks, quotes and
 * line ends stay as they are. Pure. Throws `MANIFEST_INVALID` when the text is no YAML or says no version, and
 * `MANIFEST_NEWER` when it is written for a later version of the docking contract.
 */
export function migrateManifest(text: string, options: MigrationOptions): ManifestMigration {
  const { file, contract = currentContract } = options
  const parsed = (written: string): ManifestSource => sourceOf(written, file)
  const from = versionOf(parsed(text), options.file)
  if (from > contract) throw new BerthError('MANIFEST_NEWER', { file, version: from, supported: contract })
  const found: Found[] = []
  let migrated = text
  const carryOut = (step: MigrationStep, migration: string): void => {
    const effects = stepEffects(parsed(migrated), step)
    migrated = editedText(
      migrated,
      effects.flatMap(({ edit }) => edit ?? []),
    )
    for (const { path, edit, before, after } of effects) {
      const byHand = edit === undefined ? handwork(step) : undefined
      found.push({
        migration,
        path,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        ...(byHand === undefined ? {} : { byHand }),
      })
    }
  }
  for (const { id, steps } of (options.migrations ?? migrations).filter((each) => each.contract >= from)) {
    for (const step of steps) carryOut(step, id)
  }
  if (from < contract) {
    carryOut({ do: 'reword', at: 'berth', words: { [from]: String(contract) } }, `contract-${contract}`)
  }
  const result = parsed(migrated)
  const places = found.map((each) => ({
    ...each,
    path: formatPath(each.path),
    ...result.position(each.path, 'key'),
  }))
  return { from, to: contract, text: migrated, places }
}

type Found = Omit<MigratedPlace, 'path' | 'line' | 'column'> & { readonly path: Path }

function handwork(step: MigrationStep): Required<LocalizedText> {
  if (step.do === 'ask') return step.what
  const to = step.do === 'rename' ? step.to : ''
  return { zh: `此处已有 ${to}：删去其中一个`, en: `${to} is there already: remove one of the two` }
}

function sourceOf(text: string, file: string): ManifestSource {
  const source = manifestSource(file, text, new TextEncoder().encode(text))
  const count = source.document.errors.length
  if (count > 0) throw new BerthError('MANIFEST_INVALID', { file, count })
  return source
}

function versionOf({ document }: ManifestSource, file: string): number {
  const version: unknown = document.get('berth')
  if (typeof version === 'number' && Number.isInteger(version)) return version
  throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
}
