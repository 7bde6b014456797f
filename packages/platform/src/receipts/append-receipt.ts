import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import { chainReceipt } from '@berth/trust'
import type { Queryable } from '../store/store.ts'

/** Where a receipt stands in the chain. */
export interface ReceiptReference {
  readonly number: number
  readonly hash: string
}

/**
 * Puts a receipt behind the last one (LOG-1). It waits for other transactions that do the same, so that the chain has
 * one end; call it last in a transaction.
 */
export async function appendReceipt(transaction: Queryable, entry: ReceiptEntry): Promise<ReceiptReference> {
  const [head] = await transaction.query<{ number: number | string; hash: string }>(
    'select number, hash from receipt_head where single for update',
  )
  if (head === undefined) throw new BerthError('RECEIPTS_BROKEN', { number: 0 })
  const last = Number(head.number)
  const receipt: Receipt = chainReceipt(last === 0 ? undefined : { number: last, hash: head.hash }, entry)
  await transaction.query('insert into receipts (number, at, outcome, hash, document) values ($1, $2, $3, $4, $5)', [
    receipt.number,
    receipt.at,
    receipt.outcome,
    receipt.hash,
    JSON.stringify(receipt),
  ])
  await transaction.query('update receipt_head set number = $1, hash = $2 where single', [receipt.number, receipt.hash])
  return { number: receipt.number, hash: receipt.hash }
}
