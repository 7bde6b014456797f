import { hash, randomBytes } from 'node:crypto'
import type { Receipt, ReceiptEntry } from '@berth/core'
import { canonicalJson } from './canonical-json.ts'

/** What stands for the hash of the receipt before the first: 64 zeros. */
export const chainStart: string = '0'.repeat(64)

/** A receipt without its place in the chain. */
type Unchained = Omit<Receipt, 'previous' | 'hash'>

/**
 * Puts an entry behind the last receipt of its chain; `undefined` begins one (LOG-1). Where the entry has a `question`, what
 * may have to be erased later is committed to with a salt of its own.
 */
export function chainReceipt(previous: Pick<Receipt, 'number' | 'hash'> | undefined, entry: ReceiptEntry): Receipt {
  const numbered = { ...committed(entry), number: (previous?.number ?? 0) + 1 }
  const before = previous?.hash ?? chainStart
  return { ...numbered, previous: before, hash: receiptHash(before, numbered) }
}

/** SHA-256, hexadecimal, over the hash before and the canonical JSON of a receipt without `previous`, `hash` and what is committed to. */
export function receiptHash(previous: string, rest: Unchained): string {
  if (rest.commitment === undefined) return hash('sha256', previous + canonicalJson(rest))
  const { salt: _salt, question: _question, digest: _digest, reference: _reference, ...lasting } = rest
  return hash('sha256', previous + canonicalJson(lasting))
}

/**
 * The receipt without what it commits to: salt, question, digest and reference. Its chain still holds. Unchanged where it
 * commits to nothing, or was redacted before.
 */
export function redactReceipt(receipt: Receipt): Receipt {
  if (receipt.commitment === undefined) return receipt
  const { salt: _salt, question: _question, digest: _digest, ...lasting } = receipt
  return { ...lasting, reference: '' }
}

/** Whether what a receipt commits to is what it says (`whole`), was erased (`redacted`), or neither (`altered`). */
export function commitmentState(receipt: Unchained): 'whole' | 'redacted' | 'altered' {
  const { commitment, salt, question, digest, reference } = receipt
  if (commitment === undefined) return 'whole'
  if (salt !== undefined) return commitmentOf(receipt) === commitment ? 'whole' : 'altered'
  return question === undefined && digest === undefined && reference === '' ? 'redacted' : 'altered'
}

function committed(entry: ReceiptEntry): ReceiptEntry & Pick<Receipt, 'commitment' | 'salt'> {
  if (entry.question === undefined) return entry
  const salted = { ...entry, salt: randomBytes(16).toString('base64url') }
  return { ...salted, commitment: commitmentOf(salted) }
}

function commitmentOf({ salt, question, digest, reference }: Partial<Receipt>): string {
  return hash('sha256', canonicalJson({ salt, question, digest, reference }))
}
