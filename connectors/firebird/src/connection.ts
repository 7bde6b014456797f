import { BerthError } from '@berth/core'
import type { SqlConnection } from '@berth/sql'
import type { Attachment } from './attachment.ts'
import { BlobReader } from './blobs.ts'
import {
  type FetchedRows,
  questionTransaction,
  snapshotTransaction,
  statementSelect,
  type TransactionOptions,
  type WireTransaction,
  writeTransaction,
} from './driver.ts'
import { type Statement, Statements } from './statements.ts'

/** Rows of one fetch. The driver was seen to hang with many more. */
const fetchRows = 200

/** A batch with blobs is given out before it is full when it holds this much. */
const maxBatchBytes = 8 * 1024 * 1024

/** One attachment to a Firebird database for the shared SQL operations. */
export class FirebirdConnection implements SqlConnection {
  readonly attachment: Attachment
  readonly #statements: Statements
  readonly #blobs: BlobReader
  /** Between `begin` and its end. */
  #writing: WireTransaction | undefined
  /** For questions outside a write; stays open, for it holds nothing back at the server. */
  #asking: WireTransaction | undefined

  /** Blobs longer than `maxCellBytes` are left at the server. */
  constructor(attachment: Attachment, maxCellBytes: number) {
    this.attachment = attachment
    this.#blobs = new BlobReader(attachment, maxCellBytes)
    this.#statements = new Statements(attachment)
  }

  query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    return this.attachment.cancellable('read', signal, async () => {
      const transaction = this.#writing ?? (await this.#question())
      const statement = await this.#statements.take(text, transaction)
      try {
        const rows: unknown[][] = []
        let fetched = await this.#open(statement, transaction, parameters)
        for (;;) {
          for (const row of fetched.data) rows.push(row)
          if (fetched.fetched) break
          fetched = await this.#fetch(statement, transaction)
        }
        await this.#blobs.read(transaction, statement.blobs, rows, 0)
        this.#statements.giveBack(statement)
        return rows
      } catch (error) {
        this.#statements.drop(statement)
        throw error
      }
    })
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const { attachment } = this
    const run = <Result>(work: () => Promise<Result>): Promise<Result> => attachment.cancellable('read', signal, work)
    const transaction = this.#writing ?? (await run(() => this.#start(snapshotTransaction)))
    const statement = await run(() => this.#statements.take(text, transaction)).catch(async (error: unknown) => {
      await this.#leave(transaction)
      throw error
    })
    const end = { reached: false }
    try {
      let rows: unknown[][] = []
      for await (const part of this.#parts(statement, transaction, parameters, run, end)) {
        for (const row of part.rows) rows.push(row)
        while (rows.length >= batchRows || (part.enough && rows.length > 0)) {
          const batch = rows.length <= batchRows ? rows : rows.slice(0, batchRows)
          rows = rows.length <= batchRows ? [] : rows.slice(batchRows)
          yield batch
          if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
        }
      }
      if (rows.length > 0) yield rows
    } finally {
      if (end.reached) this.#statements.giveBack(statement)
      else this.#statements.drop(statement)
      await this.#leave(transaction)
    }
  }

  /** The rows of a statement as they come, blobs filled in. `enough` asks to give out what has come so far. */
  async *#parts(
    statement: Statement,
    transaction: WireTransaction,
    parameters: readonly unknown[],
    run: <Result>(work: () => Promise<Result>) => Promise<Result>,
    end: { reached: boolean },
  ): AsyncIterable<{ readonly rows: readonly unknown[][]; readonly enough: boolean }> {
    let next: Promise<FetchedRows> | undefined = this.#open(statement, transaction, parameters)
    try {
      while (next !== undefined) {
        const awaited: Promise<FetchedRows> = next
        const { data, fetched }: FetchedRows = await run(() => awaited)
        // The server works on the next rows while the consumer works on these; one fetch ahead, never more.
        next = fetched ? undefined : this.#fetch(statement, transaction)
        next?.catch(() => undefined)
        for (let from = 0; from < data.length; ) {
          const start = from
          from = await run(() => this.#blobs.read(transaction, statement.blobs, data, start, maxBatchBytes))
          const whole = start === 0 && from === data.length
          yield { rows: whole ? data : data.slice(start, from), enough: from < data.length }
        }
        end.reached = fetched
      }
    } finally {
      await next?.catch(() => undefined)
    }
  }

  execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    return this.attachment.cancellable('write', signal, async () => {
      const transaction = this.#writing ?? (await this.#start(writeTransaction))
      try {
        await this.#run(text, parameters, transaction)
        if (transaction !== this.#writing) await this.#commit(transaction)
      } catch (error) {
        if (transaction !== this.#writing) await this.#rollback(transaction)
        throw error
      }
    })
  }

  async begin(signal: AbortSignal): Promise<void> {
    this.#writing = await this.attachment.cancellable('begin', signal, () => this.#start(writeTransaction))
  }

  async commit(signal: AbortSignal): Promise<void> {
    const transaction = this.#writing
    if (transaction === undefined) throw new TypeError('commit outside a transaction')
    await this.attachment.cancellable('commit', signal, () => this.#commit(transaction))
    this.#writing = undefined
  }

  async rollback(): Promise<void> {
    const transaction = this.#writing
    this.#writing = undefined
    if (transaction !== undefined) await this.#rollback(transaction)
  }

  /**
   * Runs a statement for one row, or for as many as there are parameters for: then all requests leave together, behind
   * a savepoint that is gone back to when one of them is refused.
   */
  async #run(text: string, parameters: readonly unknown[], transaction: WireTransaction): Promise<void> {
    const statement = await this.#statements.take(text, transaction)
    const width = statement.native.input.length
    try {
      if (width > 0 && parameters.length > width) await this.#executeRows(statement, transaction, parameters, width)
      else await this.#send(statement, () => this.#execute(statement, transaction, parameters))
      this.#statements.giveBack(statement)
    } catch (error) {
      this.#statements.drop(statement)
      throw error
    }
  }

  async #executeRows(
    statement: Statement,
    transaction: WireTransaction,
    parameters: readonly unknown[],
    width: number,
  ): Promise<void> {
    await this.#run('SAVEPOINT BERTH', [], transaction)
    const sendAll = async (): Promise<void> => {
      const sent: Promise<unknown>[] = []
      for (let start = 0; start < parameters.length; start += width)
        sent.push(this.#execute(statement, transaction, parameters.slice(start, start + width)))
      const outcomes = await Promise.allSettled(sent)
      const refused = outcomes.find((outcome) => outcome.status === 'rejected')
      if (refused !== undefined) throw refused.reason
    }
    try {
      await this.#send(statement, sendAll)
    } catch (error) {
      await this.#run('ROLLBACK TO SAVEPOINT BERTH', [], transaction)
      throw error
    }
    await this.#run('RELEASE SAVEPOINT BERTH', [], transaction)
  }

  #send<Result>(statement: Statement, send: () => Promise<Result>): Promise<Result> {
    return statement.sendsBlobs ? this.attachment.withBlobs('write', send) : send()
  }

  /** Runs a statement and fetches its first rows. Both requests leave together where nothing has to be sent before. */
  async #open(
    statement: Statement,
    transaction: WireTransaction,
    parameters: readonly unknown[],
  ): Promise<FetchedRows> {
    const executed = this.#execute(statement, transaction, parameters)
    if (statement.native.type !== statementSelect || statement.sendsBlobs) {
      const answered = await executed
      // A procedure that is executed answers with its one row.
      if (statement.native.type !== statementSelect) return { data: answered?.data ?? [], fetched: true }
      return await this.#fetch(statement, transaction)
    }
    const first = this.#fetch(statement, transaction)
    first.catch(() => undefined)
    await executed
    return await first
  }

  async #execute(
    statement: Statement,
    transaction: WireTransaction,
    given: readonly unknown[],
  ): Promise<FetchedRows | undefined> {
    const parameters = statement.arranged(given)
    statement.check(parameters)
    return await this.attachment.request<FetchedRows | undefined>(
      statement.native.type === statementSelect ? 'read' : 'write',
      (callback) => statement.native.execute(transaction, parameters, callback, { asObject: false }),
    )
  }

  #fetch(statement: Statement, transaction: WireTransaction): Promise<FetchedRows> {
    return this.attachment.request('read', (callback) => statement.native.fetch(transaction, fetchRows, callback))
  }

  #start(options: TransactionOptions): Promise<WireTransaction> {
    return this.attachment.request('begin', (callback) => this.attachment.wire.startTransaction(options, callback))
  }

  async #question(): Promise<WireTransaction> {
    this.#asking ??= await this.#start(questionTransaction)
    return this.#asking
  }

  async #commit(transaction: WireTransaction): Promise<void> {
    await this.attachment.request('commit', (callback) => transaction.commit(callback))
  }

  async #rollback(transaction: WireTransaction): Promise<void> {
    await this.attachment.request('rollback', (callback) => transaction.rollback(callback))
  }

  /** Ends the transaction of a read. Not rejecting: the read has its own outcome. */
  async #leave(transaction: WireTransaction): Promise<void> {
    if (transaction === this.#writing) return
    await this.#commit(transaction).catch((error: unknown) =>
      this.attachment.destroy(BerthError.from(error, 'CONNECTION_LOST')),
    )
  }
}
