import {
  BerthError,
  type ChangeBatch,
  type ChangeKind,
  type ChangeLog,
  type ChangesRequest,
  type Row,
  type UnreadableRow,
} from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import { nameOf } from '../store/stored-content.ts'
import { cellsAt, missingCell, positions } from './build-stage.ts'
import type { FileContext } from './file-context.ts'
import { type LogPlace, logBeginning, logCursor, logPlace } from './log-place.ts'
import { type LogAhead, type LogUnit, logAhead } from './log-units.ts'
import { fieldsOf } from './scan.ts'
import { SortKeys } from './sort-key.ts'
import { unitRecords } from './units.ts'

/**
 * Reads the files of a set as a log: new ones in their order, each record once. Of several records with one key in a batch the last
 * one holds. Nothing of a file is given out that is not as it should be as a whole where it is a signed batch; what came before it is.
 */
export async function* logChanges(
  context: FileContext,
  request: ChangesRequest,
  by: ChangeLog,
  signal: AbortSignal,
): AsyncIterable<ChangeBatch> {
  const dataset = context.dataset(request.dataset)
  const from = request.after === undefined ? logBeginning : logPlace(dataset.name, by.key, request.after)
  const columns = await logColumns(context, request, by, signal)
  if (columns === undefined) return
  const ahead = await logAhead(context, dataset, from, signal)
  const reading = new LogReading(request, by, columns, ahead)
  for (const unit of ahead.units) {
    try {
      yield* reading.read(unit, signal)
    } catch (error) {
      // What stands before a file that is not as it should be is told.
      const before = reading.takeWhole()
      if (before !== undefined) yield before
      throw error
    }
  }
  const rest = reading.take()
  if (rest !== undefined) yield rest
  if (ahead.trouble !== undefined) throw ahead.trouble
}

/** The columns to read; undefined where no file has come yet that names them. */
async function logColumns(
  context: FileContext,
  { dataset: name, columns }: ChangesRequest,
  { key }: ChangeLog,
  signal: AbortSignal,
): Promise<readonly FileColumn[] | undefined> {
  const dataset = context.dataset(name)
  if ((await context.columns(dataset, signal)).length === 0) return undefined
  await context.selection(
    dataset,
    key.map((id) => ({ name: id })),
    signal,
  )
  return await context.selection(dataset, columns, signal)
}

/** A record of a log: a row with what happened to it, or why there is none. */
type Entry = { readonly row: Row; readonly kind: ChangeKind; readonly name: string } | { readonly error: BerthError }

class LogReading {
  readonly #request: ChangesRequest
  readonly #key: readonly string[]
  readonly #columns: readonly FileColumn[]
  readonly #fields: ChangeBatch['fields']
  readonly #keyAt: readonly number[]
  readonly #keys: SortKeys
  #place: LogPlace
  #entries: Entry[] = []
  #position = 0
  /** Where the last file ended: how many entries there were then. */
  #whole: { readonly place: LogPlace; readonly entries: number }

  constructor(
    request: ChangesRequest,
    { key }: ChangeLog,
    columns: readonly FileColumn[],
    { read, sequence }: LogAhead,
  ) {
    this.#request = request
    this.#key = key
    this.#columns = columns
    this.#fields = fieldsOf(columns)
    this.#keyAt = positions(columns, key)
    this.#keys = new SortKeys(this.#keyAt.map((at) => columns[at]?.type ?? { name: 'text' }))
    this.#place = { read, sequence }
    this.#whole = { place: this.#place, entries: 0 }
  }

  async *read({ unit, name, state, sequence, skip }: LogUnit, signal: AbortSignal): AsyncIterable<ChangeBatch> {
    const { batchRows } = this.#request
    await using open = await unit.open(signal)
    const { change } = open.dataset
    const deletes = new Set(change?.deletes)
    const read: readonly FileColumn[] =
      change === undefined ? this.#columns : [...this.#columns, { name: change.column, type: { name: 'text' } }]
    const file = nameOf(unit.path)
    const { read: before, sequence: last } = this.#place
    for await (const { first, records } of unitRecords(open, read, batchRows, skip, signal)) {
      if (signal.aborted) throw new BerthError('ABORTED', { call: 'changes' })
      for (const [index, record] of records.entries()) {
        const batch = this.#entries.length >= batchRows ? this.take() : undefined
        if (batch !== undefined) yield batch
        const records = first + index
        this.#place = { read: before, sequence: last, partly: { name, state, records } }
        this.#entries.push(this.#entry(record, change !== undefined, deletes, { file, record: records }))
      }
    }
    await open.unchanged(signal)
    this.#place = { read: [...before, [name, state]], sequence: Math.max(sequence, last) }
    this.#whole = { place: this.#place, entries: this.#entries.length }
  }

  /** What was read since the last time, each key once, with where it goes on. */
  take(): ChangeBatch | undefined {
    if (this.#entries.length === 0) return undefined
    const [rows, kinds, unreadable] = [[] as Row[], [] as ChangeKind[], [] as UnreadableRow[]]
    for (const entry of this.#lastOfEachKey()) {
      this.#position++
      if ('error' in entry) unreadable.push({ row: this.#position, error: entry.error })
      else {
        rows.push(entry.row)
        kinds.push(entry.kind)
      }
    }
    this.#entries = []
    this.#whole = { place: this.#place, entries: 0 }
    return {
      fields: this.#fields,
      rows,
      ...(kinds.includes('delete') ? { kinds } : {}),
      ...(unreadable.length === 0 ? {} : { unreadable }),
      cursor: logCursor(this.#request.dataset, this.#key, this.#place),
    }
  }

  /** The same, of files that were read to their end only. */
  takeWhole(): ChangeBatch | undefined {
    this.#entries.length = this.#whole.entries
    this.#place = this.#whole.place
    return this.take()
  }

  #entry(
    record: Row | BerthError,
    told: boolean,
    deletes: ReadonlySet<string>,
    place: { readonly file: string; readonly record: number },
  ): Entry {
    if (BerthError.is(record)) return { error: record }
    const kind: ChangeKind = told && deletes.has(String(record.pop())) ? 'delete' : 'upsert'
    const error = missingCell(record, this.#columns, this.#keyAt, place)
    if (error !== undefined) return { error }
    const name = Buffer.from(this.#keys.encode(cellsAt(record, this.#keyAt))).toString('latin1')
    if (kind === 'delete') for (const at of record.keys()) if (!this.#keyAt.includes(at)) record[at] = null
    return { row: record, kind, name }
  }

  #lastOfEachKey(): readonly Entry[] {
    const last = new Map<string, Entry>()
    for (const entry of this.#entries) if (!('error' in entry)) last.set(entry.name, entry)
    return this.#entries.filter((entry) => 'error' in entry || last.get(entry.name) === entry)
  }
}
