import { BerthError, type Column, type Dataset } from '@berth/core'
import type { FileDataset } from '../definition/file-dataset.ts'
import { describeFolder } from '../sniff/describe-folder.ts'
import type { FileContext } from './file-context.ts'

/**
 * The datasets that a docking defined, in the order of their names, no record of them read; where none are named also drafts of those
 * that it could define.
 */
export async function* describe(
  context: FileContext,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const known = [...context.parts.datasets.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
  for (const dataset of known) {
    if (names !== undefined && !names.includes(dataset.name)) continue
    const { name, key } = dataset
    yield { name, kind: 'file', columns: await columnsOf(context, dataset, signal), key }
  }
  if (names === undefined) yield* describeFolder({ ...context.parts, maxCopyBytes: context.maxCopyBytes }, signal)
}

/** A batch that is not as it should be is told when it is read; it keeps no other dataset from being described. */
async function columnsOf(context: FileContext, dataset: FileDataset, signal: AbortSignal): Promise<readonly Column[]> {
  try {
    return await context.columns(dataset, signal)
  } catch (error) {
    if (BerthError.is(error) && error.code.startsWith('BATCH_')) return []
    throw error
  }
}
