import { BerthError } from '@berth/core'
import type { SqlBulkWrite, SqlConnection } from '@berth/sql'
import { type BulkSettings, bulkWrite } from './bulk.ts'
import { type PostgresDriver, rawRows, type StatementResult } from './driver.ts'
import type { Line } from './line.ts'

/** More statements than this are not kept prepared. */
const maxPrepared = 200

/** Rows that are fetched first, by how much more the next time, and about how many bytes at most. */
const firstRows = 16
const growth = 8
const maxFetchBytes = 16 * 1024 * 1024

const { signal: unending } = new AbortController()

/** One line to a PostgreSQL database for the shared SQL operations. */
export class PostgresConnection implements SqlConnection {
  readonly line: Line
  readonly #driver: PostgresDriver
  readonly #names: Map<string, string> = new Map()
  #counter = 0
  #inTransaction = false

  constructor(line: Line, driver: PostgresDriver) {
    this.line = line
    this.#driver = driver
  }

  /** Has many rows written by COPY from now on. */
  writeInBulk(settings: BulkSettings): void {
    this.bulk = (write, signal) =>
      this.line.run('write', signal, () => bulkWrite(this.line.client, this.#driver, settings, write))
  }

  bulk?: (write: SqlBulkWrite, signal: AbortSignal) => Promise<void>

  async query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    return (await this.line.run('read', signal, () => this.#statement(text, parameters))).rows
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const { line } = this
    if (line.failure !== undefined) throw line.failure
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
    const cursor = line.client.query(new this.#driver.Cursor(text, [...parameters], rawRows))
    let count = Math.min(batchRows, firstRows)
    let isOpen = true
    try {
      while (isOpen) {
        // After an error the cursor is closed, and would wait for ever for another end.
        isOpen = false
        const before = line.bytesRead
        const rows = await line.run('read', signal, () => cursor.read(count))
        isOpen = rows.length === count
        const fitting = Math.floor((rows.length * maxFetchBytes) / Math.max(1, line.bytesRead - before))
        count = Math.max(1, Math.min(batchRows, count * growth, fitting))
        if (rows.length > 0) yield rows
      }
    } finally {
      if (isOpen) await line.run('close', unending, () => cursor.close())
    }
  }

  async execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    await this.line.run('write', signal, () => this.#statement(text, parameters))
  }

  async begin(signal: AbortSignal): Promise<void> {
    // Whether it may write is the session's own setting.
    const text = 'BEGIN ISOLATION LEVEL READ COMMITTED'
    await this.line.run('begin', signal, () => this.#statement(text, []))
    this.#inTransaction = true
  }

  async commit(signal: AbortSignal): Promise<void> {
    const { command } = await this.line.run('commit', signal, () => this.#statement('COMMIT', []))
    this.#inTransaction = false
    // The server answers a COMMIT of what has failed before with ROLLBACK, and with no error.
    if (command !== 'COMMIT') throw new BerthError('QUERY_FAILED', { call: 'commit', nativeCode: '25P02' })
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    await this.line.run('rollback', unending, () => this.#statement('ROLLBACK', []))
  }

  /** One with parameters is prepared and used again; one without goes as it is. */
  async #statement(text: string, parameters: readonly unknown[]): Promise<StatementResult> {
    const name = parameters.length === 0 ? undefined : this.#nameOf(text)
    const named = name === undefined ? {} : { name }
    try {
      return one(await this.line.client.query({ text, values: parameters, ...named, ...rawRows }))
    } catch (error) {
      // The table was changed since the statement was prepared. In a transaction nothing can be asked again.
      if (name === undefined || this.#inTransaction || !isOutdated(error)) throw error
      this.#names.delete(text)
      return await this.#statement(text, parameters)
    }
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= maxPrepared) return known
    const name = `berth${++this.#counter}`
    this.#names.set(text, name)
    return name
  }
}

function one(result: StatementResult | readonly StatementResult[]): StatementResult {
  return 'rows' in result ? result : (result.at(-1) ?? { command: '', rows: [] })
}

function isOutdated(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '0A000'
}
