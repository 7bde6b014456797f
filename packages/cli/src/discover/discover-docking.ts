import { readFile } from 'node:fs/promises'
import { BerthError, type Language } from '@berth/core'
import { type DockingManifest, type DraftSummary, draftResources } from '@berth/manifest'
import { type ColumnGuess, guessColumns } from './guess-columns.ts'
import { replaceFile } from './replace-file.ts'
import { surveyConnection } from './survey-connection.ts'

/** One drafted resource, with what its columns were taken for. */
export interface DiscoveredResource extends DraftSummary {
  readonly connection: string
  readonly guesses: readonly ColumnGuess[]
}

/** What `berth discover --json` prints. */
export interface DiscoverResult {
  readonly file: string
  readonly added: readonly DiscoveredResource[]
  /** Resources that were there already; they were left as they are. */
  readonly kept: readonly string[]
  /** Datasets of which nothing can be drafted. */
  readonly skipped: readonly string[]
  readonly unsampled: readonly { readonly dataset: string; readonly error: BerthError }[]
}

export interface DiscoverSettings {
  readonly manifest: DockingManifest
  readonly file: string
  /** One connection; absent: all. */
  readonly connection: string | undefined
  readonly tables: readonly string[]
  readonly sampleRows: number
  readonly language: Language
  readonly signal: AbortSignal
  readonly onSampled: (done: number, total: number) => void
}

/** The connections to look at. Throws `PARAMETER_INVALID` when there is none of that name. */
export function chosenConnections(manifest: DockingManifest, connection: string | undefined): string[] {
  const all = Object.keys(manifest.connections)
  if (connection === undefined) return all
  if (all.includes(connection)) return [connection]
  throw new BerthError('PARAMETER_INVALID', { parameter: '--connection', problem: all.join(' | ') })
}

/** Drafts a resource for each table that the manifest has none for, and writes the drafts into it. */
export async function discoverDocking(settings: DiscoverSettings): Promise<DiscoverResult> {
  const { manifest, file, language } = settings
  const before = await readFile(file, 'utf8')
  const [added, kept, skipped] = [[] as DiscoveredResource[], [] as string[], [] as string[]]
  const unsampled: { dataset: string; error: BerthError }[] = []
  let text = before
  for (const connection of chosenConnections(manifest, settings.connection)) {
    const survey = await surveyConnection({ ...settings, connection })
    const { datasets, samples, charsets } = survey
    const draft = draftResources({ manifestText: text, file, connection, datasets, samples, charsets, language })
    text = draft.text
    kept.push(...draft.kept)
    skipped.push(...draft.skipped)
    unsampled.push(...survey.unsampled)
    for (const summary of draft.added) {
      const dataset = datasets.find(({ name }) => name === summary.dataset)
      const guesses = dataset === undefined ? [] : guessColumns(dataset, samples.get(dataset.name))
      added.push({ ...summary, connection, guesses })
    }
  }
  if (text !== before) await replaceFile(file, before, text)
  return { file, added, kept, skipped, unsampled }
}
