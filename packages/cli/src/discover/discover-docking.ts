import { readFile } from 'node:fs/promises'
import { BerthError, type Dataset, type Language } from '@berth/core'
import { type DockingManifest, type DraftSummary, draftResources } from '@berth/manifest'
import { type ColumnGuess, guessColumns } from './guess-columns.ts'
import { replaceFile } from './replace-file.ts'
import { surveyConnection } from './survey-connection.ts'

/** One drafted resource, with what its columns were taken for. */
export interface DiscoveredResource extends DraftSummary {
  readonly connection: string
  readonly guesses: readonly ColumnGuess[]
  /** About how many rows there are, where the system says. */
  readonly rowCount?: number
}

/** A stored procedure that an operation may call. */
export interface DiscoveredProcedure {
  readonly connection: string
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly nativeType: string }[]
  readonly comment?: string
}

/** What `berth discover --json` prints. */
export interface DiscoverResult {
  readonly file: string
  readonly added: readonly DiscoveredResource[]
  readonly procedures: readonly DiscoveredProcedure[]
  /** Datasets whose definitions were written. */
  readonly defined: readonly string[]
  /** Resources that were there already; they were left as they are. */
  readonly kept: readonly string[]
  /** Datasets of which nothing can be drafted. */
  readonly skipped: readonly string[]
  readonly unsampled: readonly { readonly dataset: string; readonly error: BerthError }[]
  /** What is there but cannot be asked for, and why. Nothing is drafted of it. */
  readonly refused: readonly { readonly dataset: string; readonly error: BerthError }[]
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
  const defined: string[] = []
  const unsampled: { dataset: string; error: BerthError }[] = []
  const refused: { dataset: string; error: BerthError }[] = []
  const procedures: DiscoveredProcedure[] = []
  let text = before
  for (const connection of chosenConnections(manifest, settings.connection)) {
    const survey = await surveyConnection({ ...settings, connection })
    const { samples, charsets } = survey
    const datasets = survey.datasets.filter(({ kind }) => kind !== 'procedure')
    const callable = survey.datasets.filter(({ kind }) => kind === 'procedure')
    procedures.push(...callable.map((each) => procedureOf(connection, each)))
    const found = { datasets, operations: callable, samples, charsets }
    const draft = draftResources({ manifestText: text, file, connection, ...found, language })
    text = draft.text
    kept.push(...draft.kept)
    skipped.push(...draft.skipped)
    defined.push(...draft.defined)
    unsampled.push(...survey.unsampled)
    for (const { name, refusal } of datasets) if (refusal !== undefined) refused.push({ dataset: name, error: refusal })
    for (const summary of draft.added) {
      const dataset = datasets.find(({ name }) => name === summary.dataset)
      const guesses = dataset === undefined ? [] : guessColumns(dataset, samples.get(dataset.name))
      const rowCount = dataset?.rowCount === undefined ? {} : { rowCount: dataset.rowCount }
      added.push({ ...summary, connection, guesses, ...rowCount })
    }
  }
  if (text !== before) await replaceFile(file, before, text)
  return { file, added, defined, procedures, kept, skipped, unsampled, refused }
}

function procedureOf(connection: string, { name, parameters = [], comment }: Dataset): DiscoveredProcedure {
  const told = parameters.map((each) => ({ name: each.name, nativeType: each.nativeType }))
  return { connection, name, parameters: told, ...(comment === undefined ? {} : { comment }) }
}
