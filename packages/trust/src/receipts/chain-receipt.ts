import { hash } from 'node:crypto'
import type { Receipt, ReceiptEntry } from '@berth/core'
import { canonicalJson } from './canonical-json.ts'

/** What stands for the hash of the receipt before the first: 64 zeros. */
export const chainStart: string = '0'.repeat(64)

/** Puts an entry behind the last receipt of its chain; `undefined` begins one (LOG-1). */
export function chainReceipt(previous: Pick<Receipt, 'number' | 'hash'> | undefined, entry: ReceiptEntry): Receipt {
  const numbered = { ...entry, number: (previous?.number ?? 0) + 1 }
  const before = previous?.hash ?? chainStart
  return { ...numbered, previous: before, hash: receiptHash(before, numbered) }
}

/** SHA-256, hexadecimal, over the hash before and the canonical JSON of a receipt without `previous` and `hash`. */
export function receiptHash(previous: string, rest: Omit<Receipt, 'previous' | 'hash'>): string {
  return hash('sha256', previous + canonicalJson(rest))
}
