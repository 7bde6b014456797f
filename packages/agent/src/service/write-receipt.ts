import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { StateChanges, StatePort } from '../state/state-port.ts'

/**
 * Writes the receipt of a request, before its answer leaves (LOG-1), in one commit with what else is to be written.
 * Rejects as `StatePort.commit` does.
 */
export async function writeReceipt(
  state: StatePort,
  entry: ReceiptEntry,
  changes: Pick<StateChanges, 'durable' | 'operations'> = {},
): Promise<Receipt> {
  const [receipt] = await state.commit({ ...changes, receipts: [entry] })
  if (receipt === undefined) throw new BerthError('INTERNAL', { subject: 'a commit without its receipt' })
  return receipt
}
