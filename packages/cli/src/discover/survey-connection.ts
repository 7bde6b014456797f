import { BerthError, type ConnectorSession, type Dataset, type RowBatch } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { openConnection } from '../connections/open-connection.ts'
import { describeDatasets } from './describe-datasets.ts'
import { sampleDataset } from './sample-dataset.ts'

export interface SurveySettings {
  readonly manifest: DockingManifest
  readonly connection: string
  /** Patterns of dataset names; empty: all. */
  readonly tables: readonly string[]
  /** Rows to sample of each dataset; 0 reads none. */
  readonly sampleRows: number
  readonly signal: AbortSignal
  readonly onSampled: (done: number, total: number) => void
}

/** What a system has. */
export interface Survey {
  readonly datasets: readonly Dataset[]
  readonly samples: ReadonlyMap<string, RowBatch>
  /** Charsets that columns had to be read with, by dataset and column. */
  readonly charsets: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Datasets whose rows could not be read, and why. They are drafted from their columns alone. */
  readonly unsampled: readonly { readonly dataset: string; readonly error: BerthError }[]
}

/**
 * Describes the datasets of a connection and samples their first rows, on read sessions. Rejects with what the system
 * says, or `ABORTED`; a dataset that cannot be sampled is no reason to stop.
 */
export async function surveyConnection(settings: SurveySettings): Promise<Survey> {
  const { manifest, connection, sampleRows, signal } = settings
  let drafted: Readonly<Record<string, unknown>> = {}
  const open = (): Promise<ConnectorSession> => openConnection(manifest, connection, { signal, datasets: drafted })
  let session = await open()
  try {
    const datasets = await describeDatasets(session, settings.tables, signal)
    drafted = Object.fromEntries(
      datasets.flatMap(({ name, definition }) => (definition === undefined ? [] : [[name, definition]])),
    )
    if (Object.keys(drafted).length > 0) {
      await session[Symbol.asyncDispose]()
      session = await open()
    }
    const samples = new Map<string, RowBatch>()
    const charsets = new Map<string, ReadonlyMap<string, string>>()
    const unsampled: { dataset: string; error: BerthError }[] = []
    for (const [index, dataset] of datasets.entries()) {
      if (sampleRows === 0) break
      if (dataset.kind === 'procedure' || dataset.refusal !== undefined) continue
      settings.onSampled(index, datasets.length)
      try {
        const sample = await sampleDataset(session, dataset, sampleRows, signal)
        if (sample === undefined) continue
        samples.set(dataset.name, sample.batch)
        charsets.set(dataset.name, sample.charsets)
      } catch (failure) {
        const error = BerthError.from(failure, 'INTERNAL', { subject: 'discover' })
        if (error.code === 'ABORTED') throw error
        unsampled.push({ dataset: dataset.name, error })
      }
      if (!session.usable) {
        await session[Symbol.asyncDispose]()
        session = await open()
      }
    }
    return { datasets, samples, charsets, unsampled }
  } finally {
    await session[Symbol.asyncDispose]()
  }
}
