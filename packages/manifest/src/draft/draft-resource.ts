import type { Dataset, Language, RowBatch, Value } from '@berth/core'
import { changeColumn } from './change-column.ts'
import { commentTitle, oneLine } from './column-words.ts'
import { columnId, elementItemId, takeId } from './draft-ids.ts'
import { draftItem, type ExaminedColumn, examineColumn } from './draft-item.ts'
import type { DraftedItem, DraftedResource } from './drafted.ts'

/** What one resource is drafted from. */
export interface ResourceToDraft {
  readonly id: string
  readonly dataset: Dataset
  readonly samples: RowBatch | undefined
  /** Charsets by column, where they are not that of the connection. */
  readonly charsets: ReadonlyMap<string, string> | undefined
  readonly connection: string
  readonly maintainer: string
  readonly language: Language
}

/** Elements whose value names one person or organisation. */
const identifying = ['person.citizenNumber', 'organisation.creditCode']

const mostSamples = 200

/** Drafts the resource of a dataset. Nothing of the samples is in the result (SEC-2). */
export function draftResource(request: ResourceToDraft): DraftedResource {
  const { id, dataset, samples, connection, maintainer } = request
  const samplesOf = (column: string): readonly Value[] => columnSamples(samples, column)
  const examined = dataset.columns.map((column) => examineColumn(column, dataset, samplesOf(column.name)))
  const items = draftItems(examined, request)
  const changes = dataset.key.length === 0 ? undefined : changeColumn(dataset.columns, samplesOf)
  const subject = subjectOf(items)
  const title =
    dataset.comment === undefined || oneLine(dataset.comment) === '' ? dataset.name : commentTitle(dataset.comment)
  return {
    id,
    title,
    maintainer,
    ...(subject === undefined ? {} : { subject }),
    from: {
      connection,
      kind: dataset.kind === 'table' || dataset.kind === 'view' ? dataset.kind : 'dataset',
      dataset: dataset.name,
      key: dataset.key,
      ...(changes === undefined ? {} : { changes }),
    },
    items,
    by: questions(items, dataset.key),
    recognised: items.filter((item) => item.element !== undefined).length,
  }
}

function columnSamples(batch: RowBatch | undefined, column: string): readonly Value[] {
  const index = batch?.fields.findIndex((field) => field.name === column) ?? -1
  if (batch === undefined || index < 0) return []
  return batch.rows.slice(0, mostSamples).map((row) => row[index] ?? null)
}

/** An element that one column alone was taken for gives its id; else the column does. */
export function draftItems(
  examined: readonly ExaminedColumn[],
  { charsets, language }: Pick<ResourceToDraft, 'charsets' | 'language'>,
): DraftedItem[] {
  const count = new Map<string, number>()
  for (const { element } of examined) if (element !== undefined) count.set(element.id, (count.get(element.id) ?? 0) + 1)
  const taken = new Set<string>()
  return examined.map((column) => {
    const element = column.element?.id ?? ''
    const repeated = (count.get(element) ?? 0) > 1
    const own = repeated ? undefined : elementItemId(element)
    const id = takeId(own ?? columnId(column.column.name), taken)
    return draftItem(column, { id, repeated, charset: charsets?.get(column.column.name), language })
  })
}

function subjectOf(items: readonly DraftedItem[]): DraftedResource['subject'] {
  for (const [kind, element] of [
    ['person', 'person.citizenNumber'],
    ['organisation', 'organisation.creditCode'],
  ] as const) {
    const by = items.filter((item) => item.element === element).map((item) => item.id)
    if (by.length > 0) return { kind, by }
  }
  return undefined
}

/** Each identifying item asks alone; the key asks as a whole. */
function questions(items: readonly DraftedItem[], key: readonly string[]): readonly (readonly string[])[] {
  const single = items.filter((item) => identifying.includes(item.element ?? '')).map((item) => [item.id])
  const whole = key.flatMap((column) => items.filter((item) => item.from === column && item.type !== 'binary'))
  const complete = whole.length > 0 && whole.length === key.length
  const repeated = whole.length === 1 && single.some(([id]) => id === whole[0]?.id)
  return complete && !repeated ? [...single, whole.map((item) => item.id)] : single
}
