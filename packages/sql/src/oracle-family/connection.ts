import { BerthError, type ErrorCode } from '@berth/core'
import type { SqlBulkRefusal, SqlBulkWrite, SqlConnection } from '../connection.ts'
import type { SqlDialect } from '../dialect.ts'
import type { OracleFamilyLine, OracleFamilyRows } from './line.ts'

/** How long a server may take to confirm that it stopped a statement. */
const farewellMs = 2000
/** Rows of one fetch of a statement that is read whole. */
const queryRows = 500
/** Rows with long cells: the next fetch takes as many as are likely to hold this much, and never more than these. */
const longBytes = 8 * 1024 * 1024
const longRows = 32

const lineIsOver: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ABORTED', 'CONNECTION_LOST', 'PROTOCOL_ERROR'])

/** A connection to Oracle, or to a database whose library is shaped like oracledb, for the shared operations. */
export class OracleFamilyConnection implements SqlConnection {
  readonly leastBulkRows: number = 2
  readonly #line: OracleFamilyLine
  readonly #dialect: SqlDialect
  /** What begins the transaction of a long read. */
  readonly #readOnly: string | undefined
  #writing = false

  constructor(line: OracleFamilyLine, dialect: SqlDialect, readOnly: string | undefined) {
    this.#line = line
    this.#dialect = dialect
    this.#readOnly = readOnly
  }

  query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    return this.cancellable('read', signal, async () => {
      const rows = await this.#line.query(text, parameters, queryRows)
      try {
        const all: unknown[][] = []
        for await (const part of parts(rows, queryRows)) for (const row of part) all.push(row)
        return all
      } finally {
        await rows.close()
      }
    })
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const run = <Result>(work: () => Promise<Result>): Promise<Result> => this.cancellable('read', signal, work)
    const readOnly = this.#writing ? undefined : this.#readOnly
    let rows: OracleFamilyRows | undefined
    let isSound = true
    try {
      if (readOnly !== undefined) await run(() => this.#line.execute(readOnly, []))
      rows = await run(() => this.#line.query(text, parameters, batchRows))
      const iterator = parts(rows, batchRows)
      for (;;) {
        const step = await run(() => iterator.next())
        if (step.done === true) return
        yield step.value
      }
    } catch (error) {
      isSound = !BerthError.is(error) || !lineIsOver.has(error.code)
      throw error
    } finally {
      // On a line that is over, both would only wait.
      if (isSound) {
        await rows?.close()
        if (readOnly !== undefined) await this.#line.rollback()
      }
    }
  }

  execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    return this.cancellable('write', signal, () => this.#line.execute(text, parameters))
  }

  bulk({ table, columns, key, rows }: SqlBulkWrite, signal: AbortSignal): Promise<readonly SqlBulkRefusal[]> {
    const text = this.#dialect.write({ table, columns, key, rows: 1 })
    return this.cancellable('write', signal, () => this.#line.executeMany(text, rows))
  }

  async begin(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'begin' })
    // The first statement that writes begins the transaction at the server.
    this.#writing = true
  }

  async commit(signal: AbortSignal): Promise<void> {
    await this.cancellable('commit', signal, () => this.#line.commit())
    this.#writing = false
  }

  async rollback(): Promise<void> {
    this.#writing = false
    await this.#line.rollback()
  }

  /**
   * Runs calls of the library that `signal` may end: the server is told to stop, and a line that does not listen is cut.
   * Rejects with `ABORTED` then, whatever the library does.
   */
  cancellable<Result>(call: string, signal: AbortSignal, run: () => Promise<Result>): Promise<Result> {
    const aborted = (cause?: unknown): BerthError => new BerthError('ABORTED', { call }, { cause })
    if (signal.aborted) return Promise.reject(aborted())
    return new Promise<Result>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined
      const stop = (): void => {
        timer = setTimeout(() => {
          this.#line.destroy()
          reject(aborted())
        }, farewellMs)
        this.#line.cancel().catch(() => undefined)
      }
      const end = (): void => {
        signal.removeEventListener('abort', stop)
        clearTimeout(timer)
      }
      signal.addEventListener('abort', stop, { once: true })
      run().then(
        (result) => {
          end()
          if (signal.aborted) reject(aborted())
          else resolve(result)
        },
        (error: unknown) => {
          end()
          reject(signal.aborted ? aborted(error) : error)
        },
      )
    })
  }
}

/** The rows in parts of at most `count`; of rows with long cells fewer, by what the last ones held. */
async function* parts(rows: OracleFamilyRows, count: number): AsyncGenerator<unknown[][], void> {
  const most = rows.long ? Math.min(count, longRows) : count
  let size = rows.long ? 1 : count
  for (;;) {
    const part = await rows.next(size)
    if (part.length > 0) yield part
    if (part.length < size) return
    if (!rows.long) continue
    const each = Math.max(1, bytesOf(part) / part.length)
    size = Math.max(1, Math.min(most, 2 * size, Math.floor(longBytes / each)))
  }
}

function bytesOf(rows: readonly unknown[][]): number {
  let bytes = 0
  for (const row of rows) {
    for (const cell of row) {
      if (typeof cell === 'string') bytes += 2 * cell.length
      else if (cell instanceof Uint8Array) bytes += cell.length
    }
  }
  return bytes
}
