import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { BerthError, type ErrorCode, type Field, type Row, type Value } from '@berth/core'
import type { ReadRecord } from '../answer/row-reader.ts'
import { sortableValue } from './sortable-value.ts'

/** A row in its order, with the values that order it. */
export type StagedRow = ReadRecord & { readonly order: readonly Value[] }

/** A row or an error, and the ordering values, as JSON carries them. */
type Kept = readonly [
  row: KeptRow | { readonly code: ErrorCode; readonly details: Readonly<Record<string, string | number>> },
  order: KeptRow,
]
type KeptRow = readonly (Exclude<Value, Uint8Array> | { readonly base64: string })[]

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
    this.#database.exec(`CREATE TABLE r (n INTEGER PRIMARY KEY, ${this.#columns}, v TEXT NOT NULL)`)
    this.#database.exec('BEGIN')
    const marks = order.map(() => '?').join(', ')
    this.#insert = this.#database.prepare(`INSERT INTO r VALUES (NULL, ${marks}, ?)`)
  }

  add(read: ReadRecord, order: readonly Value[]): void {
    const row = 'row' in read ? kept(read.row) : { code: read.error.code, details: read.error.details }
    const entry: Kept = [row, kept(order)]
    this.#insert.run(...this.#sortable(order), JSON.stringify(entry))
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
    const text = `SELECT v FROM r WHERE ${where} ORDER BY ${this.#columns}, n`
    for (const { v } of this.#database.prepare(text).iterate(...parameters)) {
      const [row, order] = JSON.parse(String(v)) as Kept
      const read = 'code' in row ? { error: new BerthError(row.code, row.details) } : { row: restored(row) }
      yield { ...read, order: restored(order) }
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

function kept(row: readonly Value[]): KeptRow {
  return row.map((cell) => (cell instanceof Uint8Array ? { base64: Buffer.from(cell).toString('base64') } : cell))
}

function restored(row: KeptRow): Row {
  return row.map((cell) =>
    typeof cell === 'object' && cell !== null ? new Uint8Array(Buffer.from(cell.base64, 'base64')) : cell,
  )
}
