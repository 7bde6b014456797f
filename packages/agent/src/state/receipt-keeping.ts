import { BerthError, type Receipt } from '@berth/core'
import type { ReceiptAnchor, ReceiptHead } from '@berth/trust'
import { redactReceipt } from '@berth/trust'
import type { SqliteStatements } from './sqlite-statements.ts'

/**
 * What becomes of receipts once they are written. Every call may reject with `STATE_LOCKED`, `STATE_CORRUPT`, `DISK_FULL` or
 * `FILE_UNWRITABLE`; what it wrote outlives a loss of power when it resolves.
 */
export interface ReceiptKeeping {
  /** One receipt, also one that was archived while a submission still refers to it. Undefined: it is not here. */
  receipt(number: number): Promise<Receipt | undefined>
  /** The last receipt. Undefined: there is none yet. */
  last(): Promise<Receipt | undefined>
  /** Where the receipts here go on, what is before being in archives. Undefined: they are here from the first. */
  archived(): Promise<ReceiptAnchor | undefined>
  /** Signed heads behind `after`, in order; 0 is before the first. */
  heads(after: number, limit: number): Promise<readonly ReceiptHead[]>
  /** The newest head. Undefined: none was signed yet. */
  lastHead(): Promise<ReceiptHead | undefined>
  /** Keeps a head, in place of the one with its number. */
  keepHead(head: ReceiptHead): Promise<void>
  /**
   * Removes receipts and heads up to one that stands in an archive, with the hash that it has there; the last receipt stays in any
   * case. Rejects with `RECEIPTS_BROKEN` when the receipt is another here.
   */
  drop(through: ReceiptAnchor): Promise<void>
  /** Erases what can be erased from receipts that are here; how many changed. */
  redact(numbers: readonly number[]): Promise<number>
}

/** How the state reads and writes. */
interface StateAccess {
  /** Resolves when what was asked to be written before is there. */
  readonly settled: () => Promise<void>
  /** Runs in a transaction, and resolves when it is on the disk. */
  readonly write: <Result>(run: () => Result) => Promise<Result>
}

export class SqliteReceiptKeeping implements ReceiptKeeping {
  readonly #statements: SqliteStatements
  readonly #access: StateAccess

  constructor(statements: SqliteStatements, access: StateAccess) {
    this.#statements = statements
    this.#access = access
  }

  async receipt(number: number): Promise<Receipt | undefined> {
    await this.#access.settled()
    return (
      this.#one<Receipt>('SELECT body FROM receipt WHERE number = ?', number) ??
      this.#one<Receipt>('SELECT body FROM receipt_kept WHERE number = ?', number)
    )
  }

  async last(): Promise<Receipt | undefined> {
    await this.#access.settled()
    return this.#one<Receipt>('SELECT body FROM receipt ORDER BY number DESC LIMIT 1')
  }

  async archived(): Promise<ReceiptAnchor | undefined> {
    await this.#access.settled()
    const value = this.#statements.one("SELECT value FROM meta WHERE name = 'receipts-archived'")?.['value']
    return value instanceof Uint8Array ? (JSON.parse(Buffer.from(value).toString()) as ReceiptAnchor) : undefined
  }

  async heads(after: number, limit: number): Promise<readonly ReceiptHead[]> {
    await this.#access.settled()
    const rows = this.#statements.all(
      'SELECT body FROM receipt_head WHERE number > ? ORDER BY number LIMIT ?',
      after,
      limit,
    )
    return rows.map((row) => JSON.parse(String(row['body'])) as ReceiptHead)
  }

  async lastHead(): Promise<ReceiptHead | undefined> {
    await this.#access.settled()
    return this.#one<ReceiptHead>('SELECT body FROM receipt_head ORDER BY number DESC LIMIT 1')
  }

  keepHead(head: ReceiptHead): Promise<void> {
    const insert = 'INSERT OR REPLACE INTO receipt_head (number, body) VALUES (?, ?)'
    return this.#access.write(() => this.#statements.run(insert, head.number, JSON.stringify(head)))
  }

  drop({ number, hash }: ReceiptAnchor): Promise<void> {
    return this.#access.write(() => {
      const found = this.#one<Receipt>('SELECT body FROM receipt WHERE number = ?', number)
      const last = Number(this.#statements.one('SELECT max(number) AS last FROM receipt')?.['last'])
      if (found?.hash !== hash || number >= last) throw new BerthError('RECEIPTS_BROKEN', { number })
      this.#statements.run(
        `INSERT OR IGNORE INTO receipt_kept (number, body) SELECT number, body FROM receipt
         WHERE number <= ? AND number IN (SELECT receipt FROM operation)`,
        number,
      )
      this.#statements.run('DELETE FROM receipt WHERE number <= ?', number)
      this.#statements.run('DELETE FROM receipt_head WHERE number <= ?', number)
      const place = Buffer.from(JSON.stringify({ number, hash }))
      this.#statements.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('receipts-archived', ?)", place)
    })
  }

  redact(numbers: readonly number[]): Promise<number> {
    return this.#access.write(() => {
      // What is erased is overwritten in the file, not only unlinked.
      this.#statements.run('PRAGMA secure_delete = ON')
      let changed = 0
      for (const number of numbers) {
        for (const table of ['receipt', 'receipt_kept'] as const) {
          const found = this.#one<Receipt>(`SELECT body FROM ${table} WHERE number = ?`, number)
          if (found?.salt === undefined) continue
          const body = JSON.stringify(redactReceipt(found))
          this.#statements.run(`UPDATE ${table} SET body = ? WHERE number = ?`, body, number)
          changed++
        }
      }
      return changed
    })
  }

  #one<Value>(sql: string, ...values: number[]): Value | undefined {
    const body = this.#statements.one(sql, ...values)?.['body']
    return body === undefined ? undefined : (JSON.parse(String(body)) as Value)
  }
}
