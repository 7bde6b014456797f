import { type AcknowledgeRequest, BerthError } from '@berth/core'
import { writeReceipt } from '../batches/file-receipt.ts'
import type { FileContext } from './file-context.ts'
import { logPlace } from './log-place.ts'

/**
 * Writes the receipts for the batches that were read to their end before a cursor and are still there (FIL-2). Safe to repeat: a receipt
 * that is there stays as it is. Where a dataset has no batches, or no place for receipts, nothing happens.
 */
export async function acknowledge(
  context: FileContext,
  { dataset: name, by, upTo }: AcknowledgeRequest,
  signal: AbortSignal,
): Promise<void> {
  const dataset = context.dataset(name)
  const folder = dataset.batches?.receipts
  const expected = await context.expectedBatches(dataset)
  if (by.kind !== 'log' || folder === undefined || expected === undefined) return
  const read = new Map(logPlace(name, by.key, upTo).read)
  const arrived = await context.arrived.of(await context.files(dataset, signal), expected, signal)
  for (const { manifest, problem } of arrived) {
    const state = manifest === undefined ? undefined : read.get(String(manifest.sequence))
    if (manifest === undefined || state === undefined || problem !== undefined) continue
    if (!manifest.sha256.startsWith(state))
      throw new BerthError('BATCH_REPEATED', { file: manifest.file, sequence: manifest.sequence })
    await writeReceipt(context.store, folder, manifest, context.parts.receiptKey, signal)
  }
}
