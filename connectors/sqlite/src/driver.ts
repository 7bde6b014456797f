import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { SqlBulkWrite, SqlConnection } from '@berth/sql'
import { dialect } from './dialect.ts'
import { sqliteError } from './errors.ts'
import type { SqliteOptions } from './options.ts'

const maxPrepared = 100

/**
 * One connection through Node's own SQLite. The library works inside the process and cannot be interrupted within a
 * step, so a read yields to the event loop before each batch and looks at its signal there.
 */
export class SqliteConnection implements SqlConnection {
  readonly database: DatabaseSync
  readonly #name: string
  readonly #prepared: Map<string, StatementSync> = new Map()

  /** Rejects with `DATABASE_MISSING`: a file that is not there is never created. */
  constructor(options: SqliteOptions, readOnly: boolean) {
    this.#name = basename(options.file)
    if (!existsSync(options.file)) throw new BerthError('DATABASE_MISSING', { database: this.#name })
    try {
      this.database = new DatabaseSync(options.file, { readOnly, timeout: options.lockTimeoutMs })
    } catch (error) {
      throw sqliteError(error, 'open', this.#name)
    }
    try {
      this.database.exec('PRAGMA schema_version')
    } catch (error) {
      this.database.close()
      throw sqliteError(error, 'open', this.#name)
    }
  }

  async query(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<unknown[][]> {
    await setImmediate()
    return await this.#run('query', signal, () => rowsOf(this.#prepare(text).all(...bindable(parameters))))
  }

  async *stream(
    text: string,
    parameters: readonly unknown[],
    batchRows: number,
    signal: AbortSignal,
  ): AsyncIterable<unknown[][]> {
    const rows = await this.#run('read', signal, () => this.#prepare(text).iterate(...bindable(parameters)))
    try {
      while (true) {
        await setImmediate()
        const batch = await this.#run('read', signal, () => nextRows(rows, batchRows))
        if (batch.length > 0) yield batch
        if (batch.length < batchRows) return
      }
    } finally {
      rows.return?.()
    }
  }

  /** A statement that has begun to read keeps the read transaction of its connection open, and what it sees. */
  hold(signal: AbortSignal): Promise<Disposable> {
    return this.#run('read', signal, () => {
      const held = this.#prepare('SELECT 1 FROM sqlite_schema').iterate()
      held.next()
      return { [Symbol.dispose]: () => void held.return?.() }
    })
  }

  execute(text: string, parameters: readonly unknown[], signal: AbortSignal): Promise<void> {
    return this.#run('write', signal, () => void this.#prepare(text).run(...bindable(parameters)))
  }

  /** One prepared statement, row by row: the library takes longer to bind the cells of many rows to one statement. */
  bulk({ rows, ...write }: SqlBulkWrite, signal: AbortSignal): Promise<void> {
    return this.#run('write', signal, () => {
      const statement = this.#prepare(dialect.write({ ...write, rows: 1 }))
      // What a run tells of itself is not looked at, and costs less as numbers.
      statement.setReadBigInts(false)
      this.database.exec('SAVEPOINT BERTH')
      try {
        for (const row of rows) statement.run(...bindable(row))
      } catch (error) {
        this.database.exec('ROLLBACK TO BERTH')
        throw error
      } finally {
        this.database.exec('RELEASE BERTH')
      }
    })
  }

  begin(signal: AbortSignal): Promise<void> {
    return this.#run('begin', signal, () => this.database.exec('BEGIN IMMEDIATE'))
  }

  commit(signal: AbortSignal): Promise<void> {
    return this.#run('commit', signal, () => this.database.exec('COMMIT'))
  }

  async rollback(): Promise<void> {
    if (this.database.isTransaction) this.database.exec('ROLLBACK')
  }

  close(): void {
    this.#prepared.clear()
    if (this.database.isOpen) this.database.close()
  }

  async #run<Result>(call: string, signal: AbortSignal, work: () => Result): Promise<Result> {
    if (signal.aborted) throw new BerthError('ABORTED', { call })
    try {
      return work()
    } catch (error) {
      throw sqliteError(error, call, this.#name)
    }
  }

  #prepare(text: string): StatementSync {
    let statement = this.#prepared.get(text)
    if (statement === undefined) {
      if (this.#prepared.size >= maxPrepared) this.#prepared.clear()
      statement = this.database.prepare(text)
      statement.setReturnArrays(true)
      statement.setReadBigInts(true)
      this.#prepared.set(text, statement)
    }
    return statement
  }
}

function nextRows(rows: NodeJS.Iterator<unknown>, count: number): unknown[][] {
  const batch: unknown[][] = []
  while (batch.length < count) {
    const step = rows.next()
    if (step.done === true) break
    batch.push(step.value as unknown[])
  }
  return batch
}

/** The type of the library tells objects; after `setReturnArrays` they are arrays. */
function rowsOf(rows: readonly unknown[]): unknown[][] {
  return rows as unknown[][]
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}
