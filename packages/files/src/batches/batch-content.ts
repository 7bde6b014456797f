import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { BerthError } from '@berth/core'
import { TemporaryCopies } from '../archives/temporary-copies.ts'
import type { FileContent } from '../codecs/codec.ts'
import { readerOf } from '../codecs/readers.ts'
import type { DefinedColumn, FileDataset } from '../definition/file-dataset.ts'
import type { FileStore } from '../store/file-store.ts'
import { changeColumn, writtenDataset } from './batch-layout.ts'
import type { SoundBatch } from './batch-sequence.ts'
import type { DataFileManifest } from './data-file-manifest.ts'

/** A batch that was checked from its first byte to its last. */
export interface CheckedBatch extends AsyncDisposable {
  readonly contents: readonly FileContent[]
  readonly dataset: FileDataset
}

/**
 * Copies the data of a batch into a private place and checks it there, so that what is read is what was checked: `BATCH_CUT`,
 * `BATCH_ALTERED`, `BATCH_MISCOUNTED`. Nothing of it is given out before.
 */
export async function checkedBatch(
  store: FileStore,
  { data, manifest }: SoundBatch,
  defined: FileDataset,
  maxCopyBytes: number,
  signal: AbortSignal,
): Promise<CheckedBatch> {
  const copies = new TemporaryCopies(maxCopyBytes)
  try {
    const path = await copies.copy(manifest.file, hashed(store.read(data.path, 0, signal), manifest), signal)
    const content: FileContent = {
      name: manifest.file,
      size: manifest.bytes,
      bytes: () => createReadStream(path, { highWaterMark: 1 << 18 }),
      local: () => Promise.resolve(path),
    }
    const dataset = batchDataset(defined, manifest)
    await checkRows(content, dataset, manifest, signal)
    return { contents: [content], dataset, [Symbol.asyncDispose]: () => copies[Symbol.asyncDispose]() }
  } catch (error) {
    await copies[Symbol.asyncDispose]()
    throw error
  }
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, manifest: DataFileManifest): AsyncIterable<Uint8Array> {
  const { file, sequence } = manifest
  const altered = (): BerthError => new BerthError('BATCH_ALTERED', { file, sequence, part: 'data' })
  const hash = createHash('sha256')
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > manifest.bytes) throw altered()
    hash.update(chunk)
    yield chunk
  }
  if (length < manifest.bytes)
    throw new BerthError('BATCH_CUT', { file, sequence, expected: manifest.bytes, bytes: length })
  if (hash.digest('hex') !== manifest.sha256) throw altered()
}

async function checkRows(
  content: FileContent,
  dataset: FileDataset,
  { file, sequence, rows: expected }: DataFileManifest,
  signal: AbortSignal,
): Promise<void> {
  let rows = 0
  const reading = { dataset, columns: [], batchRows: 10_000, skipRecords: 0, signal }
  for await (const batch of readerOf(dataset.format).read(content, reading))
    rows += batch.rows.length + batch.unreadable.length
  if (rows !== expected) throw new BerthError('BATCH_MISCOUNTED', { file, sequence, expected, rows })
}

/** How a batch is read: as its manifest says, under the names of the definition. */
export function batchDataset(defined: FileDataset, manifest: DataFileManifest): FileDataset {
  const written = writtenDataset(defined.name, manifest)
  const named = written.columns.map((column): DefinedColumn => {
    const own = defined.columns.find(({ from }) => from === column.name)
    return { ...column, name: own?.name ?? column.name, ...(own?.required === true ? { required: true } : {}) }
  })
  const { files, key, settledMs, contents, batches, maxColumns, maxRecordBytes } = defined
  return {
    ...written,
    files,
    key,
    settledMs,
    columns: named,
    ...(contents === undefined ? {} : { contents }),
    ...(batches === undefined ? {} : { batches }),
    ...(maxColumns === undefined ? {} : { maxColumns }),
    ...(maxRecordBytes === undefined ? {} : { maxRecordBytes }),
    ...(manifest.deletes === true ? { change: { column: changeColumn, deletes: ['delete'] } } : {}),
  }
}
