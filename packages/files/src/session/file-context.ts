import { BerthError, type Column, type ColumnSelection, parseLogicalType } from '@berth/core'
import type { SigningKey } from '@berth/trust'
import { TemporaryCopies } from '../archives/temporary-copies.ts'
import { ArrivedBatches } from '../batches/arrived-batches.ts'
import { loadBatchKeys } from '../batches/batch-keys.ts'
import type { ExpectedBatches } from '../batches/check-manifest.ts'
import type { FileColumn } from '../codecs/codec.ts'
import type { FileLimits } from '../codecs/limits.ts'
import { readerOf } from '../codecs/readers.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import { hasCharsetPerColumn } from '../definition/read-definition.ts'
import { filePattern } from '../store/file-pattern.ts'
import { type FileSet, FileSets, type SetFile, stateOf } from '../store/file-set.ts'
import type { FileStore } from '../store/file-store.ts'
import { openFile } from '../store/stored-content.ts'

/** What the operations of a session over files work with. */
export interface FileSessionParts {
  /** The connector's name, for messages. */
  readonly connector: string
  readonly store: FileStore
  /** By name. */
  readonly datasets: ReadonlyMap<string, FileDataset>
  /** Files of one set at most. @default 10000 */
  readonly maxFiles?: number
  /** Bytes that copies of one file on this machine may take. @default 17179869184 */
  readonly maxCopyBytes?: number
  /** Of archives and workbooks. */
  readonly limits?: FileLimits
  /** Signs receipts. Absent: they are not signed. */
  readonly receiptKey?: SigningKey
}

/** The datasets of a session: which files they have, and which columns. */
export class FileContext {
  readonly parts: FileSessionParts
  readonly store: FileStore
  readonly maxCopyBytes: number
  readonly arrived: ArrivedBatches
  readonly #sets: FileSets
  readonly #keys: Map<string, ExpectedBatches> = new Map()
  /** Columns that a file named, with what they were read from. */
  readonly #structures: Map<string, { readonly of: string; readonly columns: readonly Column[] }> = new Map()

  constructor(parts: FileSessionParts) {
    this.parts = parts
    this.store = parts.store
    this.maxCopyBytes = parts.maxCopyBytes ?? 16 * 1024 ** 3
    this.#sets = new FileSets(parts.store)
    this.arrived = new ArrivedBatches(parts.store)
  }

  /** Throws `DATASET_UNKNOWN`. */
  dataset(name: string): FileDataset {
    const dataset = this.parts.datasets.get(name)
    if (dataset === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset: name })
    return dataset
  }

  /** The files of a dataset that are complete, in order. */
  async files(dataset: FileDataset, signal: AbortSignal): Promise<readonly SetFile[]> {
    return (await this.fileSet(dataset, signal)).files
  }

  /** The files of a dataset. With `waits` one that was just written is waited for. */
  async fileSet(dataset: FileDataset, signal: AbortSignal, waits = false): Promise<FileSet> {
    const { name, files, settledMs } = dataset
    const pattern = filePattern(files)
    if (pattern === undefined) throw new TypeError(`the pattern of ${name} was not checked`)
    const reading = { dataset: name, files, pattern, settledMs, maxFiles: this.parts.maxFiles ?? 10_000, waits }
    return await this.#sets.list(reading, signal)
  }

  /** Who may have sent the batches of a dataset. Rejects with `KEY_FILE_UNUSABLE`. */
  async expectedBatches({ name, batches, columns }: FileDataset): Promise<ExpectedBatches | undefined> {
    if (batches === undefined) return undefined
    let expected = this.#keys.get(name)
    if (expected === undefined) {
      expected = { batches, columns, keys: await loadBatchKeys(batches.keys) }
      this.#keys.set(name, expected)
    }
    return expected
  }

  /** The columns of a dataset: those of its definition, or else those that its newest file names; none where no file is there. */
  async columns(dataset: FileDataset, signal: AbortSignal): Promise<readonly Column[]> {
    const { name, columns, key, format } = dataset
    if (columns.length > 0)
      return columns.map(({ name: id, type, charset, comment, required }) => ({
        name: id,
        nativeType: format,
        type,
        nullable: required !== true && !key.includes(id),
        ...(charset === undefined ? {} : { charset }),
        ...(comment === undefined ? {} : { comment }),
      }))
    const files = await this.files(dataset, signal)
    const newest = files.at(-1)
    if (newest === undefined) return []
    const expected = await this.expectedBatches(dataset)
    if (expected !== undefined) return await this.#batchColumns(dataset, files, expected, signal)
    const of = `${newest.path} ${stateOf(newest)}`
    const known = this.#structures.get(name)
    if (known?.of === of) return known.columns
    const found = (await this.#columnsOf(dataset, newest, signal)).filter(
      ({ name: id }) => id !== dataset.change?.column,
    )
    const told = found.map((column) => ({ ...column, nullable: !key.includes(column.name) }))
    this.#structures.set(name, { of, columns: told })
    return told
  }

  /** What a record may hold where no definition says it and records can differ; undefined where nobody minds. */
  async known(dataset: FileDataset, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const differ = dataset.format === 'xml' || dataset.format === 'json-lines'
    if (!differ || dataset.columns.length > 0 || dataset.batches !== undefined) return undefined
    const told = (await this.columns(dataset, signal)).map(({ name }) => name)
    return dataset.change === undefined ? told : [...told, dataset.change.column]
  }

  /** The columns as they are read. Throws `COLUMN_UNKNOWN`, and `FILE_SET_EMPTY` where nothing tells the columns. */
  async selection(
    dataset: FileDataset,
    selection: readonly ColumnSelection[],
    signal: AbortSignal,
  ): Promise<readonly FileColumn[]> {
    if (selection.some(({ charset }) => charset !== undefined) && !hasCharsetPerColumn(dataset.format)) {
      const capability = `text.charsetPerColumn in ${dataset.format}`
      throw new BerthError('NOT_SUPPORTED', { connector: this.parts.connector, capability })
    }
    const known = await this.columns(dataset, signal)
    if (known.length === 0) throw this.empty(dataset)
    const byName = new Map(known.map((column) => [column.name, column]))
    return selection.map(({ name, charset }) => {
      const column = byName.get(name)
      if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: name })
      const read = charset ?? dataset.columns.find((each) => each.name === name)?.charset
      return { name, type: column.type, ...(read === undefined ? {} : { charset: read }) }
    })
  }

  empty({ name, files }: FileDataset): BerthError {
    return new BerthError('FILE_SET_EMPTY', { dataset: name, files })
  }

  copies(): TemporaryCopies {
    return new TemporaryCopies(this.maxCopyBytes)
  }

  /** The items of the newest batch that can be believed; where there is none, why. */
  async #batchColumns(
    { key }: FileDataset,
    files: readonly SetFile[],
    expected: ExpectedBatches,
    signal: AbortSignal,
  ): Promise<readonly Column[]> {
    const arrived = await this.arrived.of(files, expected, signal)
    const newest = arrived.findLast(({ problem }) => problem === undefined)
    const problem = arrived.at(-1)?.problem
    if (newest === undefined && problem !== undefined) throw problem
    return (newest?.manifest?.schema ?? []).map(({ item, type }) => {
      const logical = parseLogicalType(type) ?? { name: 'text' as const }
      return { name: item, nativeType: type, type: logical, nullable: !key.includes(item) }
    })
  }

  async #columnsOf(dataset: FileDataset, file: SetFile, signal: AbortSignal): Promise<readonly Column[]> {
    await using copies = this.copies()
    await using opened = await openFile({ ...this.parts, copies }, file, dataset.entries ?? '*', signal)
    const [content] = opened.contents
    if (content === undefined) return []
    return (await readerOf(dataset.format).structure(content, dataset, signal)).columns
  }
}
