import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { type MigratedPlace, migrateManifest, parseManifestBytes } from '@berth/manifest'
import { replaceFile } from '../discover/replace-file.ts'

/** What `berth migrate --json` prints. */
export interface MigrateResult {
  /** Nothing is left that needs a decision. */
  readonly ok: boolean
  readonly file: string
  /** The version of the docking contract, before and after. */
  readonly from: number
  readonly to: number
  /** The file was rewritten. With `--dry-run` never. */
  readonly written: boolean
  readonly places: readonly MigratedPlace[]
}

/**
 * Rewrites the manifest of a docking for this release. Rejects with `MANIFEST_MISSING`, with `MANIFEST_INVALID` when it is no
 * YAML in UTF-8, with `MANIFEST_NEWER`, and with what `replaceFile` rejects with.
 */
export async function migrateDocking(settings: {
  readonly folder: string
  readonly dryRun: boolean
}): Promise<MigrateResult> {
  const file = join(settings.folder, 'berth.yaml')
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BerthError('MANIFEST_MISSING', { file }, { cause })
  })
  const { source } = parseManifestBytes(bytes, { file, folder: settings.folder })
  if (source.text === '' && bytes.length > 0) throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
  const { from, to, text, places } = migrateManifest(source.text, { file })
  const written = text !== source.text && !settings.dryRun
  if (written) {
    const before = bytes.toString('utf8')
    // A byte order mark is no part of the text that was migrated, and stays.
    await replaceFile(file, before, before.slice(0, before.length - source.text.length) + text)
  }
  return { ok: places.every(({ byHand }) => byHand === undefined), file, from, to, written, places }
}
