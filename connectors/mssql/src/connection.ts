import { BerthError } from '@berth/core'
import { type ErrorPlace, maxAnswerRows, type SqlBulkWrite, type SqlConnection } from '@berth/sql'
import { type BulkTable, bulkTable } from './bulk.ts'
import type { Done, DriverCell, DriverColumn, DriverConnection, DriverRequest, MssqlDriver } from './driver.ts'
import { mssqlError } from './errors.ts'
import { cancelMs } from './login.ts'

/** A batch is given out early when it holds so many characters and bytes. */
const maxBatchBytes = 8_388_608

/** What a parameter is declared as: one of two sizes, so that the server keeps few plans. */
const shortText = 4000
const shortBytes = 8000

/** One result of a statement. */
export interface QueryResult {
  readonly columns: readonly DriverColumn[]
  readonly rows: unknown[][]
}

/** A read of rows: as they come, and how to stop them for a while. */
interface Reading {
  take(cells: readonly DriverCell[], request: DriverRequest): void
}

/**
 * One connection through tedious. Statements run by `sp_executesql`; an abort is an attention to the server, and a line
 * whose server does not confirm it is cut.
 */
export class MssqlConnection implements SqlConnection {
  readonly native: DriverConnection
  readonly #driver: MssqlDriver
  readonly #place: Omit<ErrorPlace, 'call'>
  readonly #statementTimeoutMs: number
  #inTransaction = false
  #ended = false

  constructor(
    driver: MssqlDriver,
    native: DriverConnection,
    place: Omit<ErrorPlace, 'call'>,
    statementTimeoutMs: number,
  ) {
    this.#driver = driver
    this.native = native
    this.#place = place
    this.#statementTimeoutMs = statementTimeoutMs
    native.once('end', () => {
      this.#ended = true
    })
  }

  async query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    const rows: unknown[][] = []
    await this.#statement('query', text, parameters, signal, { take: (cells) => void rows.push(valuesOf(cells)) })
    return rows
  }

  /** Each result that the statement has. */
  async queryAll(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<QueryResult[]> {
    const results: QueryResult[] = []
    // What is beyond the bound is told by one row more than it, and not kept.
    const take = (cells: readonly DriverCell[]): void => {
      const rows = results.at(-1)?.rows
      if (rows !== undefined && rows.length <= maxAnswerRows) rows.push(valuesOf(cells))
    }
    const begin = (columns: readonly DriverColumn[]): void => void results.push({ columns, rows: [] })
    await this.#statement('query', text, parameters, signal, { take }, begin)
    return results
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    let rows: unknown[][] = []
    let bytes = 0
    let running: DriverRequest | undefined
    let paused = false
    let over = false
    let failure: unknown
    let wake = (): void => undefined
    const take = (cells: readonly DriverCell[], request: DriverRequest): void => {
      running = request
      const row = valuesOf(cells)
      rows.push(row)
      for (const cell of row) if (typeof cell === 'string' || cell instanceof Uint8Array) bytes += cell.length
      if (paused || (rows.length < batchRows && bytes < maxBatchBytes)) return
      paused = true
      request.pause()
      wake()
    }
    const reading = this.#statement('read', text, parameters, signal, { take })
    const ended = reading
      .catch((error: unknown) => {
        failure = error
      })
      .finally(() => {
        over = true
        wake()
      })
    try {
      for (;;) {
        if (!paused && !over)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        if (failure !== undefined) throw failure
        while (rows.length >= batchRows || (rows.length > 0 && (over || bytes >= maxBatchBytes))) {
          const batch = rows.length <= batchRows ? rows : rows.slice(0, batchRows)
          rows = rows.length <= batchRows ? [] : rows.slice(batchRows)
          yield batch
          if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' })
        }
        // Rejects with what failed while the consumer had the batch.
        if (over) return await reading
        paused = false
        bytes = 0
        running?.resume()
      }
    } finally {
      if (!over) running?.cancel()
      await ended
    }
  }

  execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    return this.#kept(this.#statement('write', text, parameters, signal))
  }

  /** Runs statements outside of `sp_executesql`, for what would not outlive that: settings and temporary tables. */
  batch(text: string, signal: AbortSignal): Promise<void> {
    return this.#request('write', signal, (done) => this.native.execSqlBatch(this.#newRequest(text, done)))
  }

  /** Loads into a temporary table, then writes from there with one statement, which undoes itself when it is refused. */
  async bulk(write: SqlBulkWrite, signal: AbortSignal): Promise<void> {
    const table = bulkTable(write)
    await this.batch(table.create, signal)
    try {
      await this.#load(table, write.rows, signal)
      await this.#kept(this.batch(table.write, signal))
    } finally {
      // With a transaction that is given up the table is gone too.
      if (this.native.inTransaction && !signal.aborted) await this.batch(table.drop, signal).catch(() => undefined)
    }
  }

  async begin(signal: AbortSignal): Promise<void> {
    await this.#request('begin', signal, (done) => this.native.beginTransaction(done))
    this.#inTransaction = true
  }

  async commit(signal: AbortSignal): Promise<void> {
    await this.#request('commit', signal, (done) => this.native.commitTransaction(done))
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false
    if (!this.native.inTransaction || this.#ended) return
    const bound = new AbortController()
    const timer = setTimeout(() => bound.abort(), cancelMs)
    await this.#request('rollback', bound.signal, (done) => this.native.rollbackTransaction(done)).finally(() =>
      clearTimeout(timer),
    )
  }

  /** Takes leave of the server. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#ended) return
    const ended = new Promise<void>((resolve) => void this.native.once('end', resolve))
    this.native.close()
    await ended
  }

  async #load(table: BulkTable, rows: Iterable<readonly unknown[]>, signal: AbortSignal): Promise<void> {
    await this.#request('write', signal, (done) => {
      const load = this.native.newBulkLoad(table.name, { keepNulls: true }, done)
      const { NVarChar, VarBinary, Float } = this.#driver.TYPES
      for (const { name, kind, long } of table.columns) {
        const type = { text: NVarChar, bytes: VarBinary, number: Float }[kind]
        const short = kind === 'text' ? shortText : shortBytes
        const length = kind === 'number' ? {} : { length: long ? Number.POSITIVE_INFINITY : short }
        load.addColumn(name, type, { nullable: true, ...length })
      }
      this.native.execBulkLoad(load, loadable(rows))
    })
  }

  /**
   * A refused row must not be taken for a mere reject when the server has rolled the transaction back with it: what
   * follows would be written outside of it.
   */
  async #kept(written: Promise<void>): Promise<void> {
    try {
      await written
    } catch (error) {
      if (!this.#inTransaction || this.native.inTransaction || !BerthError.is(error) || error.action !== 'skip')
        throw error
      const { nativeCode = '-' } = error.details
      throw new BerthError('QUERY_FAILED', { call: 'write', nativeCode }, { cause: error })
    }
  }

  #statement(
    call: string,
    text: string,
    parameters: readonly unknown[],
    signal: AbortSignal,
    reading?: Reading,
    onResult?: (columns: readonly DriverColumn[]) => void,
  ): Promise<void> {
    return this.#request(call, signal, (done) => {
      const request = this.#newRequest(text, done)
      if (onResult !== undefined) request.on('columnMetadata', onResult)
      if (reading !== undefined) request.on('row', (cells) => reading.take(cells, request))
      for (const [index, value] of parameters.entries()) this.#bind(request, `p${index + 1}`, value)
      this.native.execSql(request)
    })
  }

  /** The driver takes an answer that ends without DONE for a complete one. */
  #newRequest(text: string, done: Done): DriverRequest {
    let complete = false
    const request = new this.#driver.Request(text, (error) => {
      const missing = (error === undefined || error === null) && !complete
      done(missing ? new BerthError('PROTOCOL_ERROR', { nativeCode: 'DONE' }) : error)
    })
    const onDone = (_: unknown, more: boolean): void => {
      complete = !more
    }
    request.on('done', onDone)
    request.on('doneProc', onDone)
    return request
  }

  #bind(request: DriverRequest, name: string, value: unknown): void {
    const { NVarChar, VarBinary, Float } = this.#driver.TYPES
    if (typeof value === 'number') request.addParameter(name, Float, value)
    else if (value instanceof Uint8Array) {
      request.addParameter(name, VarBinary, bufferOf(value), {
        length: value.length > shortBytes ? Number.POSITIVE_INFINITY : shortBytes,
      })
    } else {
      const text = value === null ? null : String(value)
      const long = text !== null && text.length > shortText
      request.addParameter(name, NVarChar, text, { length: long ? Number.POSITIVE_INFINITY : shortText })
    }
  }

  /**
   * One request to the server. An abort tells it to stop; one that does not confirm that loses the line, by the driver
   * after `cancelMs`, and here a little later whatever the driver does.
   */
  async #request(call: string, signal: AbortSignal, start: (done: Done) => void): Promise<void> {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    let timer: NodeJS.Timeout | undefined
    const cancel = (): void => {
      timer = setTimeout(() => this.native.close(), cancelMs + 1000)
      this.native.cancel()
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      await new Promise<void>((resolve, reject) => {
        start((error) => (error === undefined || error === null ? resolve() : reject(error)))
      })
    } catch (error) {
      if (signal.aborted) throw new BerthError('ABORTED', { call }, { cause: error })
      if (isTimeout(error))
        throw new BerthError('CALL_TIMEOUT', { call, timeoutMs: this.#statementTimeoutMs }, { cause: error })
      const failure = mssqlError(error, { ...this.#place, call })
      // Nothing that is behind a broken answer can be trusted.
      if (failure.code === 'PROTOCOL_ERROR') this.native.close()
      throw failure
    } finally {
      signal.removeEventListener('abort', cancel)
      clearTimeout(timer)
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ETIMEOUT'
}

function valuesOf(cells: readonly DriverCell[]): unknown[] {
  const values = new Array<unknown>(cells.length)
  for (let index = 0; index < cells.length; index++) values[index] = cells[index]?.value
  return values
}

/** The driver takes bytes only as a `Buffer`. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function* loadable(rows: Iterable<readonly unknown[]>): Iterable<readonly unknown[]> {
  for (const row of rows)
    yield row.some((cell) => cell instanceof Uint8Array)
      ? row.map((cell) => (cell instanceof Uint8Array ? bufferOf(cell) : cell))
      : row
}
