import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'

/**
 * Writes the receipt of one request, with the operation it is about where there is one. It stands before the answer
 * leaves (LOG-1). Requests that end in the same turn of the event loop share the state's commit.
 */
export async function writeReceipt(
  state: StatePort,
  entry: ReceiptEntry,
  operation?: AcceptedOperation,
): Promise<Receipt> {
  const [receipt] = await state.commit({
    receipts: [entry],
    ...(operation === undefined ? {} : { operations: [operation] }),
  })
  if (receipt === undefined) throw new BerthError('INTERNAL', { subject: 'a commit without its receipt' })
  return receipt
}
