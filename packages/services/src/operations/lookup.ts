import { BerthError, type LookupAnswer, type LookupRequest, type LookupResult, type Row, type Value } from '@berth/core'
import { RowReader } from '../answer/row-reader.ts'
import type { DefinedColumn, ServiceDataset } from '../definition/service-dataset.ts'
import { completeInputs, inputValue } from '../request/input-values.ts'
import { datasetOf } from './dataset-of.ts'
import { compareOrders } from './in-order.ts'
import { recordPages } from './record-pages.ts'
import type { ServiceSource } from './service-source.ts'
import { compareValues } from './sortable-value.ts'

/** What one lookup has to know to answer each of its keys. */
interface Question {
  readonly dataset: ServiceDataset
  readonly request: LookupRequest
  readonly reader: RowReader
  /** Reads the columns of `by` that the answer has, and those of `orderBy`. */
  readonly checked: readonly { readonly column: DefinedColumn; readonly position: number }[]
  readonly checks: RowReader
  readonly ordering: RowReader
}

/**
 * Answers questions by key, one call for each, a few at a time. The columns of `by` fill the inputs of their names; an
 * input that is left is `PARAMETER_MISSING` before anything is sent (LKP-2). Every record is compared with the key it was
 * asked by, where it has those columns: one that differs is `ANSWER_MISMATCHED`, or passed over where the definition says so.
 */
export async function lookup(
  source: ServiceSource,
  request: LookupRequest,
  signal: AbortSignal,
): Promise<LookupResult> {
  const dataset = datasetOf(source, request.dataset)
  const question = prepared(source, dataset, request)
  completeInputs(dataset, new Map(request.by.map((name) => [name, null])))
  const answers: LookupAnswer[] = []
  const waiting = request.keys.entries()
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  const worker = async (): Promise<void> => {
    for (const [index, key] of waiting) answers[index] = await answerOf(source, question, key, both)
  }
  const workers = Array.from({ length: Math.min(source.concurrency, request.keys.length) }, worker)
  try {
    await Promise.all(workers)
  } catch (error) {
    stop.abort(error)
    await Promise.allSettled(workers)
    throw error
  }
  return { fields: question.reader.fields, answers }
}

function prepared(source: ServiceSource, dataset: ServiceDataset, request: LookupRequest): Question {
  const { columns, answer, inputs } = dataset
  const reader = new RowReader(dataset.name, columns, request.columns, answer.nulls)
  for (const name of request.by) {
    if (inputs.has(name)) continue
    if (!columns.has(name)) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: name })
    throw new BerthError('NOT_SUPPORTED', { connector: source.connector, capability: `lookup by ${name}` })
  }
  const checked = request.by.flatMap((name, position) => {
    const column = columns.get(name)
    return column === undefined ? [] : [{ column, position }]
  })
  const selection = (names: readonly string[]): RowReader =>
    new RowReader(
      dataset.name,
      columns,
      names.map((name) => ({ name })),
      answer.nulls,
    )
  const checks = selection(checked.map(({ column }) => column.name))
  return { dataset, request, reader, checked, checks, ordering: selection(request.orderBy ?? []) }
}

async function answerOf(
  source: ServiceSource,
  question: Question,
  key: readonly Value[],
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const inputs = inputsOf(question, key)
  if (inputs === undefined) return { rows: [], more: false }
  try {
    return await asked(source, question, key, inputs, signal)
  } catch (error) {
    if (signal.aborted || !BerthError.is(error) || (error.action !== 'skip' && error.code !== 'ANSWER_MISMATCHED'))
      throw error
    return { rows: [], more: false, error }
  }
}

/** Undefined: no record can have this key. */
function inputsOf({ dataset, request, checked }: Question, key: readonly Value[]): Map<string, Value> | undefined {
  const inputs = new Map<string, Value>()
  for (const [position, name] of request.by.entries()) {
    const value = key[position] ?? null
    const input = inputValue(value, dataset.inputs.get(name)?.type ?? { name: 'text' })
    if (value === null || input === undefined || input === null) return undefined
    inputs.set(name, input)
  }
  for (const { column, position } of checked)
    if (inputValue(key[position] ?? null, column.type) === undefined) return undefined
  return new Map(completeInputs(dataset, inputs))
}

async function asked(
  source: ServiceSource,
  { dataset, request, reader, checked, checks, ordering }: Question,
  key: readonly Value[],
  inputs: ReadonlyMap<string, Value>,
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const found: { readonly row: Row; readonly order: Row }[] = []
  const ordered = (request.orderBy ?? []).length > 0
  const bound = ordered ? maxOrdered : request.limit
  let more = false
  for await (const records of recordPages(source, dataset, inputs, signal)) {
    for (const record of records) {
      if (differs(checks, checked, record, key, dataset)) continue
      if (found.length >= bound) {
        more = true
        break
      }
      const [read, place] = [reader.read(record), ordering.read(record)]
      if ('error' in read) throw read.error
      if ('error' in place) throw place.error
      found.push({ row: read.row, order: place.row })
    }
    if (more) break
  }
  if (ordered) {
    if (more) throw new BerthError('ANSWER_TOO_LARGE', { call: dataset.name, maxBytes: bound })
    found.sort((left, right) => compareOrders(left.order, right.order, ordering.fields))
    more = found.length > request.limit
  }
  return { rows: found.slice(0, request.limit).map(({ row }) => row), more }
}

/** The most records of one question that are put in an order. */
const maxOrdered = 100_000

/** Whether a record is not of the key it was asked by. */
function differs(
  checks: RowReader,
  checked: Question['checked'],
  record: unknown,
  key: readonly Value[],
  dataset: ServiceDataset,
): boolean {
  const read = checks.read(record)
  if ('error' in read) throw read.error
  const wrong = checked.find(({ column, position }, index) => {
    const asked = inputValue(key[position] ?? null, column.type) ?? null
    return compareValues(read.row[index] ?? null, asked, column.type) !== 0
  })
  if (wrong === undefined) return false
  if (dataset.answer.otherRecords === 'drop') return true
  throw new BerthError('ANSWER_MISMATCHED', { call: dataset.name, column: wrong.column.name })
}
