import type { Dataset, DefinitionDoubt } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { fileDataset } from '../definition/read-definition.ts'
import type { SampleCell } from './cell-shape.ts'
import type { Entries } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { proposeKey, proposeNulls, proposeType, uniqueColumns } from './propose-columns.ts'
import { sampleRows } from './sample-rows.ts'
import { sniffContent } from './sniff-content.ts'

/** A set of files to be drafted, with the one that is looked at. */
export interface SetToDraft {
  readonly connector: string
  readonly name: string
  /** What is known without looking into a file: `files`, `entries`. */
  readonly entries: Entries
  readonly doubts: readonly DefinitionDoubt[]
  readonly content: FileContent
}

/** Formats whose values are texts until a definition types them. */
const untyped: ReadonlySet<string> = new Set(['csv', 'excel', 'fixed-width', 'json-lines', 'xml'])

/**
 * Drafts a dataset from one of its files: how it is written, its columns with types, its key. What is drafted has been read with.
 * Throws what keeps the file from being read.
 */
export async function draftDataset(set: SetToDraft, signal: AbortSignal): Promise<Dataset> {
  const { connector, name, content } = set
  const guess = await sniffContent(content, signal)
  const doubts = [...set.doubts, ...guess.doubts]
  let entries: Entries = { ...set.entries, ...guess.entries }
  const dataset = fileDataset(name, entries, connector)
  const sampled = await sampleRows(content, dataset, signal)
  const { rows } = sampled
  const names = sampled.columns.map((column) => column.name)
  const key = proposeKey(names, rows)
  if (untyped.has(dataset.format)) {
    const texts = rows.map((row) => row.map((cell): SampleCell => (cell === null ? null : String(cell))))
    const nulls = dataset.format === 'csv' || dataset.format === 'fixed-width' ? proposeNulls(texts) : []
    if (nulls.length > 0) doubts.push(doubt('nulls', 'nulls'))
    const isFixed = dataset.format === 'fixed-width'
    const isNull = new Set<SampleCell>(nulls)
    const types = names.map((each, column) => {
      const cells = texts
        .map((row) => (isFixed ? row[column]?.trim() : row[column]) ?? null)
        .filter((cell) => !isNull.has(cell))
      return proposeType(each, cells, each === key)
    })
    if (types.some((type) => type !== 'text')) doubts.push(doubt('columns', 'types', { count: rows.length }))
    entries = { ...entries, ...(nulls.length > 0 ? { nulls: ['', ...nulls] } : {}), ...typed(entries, names, types) }
  }
  if (key !== undefined) {
    entries = { ...entries, key: [key] }
    doubts.push(doubt('key', 'key', { count: rows.length }))
  }
  const unique = key === undefined ? uniqueColumns(names, rows) : []
  if (unique.length > 0) doubts.push(doubt('files', 'noKey', { names: unique.join(', ') }))
  const { reason, unreadable } = sampled
  if (reason !== undefined) doubts.push(doubt('files', 'unreadable', { count: unreadable, code: reason.code }))
  const defined = fileDataset(name, entries, connector)
  const columns = sampled.columns.map((column) => ({
    ...column,
    type: defined.columns.find((each) => each.name === column.name)?.type ?? column.type,
    nullable: column.name !== key,
  }))
  return { name, kind: 'file', columns, key: key === undefined ? [] : [key], definition: entries, doubts }
}

/** The columns with their types. Where all are texts and the file names them, the definition has none. */
function typed(entries: Entries, names: readonly string[], types: readonly string[]): Entries {
  const written = entries['columns'] as Readonly<Record<string, unknown>> | undefined
  if (written === undefined && types.every((type) => type === 'text')) return {}
  const columns = names.map((name, index) => {
    const place = written?.[name]
    const type = types[index] ?? 'text'
    if (typeof place !== 'object' || place === null) return [name, type] as const
    return [name, type === 'text' ? place : { ...place, type }] as const
  })
  return { columns: Object.fromEntries(columns) }
}
