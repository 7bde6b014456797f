import type { Receipt } from '@berth/core'
import { chainStart, commitmentState, receiptHash } from './chain-receipt.ts'

/** What came of verifying a chain. `number` is where it breaks: the number of the first receipt that is not right. */
export type ReceiptsVerdict =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly number: number; readonly problem: ReceiptProblem }

/** `number`: one is missing, repeated or out of order. `previous`: not chained to the one before. `hash`: altered. */
export type ReceiptProblem = 'number' | 'previous' | 'hash' | 'truncated' | 'shape'

/** A place in a chain that is known from elsewhere: a number and its hash. */
export type ReceiptAnchor = Pick<Receipt, 'number' | 'hash'>

export interface VerifyReceiptsOptions {
  /** Where the receipts go on; they start at its number plus one. Absent: at the beginning. */
  readonly after?: ReceiptAnchor
  /** A receipt known to have been written. The chain must reach it and hold it. */
  readonly head?: ReceiptAnchor
}

/**
 * Verifies a chain of receipts in order (LOG-1). It needs nothing but the receipts, and finds any that was altered,
 * deleted, inserted or moved.
 *
 * A chain that was cut off at its end is still a chain, and one who can rewrite all of it can make another: finding
 * that needs a head that was anchored elsewhere, where the holder of the receipts cannot change it, as the platform
 * keeps the hash of the receipt in every answer. Give it as `head`.
 */
export function verifyReceipts(receipts: Iterable<Receipt>, options: VerifyReceiptsOptions = {}): ReceiptsVerdict {
  const { after, head } = options
  let number = after?.number ?? 0
  let previous = after?.hash ?? chainStart
  let count = 0
  for (const receipt of receipts) {
    number++
    const problem = problemOf(receipt, number, previous)
    if (problem !== undefined) return { ok: false, number, problem }
    if (number === head?.number && receipt.hash !== head.hash) return { ok: false, number, problem: 'hash' }
    previous = receipt.hash
    count++
  }
  if (head !== undefined && number < head.number) return { ok: false, number: number + 1, problem: 'truncated' }
  return { ok: true, count }
}

function problemOf(receipt: Receipt, number: number, previous: string): ReceiptProblem | undefined {
  if (receipt.number !== number) return 'number'
  if (receipt.previous !== previous) return 'previous'
  try {
    return isAltered(receipt) ? 'hash' : undefined
  } catch {
    return 'shape'
  }
}

/** Whether a receipt is not what its own hash says. Throws a `TypeError` for one that JSON cannot say. */
export function isAltered(receipt: Receipt): boolean {
  const { previous, hash, ...rest } = receipt
  return receiptHash(previous, rest) !== hash || commitmentState(rest) === 'altered'
}
