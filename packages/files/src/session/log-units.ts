import { BerthError } from '@berth/core'
import { type ArrivedBatch, batchSequence } from '../batches/batch-sequence.ts'
import type { ExpectedBatches } from '../batches/check-manifest.ts'
import { receivedDigest } from '../batches/file-receipt.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import type { SetFile } from '../store/file-set.ts'
import { nameOf } from '../store/stored-content.ts'
import type { FileContext } from './file-context.ts'
import { type LogPlace, shortName } from './log-place.ts'
import { batchUnit, plainUnit, type Unit } from './units.ts'

/** A file of a log that is to be read. */
export interface LogUnit {
  readonly unit: Unit
  readonly name: string
  readonly state: string
  /** Of signed batches; 0 of others. */
  readonly sequence: number
  /** Records that were read before. */
  readonly skip: number
}

/** What a log has behind a place. */
export interface LogAhead {
  /** Those read before that are still there. */
  readonly read: readonly (readonly [name: string, state: string])[]
  readonly sequence: number
  /** In order. */
  readonly units: readonly LogUnit[]
  /** What stands behind them. */
  readonly trouble?: BerthError
}

/**
 * The files behind a place. A file that was partly read and is gone is `CURSOR_EXPIRED`, one that was read and has other content
 * `FILE_REWRITTEN` or `BATCH_REPEATED`. A file that arrives late is read when it is there, whatever its name.
 */
export async function logAhead(
  context: FileContext,
  dataset: FileDataset,
  from: LogPlace,
  signal: AbortSignal,
): Promise<LogAhead> {
  const { files, unsettled } = await context.fileSet(dataset, signal)
  const expected = await context.expectedBatches(dataset)
  if (expected !== undefined) return await batchesAhead(context, dataset, files, expected, from, signal)
  const read: (readonly [string, string])[] = []
  const units: LogUnit[] = []
  const known = new Map(from.read)
  for (const file of files) {
    const [name, state] = [shortName(file.path), String(file.size)]
    const before = known.get(name)
    if (before === state) read.push([name, state])
    else if (before !== undefined) throw new BerthError('FILE_REWRITTEN', { file: nameOf(file.path) })
    else {
      const isPart = from.partly?.name === name
      // One that has grown or shrunk since is read from its beginning: its records are told again as they are now.
      const skip = isPart && from.partly?.state === state ? from.partly.records : 0
      const unit: LogUnit = { unit: plainUnit(context, dataset, file), name, state, sequence: 0, skip }
      if (isPart) units.unshift(unit)
      else units.push(unit)
    }
  }
  for (const { path } of unsettled) {
    const [name, before] = [shortName(path), known.get(shortName(path))]
    if (before !== undefined) read.push([name, before])
    if (name === from.partly?.name) throw new BerthError('FILE_GROWING', { file: nameOf(path) })
  }
  if (from.partly !== undefined && units[0]?.name !== from.partly.name)
    throw new BerthError('CURSOR_EXPIRED', { resource: dataset.name })
  return { read, sequence: 0, units }
}

const digestKept = 16

async function batchesAhead(
  context: FileContext,
  dataset: FileDataset,
  files: readonly SetFile[],
  expected: ExpectedBatches,
  from: LogPlace,
  signal: AbortSignal,
): Promise<LogAhead> {
  const arrived = await context.arrived.of(files, expected, signal)
  const first = Math.max(from.sequence + 1, expected.batches.first)
  const known = new Map([...(await receivedBefore(context, dataset, arrived, first, signal)), ...from.read])
  const { next, trouble } = batchSequence(arrived, first, (sequence) => known.get(String(sequence)), expected.batches)
  const before = new Map(from.read)
  const read = arrived.flatMap(({ manifest }): readonly (readonly [string, string])[] => {
    const name = String(manifest?.sequence)
    const state = before.get(name)
    return state === undefined ? [] : [[name, state]]
  })
  const { partly } = from
  const units = next.map((batch): LogUnit => {
    const name = String(batch.manifest.sequence)
    const state = batch.manifest.sha256.slice(0, digestKept)
    if (partly?.name === name && partly.state !== state)
      throw new BerthError('BATCH_REPEATED', { file: batch.manifest.file, sequence: batch.manifest.sequence })
    const skip = partly?.name === name ? partly.records : 0
    return { unit: batchUnit(context, dataset, batch), name, state, sequence: batch.manifest.sequence, skip }
  })
  if (partly !== undefined && units[0]?.name !== partly.name && trouble === undefined)
    throw new BerthError('CURSOR_EXPIRED', { resource: dataset.name })
  return { read: [...new Map(read)], sequence: from.sequence, units, ...(trouble === undefined ? {} : { trouble }) }
}

/** The digests in receipts, of batches that were taken away meanwhile and came again. */
async function receivedBefore(
  context: FileContext,
  { batches }: FileDataset,
  arrived: readonly ArrivedBatch[],
  first: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  if (batches?.receipts === undefined) return found
  for (const { manifest } of arrived) {
    if (manifest === undefined || manifest.sequence >= first) continue
    const sha256 = await receivedDigest(context.store, batches.receipts, manifest.file, signal)
    if (sha256 !== undefined) found.set(String(manifest.sequence), sha256)
  }
  return found
}
