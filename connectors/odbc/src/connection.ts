import type { SqlConnection } from '@berth/sql'
import { positional } from './dialect.ts'
import type { DriverValue } from './driver.ts'
import type { DriverRequest } from './driver-call.ts'
import type { DriverLine } from './driver-line.ts'

/**
 * One ODBC connection for the shared SQL operations.
 *
 * `query` reads without a cursor of the library: the driver is asked for rows until it says itself that there are no more.
 * A cursor of the library believes a block of rows to be the last when a driver's row states say so, which with that of
 * MariaDB is the first; so a stream fetches by blocks only where the profile says that this was proven.
 */
export class OdbcConnection implements SqlConnection {
  readonly #line: DriverLine
  readonly #fetchRows: number
  #writing = false

  constructor(line: DriverLine, fetchRows: number) {
    this.#line = line
    this.#fetchRows = fetchRows
  }

  query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    return this.#line.call({ name: 'query', ...statement(text, parameters) }, 'read', signal)
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const alone = !this.#writing
    const fetchRows = Math.min(this.#fetchRows, batchRows)
    if (alone) await this.#line.call({ name: 'begin' }, 'read', signal)
    try {
      await this.#line.call({ name: 'open', ...statement(text, parameters), fetchRows }, 'read', signal)
      try {
        let rows: unknown[][] = []
        while (true) {
          const more = await this.#line.call({ name: 'fetch', rows: batchRows }, 'read', signal)
          const ended = more.length === 0
          rows = rows.length === 0 ? more : rows.concat(more)
          while (rows.length >= batchRows) yield rows.splice(0, batchRows)
          if (!ended) continue
          if (rows.length > 0) yield rows
          return
        }
      } finally {
        await this.#line.call({ name: 'closeCursor' }, 'read').catch(() => undefined)
      }
    } finally {
      if (alone) await this.#line.call({ name: 'rollback' }, 'read').catch(() => undefined)
    }
  }

  async execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    await this.#line.call({ name: 'query', ...statement(text, parameters) }, 'write', signal)
  }

  /** A catalogue function of ODBC. */
  catalogue(
    request: Extract<DriverRequest, { name: 'tables' | 'columns' | 'primaryKeys' }>,
    signal: AbortSignal,
  ): Promise<unknown[][]> {
    return this.#line.call(request, 'describe', signal)
  }

  async begin(signal: AbortSignal): Promise<void> {
    await this.#line.call({ name: 'begin' }, 'begin', signal)
    this.#writing = true
  }

  async commit(signal: AbortSignal): Promise<void> {
    await this.#line.call({ name: 'commit' }, 'commit', signal)
    this.#writing = false
  }

  async rollback(): Promise<void> {
    if (!this.#writing) return
    this.#writing = false
    await this.#line.call({ name: 'rollback' }, 'rollback')
  }
}

/** What the columns and the ledger bind is of these types. */
function statement(text: string, parameters: readonly unknown[]): { text: string; parameters: readonly DriverValue[] } {
  const marked = positional(text, parameters)
  return { text: marked.text, parameters: marked.parameters as readonly DriverValue[] }
}
