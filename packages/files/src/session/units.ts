import { BerthError, type Row } from '@berth/core'
import { type CheckedBatch, checkedBatch } from '../batches/batch-content.ts'
import { batchSequence, type SoundBatch } from '../batches/batch-sequence.ts'
import type { FileColumn, FileContent } from '../codecs/codec.ts'
import { readerOf } from '../codecs/readers.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import { type SetFile, stateOf } from '../store/file-set.ts'
import { nameOf, openFile } from '../store/stored-content.ts'
import type { FileContext } from './file-context.ts'

/** A file that is open to be read, with the definition that it is read by. */
export interface OpenUnit extends AsyncDisposable {
  readonly contents: readonly FileContent[]
  readonly dataset: FileDataset
  /** What a record may hold; absent: nobody minds. */
  readonly known?: readonly string[]
  /** Rejects with `FILE_GROWING` where the file is no longer as it was when it was opened. */
  unchanged(signal: AbortSignal): Promise<void>
}

/** A file of a set: what is read as one, from its first record to its last. */
export interface Unit {
  readonly path: string
  /** Changes when the file does. */
  readonly state: string
  /** Checked as a whole before it is given out, where it is a signed batch. */
  open(signal: AbortSignal): Promise<OpenUnit>
}

/** A file as it is, read by the definition. */
export function plainUnit(context: FileContext, dataset: FileDataset, file: SetFile): Unit {
  return {
    path: file.path,
    state: stateOf(file),
    async open(signal) {
      const copies = context.copies()
      try {
        const known = await context.known(dataset, signal)
        const opened = await openFile({ ...context.parts, copies }, file, dataset.entries ?? '*', signal)
        return {
          contents: opened.contents,
          dataset: withChangeColumn(dataset),
          ...(known === undefined ? {} : { known }),
          async unchanged(ending) {
            const now = await context.store.find(file.path, ending)
            if (now !== undefined && stateOf(now) !== stateOf(file))
              throw new BerthError('FILE_GROWING', { file: nameOf(file.path) })
          },
          async [Symbol.asyncDispose]() {
            await opened[Symbol.asyncDispose]()
            await copies[Symbol.asyncDispose]()
          },
        }
      } catch (error) {
        await copies[Symbol.asyncDispose]()
        throw error
      }
    },
  }
}

/** A signed batch, read from a private copy that was checked. */
export function batchUnit(context: FileContext, dataset: FileDataset, batch: SoundBatch): Unit {
  return {
    path: batch.data.path,
    state: `${batch.manifest.sha256} ${stateOf(batch.data)}`,
    async open(signal) {
      const checked: CheckedBatch = await checkedBatch(context.store, batch, dataset, context.maxCopyBytes, signal)
      return {
        contents: checked.contents,
        dataset: checked.dataset,
        unchanged: () => Promise.resolve(),
        [Symbol.asyncDispose]: () => checked[Symbol.asyncDispose](),
      }
    },
  }
}

/** Of a definition with columns the one that tells changes is one more, unless it is among them. */
function withChangeColumn(dataset: FileDataset): FileDataset {
  const { change, columns } = dataset
  if (change === undefined || columns.length === 0 || columns.some(({ name }) => name === change.column)) return dataset
  const told = { name: change.column, from: change.column, type: { name: 'text' } } as const
  return { ...dataset, columns: [...columns, told] }
}

/** The files that hold a dataset as it is now. Rejects with `FILE_SET_EMPTY` where there is none, or why a batch is none. */
export async function unitsNow(
  context: FileContext,
  dataset: FileDataset,
  signal: AbortSignal,
): Promise<readonly Unit[]> {
  const { files, unsettled } = await context.fileSet(dataset, signal, dataset.contents === 'all')
  const [growing] = unsettled
  // Without one of the files that together are the dataset, its records would seem to be gone.
  if (growing !== undefined && (dataset.contents === 'all' || files.length === 0))
    throw new BerthError('FILE_GROWING', { file: nameOf(growing.path) })
  const expected = await context.expectedBatches(dataset)
  const newest = dataset.contents === 'newest'
  let units: readonly Unit[]
  if (expected === undefined) {
    const read = newest ? files.slice(-1) : files
    units = read.map((file) => plainUnit(context, dataset, file))
  } else {
    const arrived = await context.arrived.of(files, expected, signal)
    const numbers = arrived.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest.sequence]))
    const first = newest ? Math.max(expected.batches.first, Math.min(...numbers)) : expected.batches.first
    const { next, trouble } = batchSequence(arrived, first, () => undefined, expected.batches)
    if (trouble !== undefined) throw trouble
    units = (newest ? next.slice(-1) : next).map((batch) => batchUnit(context, dataset, batch))
  }
  if (units.length === 0) throw context.empty(dataset)
  return units
}

/** Some records of a unit that follow each other. */
export interface UnitRecords {
  /** The number of the first of them in the unit, from 1. */
  readonly first: number
  /** A row or why there is none, for each. */
  readonly records: readonly (Row | BerthError)[]
}

/** The records of an open unit behind the first `skip`. */
export async function* unitRecords(
  { contents, dataset, known }: OpenUnit,
  columns: readonly FileColumn[],
  batchRows: number,
  skip: number,
  signal: AbortSignal,
): AsyncIterable<UnitRecords> {
  const reader = readerOf(dataset.format)
  const required = requiredAt(dataset, columns)
  const withRequired = (record: Row | BerthError, file: string, number: number): Row | BerthError => {
    // A record that tells a delete has its key and no more.
    if (BerthError.is(record) || dataset.change?.deletes.includes(String(record.at(-1))) === true) return record
    const empty = required.find((at) => record[at] === null)
    if (empty === undefined) return record
    return new BerthError('VALUE_MISSING', { column: columns[empty]?.name ?? '', file, record: number })
  }
  // How many records a file has is not known before it was read: of several, what was read before is read again.
  const skipRecords = contents.length === 1 ? skip : 0
  let before = 0
  for (const content of contents) {
    let last = skipRecords
    for await (const { rows, unreadable } of reader.read(content, {
      dataset,
      columns,
      batchRows,
      skipRecords,
      ...(known === undefined ? {} : { known }),
      signal,
    })) {
      const first = last + 1
      last += rows.length + unreadable.length
      const all = inOrder(first, rows, unreadable)
      const records =
        required.length === 0 ? all : all.map((record, index) => withRequired(record, content.name, first + index))
      const known = Math.min(Math.max(skip - (before + first - 1), 0), records.length)
      if (known < records.length) yield { first: before + first + known, records: records.slice(known) }
    }
    before += last
  }
}

function inOrder(
  first: number,
  rows: readonly Row[],
  unreadable: readonly { readonly row: number; readonly error: BerthError }[],
): readonly (Row | BerthError)[] {
  if (unreadable.length === 0) return rows
  const errors = new Map(unreadable.map(({ row, error }) => [row, error]))
  let next = 0
  return Array.from(
    { length: rows.length + unreadable.length },
    (_, index) => errors.get(first + index) ?? rows[next++] ?? [],
  )
}

function requiredAt(dataset: FileDataset, columns: readonly FileColumn[]): readonly number[] {
  const required = new Set(dataset.columns.flatMap((column) => (column.required === true ? [column.name] : [])))
  return [...columns.keys()].filter((at) => required.has(columns[at]?.name ?? ''))
}
