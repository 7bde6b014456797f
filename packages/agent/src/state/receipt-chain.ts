import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import { chainReceipt, verifyReceipts } from '@berth/trust'
import type { SqliteStatements } from './sqlite-statements.ts'

/** The last receipt, and how it is written. */
interface ChainEnd {
  readonly receipt: Pick<Receipt, 'number' | 'hash'> | undefined
  readonly body: string
}

const empty: ChainEnd = { receipt: undefined, body: '' }

/**
 * Appends to the chain of receipts, which other processes append to as well: its end is read anew in each transaction,
 * and verified whenever it is not the one that was read or written here before.
 */
export class ReceiptChain {
  readonly #statements: SqliteStatements
  #end: ChainEnd = empty
  #before: ChainEnd = empty

  constructor(statements: SqliteStatements) {
    this.#statements = statements
  }

  /**
   * Takes up the end of the chain, for the transaction that has begun. Throws `RECEIPTS_BROKEN` when the last receipt is
   * not what was written, or is one that was not the last before.
   */
  takeUp(): void {
    this.#before = this.#end
    const row = this.#statements.one('SELECT number, body FROM receipt ORDER BY number DESC LIMIT 1')
    const known = this.#end.receipt?.number ?? 0
    const number = Number(row?.['number'] ?? 0)
    if (number < known) throw new BerthError('RECEIPTS_BROKEN', { number: known })
    const body = String(row?.['body'] ?? '')
    if (body !== this.#end.body || number !== known) this.#end = { receipt: verified(number, body), body }
  }

  append(entry: ReceiptEntry): Receipt {
    const receipt = chainReceipt(this.#end.receipt, entry)
    const body = JSON.stringify(receipt)
    this.#statements.run('INSERT INTO receipt (number, body) VALUES (?, ?)', receipt.number, body)
    this.#end = { receipt, body }
    return receipt
  }

  /** The transaction was rolled back: what was appended since it was taken up is not there. */
  rollBack(): void {
    this.#end = this.#before
  }
}

function verified(number: number, body: string): Receipt {
  try {
    const receipt = JSON.parse(body) as Receipt
    if (verifyReceipts([receipt], { after: { number: number - 1, hash: receipt.previous } }).ok) return receipt
  } catch (cause) {
    throw new BerthError('RECEIPTS_BROKEN', { number }, { cause })
  }
  throw new BerthError('RECEIPTS_BROKEN', { number })
}
