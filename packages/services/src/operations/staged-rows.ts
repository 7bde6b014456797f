import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { BerthError, type ErrorCode, type Field, type Row, type Value } from '@berth/core'
import type { ReadRecord } from '../answer/row-reader.ts'
import { sortableValue } from './sortable-value.ts'

/** A row in its order, with the values that order it. */
export type StagedRow = ReadRecord & { readonly order: readonly Value[] }

type Kept =
  | { readonly row: Row }
  | { readonly code: ErrorCode; readonly details: Readonly<Record<string, string | number>> }

/**
 * Rows put into the order of some columns, NULL first. Those that memory should not hold wait on disk, in a file without a
 * name that nobody else can open and that is gone with the reader, however that ends.
 */
export class StagedRows implements Disposable {
  readonly #database: DatabaseSync
  readonly #insert: ReturnType<DatabaseSync['prepare']>
  readonly #order: readonly Field[]
  readonly #columns: string

  constructor(order: readonly Field[]) {
    this.#order = order
    this.#columns = order.map((_, index) => `k${index}`).join(', ')
    // Without a name SQLite keeps what its cache cannot in a file that has no name either, and ends with the process.
    this.#database = new DatabaseSync('')
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA temp_store = FILE')
    this.#database.exec(`CREATE TABLE r (n INTEGER PRIMARY KEY, ${this.#columns}, v BLOB NOT NULL, o BLOB NOT NULL)`)
    this.#database.exec('BEGIN')
    const marks = order.map(() => '?').join(', ')
    this.#insert = this.#database.prepare(`INSERT INTO r VALUES (NULL, ${marks}, ?, ?)`)
  }

  add(read: ReadRecord, order: readonly Value[]): void {
    const kept: Kept = 'row' in read ? read : { code: read.error.code, details: read.error.details }
    this.#insert.run(...this.#sortable(order), serialize(kept), serialize(order))
  }

  /** The rows behind an order, or all. */
  read(after?: readonly Value[]): Iterable<StagedRow> {
    const [where, parameters] = after === undefined ? ['1', []] : behind(this.#sortable(after))
    return this.#select(where, parameters)
  }

  /** The rows whose first ordering value is not below `value`. */
  notBelow(value: Value): Iterable<StagedRow> {
    return this.#select('k0 >= ?', this.#sortable([value]))
  }

  #sortable(order: readonly Value[]): SQLInputValue[] {
    return order.map((value, index) => sortableValue(value, this.#order[index]?.type ?? { name: 'text' }))
  }

  *#select(where: string, parameters: readonly SQLInputValue[]): Iterable<StagedRow> {
    const text = `SELECT v, o FROM r WHERE ${where} ORDER BY ${this.#columns}, n`
    for (const { v, o } of this.#database.prepare(text).iterate(...parameters)) {
      const kept = deserialize(v as Uint8Array) as Kept
      const order = deserialize(o as Uint8Array) as Value[]
      yield 'row' in kept ? { ...kept, order } : { error: new BerthError(kept.code, kept.details), order }
    }
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }
}

/** `(k0, k1) > (a, b)` where NULL comes before everything. */
function behind(after: readonly SQLInputValue[]): [string, SQLInputValue[]] {
  const parameters: SQLInputValue[] = []
  const cases = after.map((value, index) => {
    const equal = after.slice(0, index).map((each, at) => {
      parameters.push(each)
      return `k${at} IS ?`
    })
    const greater = value === null ? `k${index} IS NOT NULL` : `k${index} > ?`
    if (value !== null) parameters.push(value)
    return [...equal, greater].join(' AND ')
  })
  return [`((${cases.join(') OR (')}))`, parameters]
}
