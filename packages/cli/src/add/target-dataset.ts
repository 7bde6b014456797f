import { BerthError, type Column, type Dataset, type DatasetKind, parseLogicalType, type RowBatch } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { surveyConnection } from '../discover/survey-connection.ts'

/** What a new entry of the manifest is about. */
export interface TargetWishes {
  readonly manifest: DockingManifest
  /** A connection of the manifest. Absent: its only one. */
  readonly connection: string | undefined
  /** As the system names it; letters in either case where only one fits. */
  readonly dataset: string
  readonly procedure: boolean
  /** `NAME:TYPE` each, a `?` behind the type where null is admitted. Absent: the system is asked. */
  readonly columns: readonly string[] | undefined
  readonly key: readonly string[]
  readonly sampleRows: number
  readonly signal: AbortSignal
}

/** A dataset and what was seen of it. */
export interface Target {
  readonly connection: string
  readonly dataset: Dataset
  readonly samples: ReadonlyMap<string, RowBatch>
  readonly charsets: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/**
 * What is to be added: as the system describes it, or as the columns say that are given, for a system that cannot be reached from here.
 * Rejects with `PARAMETER_MISSING`, `PARAMETER_INVALID`, `DATASET_UNKNOWN`, why a dataset cannot be told, or what the system says.
 */
export async function targetDataset(wishes: TargetWishes): Promise<Target> {
  const connection = onlyConnection(wishes.manifest, wishes.connection)
  const { dataset: name, columns, procedure } = wishes
  if (columns !== undefined) {
    const dataset = givenDataset(name, procedure ? 'procedure' : 'table', columns, wishes.key)
    return { connection, dataset, samples: new Map(), charsets: new Map() }
  }
  const survey = await surveyConnection({ ...wishes, connection, tables: [name], onSampled: () => undefined })
  const fitting = survey.datasets.filter(({ kind }) => (kind === 'procedure') === procedure)
  const dataset = fitting.find((each) => each.name === name) ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (dataset === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset: name })
  if (dataset.refusal !== undefined) throw dataset.refusal
  const key = dataset.key.length === 0 ? wishes.key : dataset.key
  return { connection, dataset: { ...dataset, key }, samples: survey.samples, charsets: survey.charsets }
}

function onlyConnection({ connections }: DockingManifest, wished: string | undefined): string {
  const all = Object.keys(connections)
  const [only] = all
  if (wished !== undefined && !all.includes(wished))
    throw new BerthError('PARAMETER_INVALID', { parameter: '--connection', problem: all.join(' | ') })
  if (wished !== undefined) return wished
  if (only === undefined || all.length > 1) throw new BerthError('PARAMETER_MISSING', { parameter: '--connection' })
  return only
}

function givenDataset(name: string, kind: DatasetKind, texts: readonly string[], key: readonly string[]): Dataset {
  const columns = texts.map(columnOf)
  for (const column of key) {
    if (!columns.some((each) => each.name === column))
      throw new BerthError('PARAMETER_INVALID', { parameter: '--key', problem: column })
  }
  const [own, parameters] = kind === 'procedure' ? [[], columns] : [columns, undefined]
  return { name, kind, columns: own, key, ...(parameters === undefined ? {} : { parameters }) }
}

function columnOf(text: string): Column {
  const [, name = '', nativeType = 'text', nullable] = /^([^:]+?)(?::([^?]+))?(\?)?$/.exec(text.trim()) ?? []
  const type = parseLogicalType(nativeType)
  if (name === '' || type === undefined)
    throw new BerthError('PARAMETER_INVALID', { parameter: '--columns', problem: 'NAME:TYPE, ID:int64,XM:text(30)?' })
  return { name, nativeType, type, nullable: nullable === '?' }
}
