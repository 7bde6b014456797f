import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { sqliteError } from './sqlite-error.ts'

/** A row as SQLite gives it. */
export type Columns = Readonly<Record<string, unknown>>

/** The statements of the state, each prepared once. */
export class SqliteStatements {
  readonly #database: DatabaseSync
  readonly #file: string
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, file: string) {
    this.#database = database
    this.#file = file
  }

  /** Throws coded errors. */
  one(sql: string, ...values: SQLInputValue[]): Columns | undefined {
    return this.all(sql, ...values)[0]
  }

  /** Throws coded errors. */
  all(sql: string, ...values: SQLInputValue[]): Columns[] {
    try {
      return this.#statement(sql).all(...values) as Columns[]
    } catch (cause) {
      throw sqliteError(cause, this.#file)
    }
  }

  /** For use inside a transaction: throws what SQLite throws. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values)
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}
