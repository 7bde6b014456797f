import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { BerthError, type ErrorCode, type ErrorDetails, type LogicalType, type Row } from '@berth/core'

/** A record of a stage: its cells, or why it cannot be read. */
export interface StagedRecord {
  readonly number: number
  readonly sortKey: Uint8Array
  readonly row?: Row
  readonly error?: BerthError
  /** Of one that cannot be read: the cells of the columns that order it, where those can. */
  readonly order?: Row
}

/** Where a walk through a stage begins: behind this record. */
export interface StagePlace {
  readonly sortKey: Uint8Array
  readonly number: number
}

type StoredRecord = [number, Uint8Array, string | Uint8Array | null, string | null]

/**
 * The records of a file set in an order of their own, in a private file of this machine, readable by its user only and gone with the
 * stage. Files know no order but their own; this is what keys, pages and questions by key are made from.
 */
export class Stage implements Disposable {
  readonly #folder: string
  readonly #database: DatabaseSync
  readonly #plain: boolean
  readonly #statements: Map<string, StatementSync> = new Map()

  /** `types` are those of the cells. */
  constructor(types: readonly LogicalType[]) {
    this.#plain = types.every(({ name }) => name !== 'binary' && name !== 'double')
    this.#folder = mkdtempSync(path.join(tmpdir(), 'berth-'))
    const file = path.join(this.#folder, 'stage')
    closeSync(openSync(file, 'wx', 0o600))
    this.#database = new DatabaseSync(file)
    this.#run(() =>
      this.#database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;
CREATE TABLE record (number INTEGER PRIMARY KEY, sortkey BLOB NOT NULL, identity BLOB, cells, error TEXT, placed INTEGER);
CREATE INDEX ordered ON record (sortkey);
CREATE INDEX identified ON record (identity) WHERE identity IS NOT NULL;
BEGIN`),
    )
  }

  /** Adds a record. With an identity it replaces the one that has it. */
  add(number: number, sortKey: Uint8Array, identity: Uint8Array | undefined, row: Row): void {
    if (identity !== undefined) this.remove(identity)
    this.#run(() => this.#prepared(insert).run(number, sortKey, identity ?? null, this.#written(row), null))
  }

  refuse(number: number, sortKey: Uint8Array, { code, details }: BerthError): void {
    this.#run(() => this.#prepared(insert).run(number, sortKey, null, null, JSON.stringify([code, details])))
  }

  /** Removes the record with an identity; with `before` only where it came before that number. */
  remove(identity: Uint8Array, before: number = Number.MAX_SAFE_INTEGER): void {
    this.#run(() => this.#prepared('DELETE FROM record WHERE identity = ? AND number < ?').run(identity, before))
  }

  /** Gives a record that cannot be read the place that it has all the same. */
  place(number: number, sortKey: Uint8Array, order: Row): void {
    const text = 'UPDATE record SET sortkey = ?, cells = ?, placed = 1 WHERE number = ?'
    this.#run(() => this.#prepared(text).run(sortKey, this.#written(order), number))
  }

  /** Nothing more is added. */
  complete(): void {
    this.#run(() => this.#database.exec('COMMIT'))
  }

  /** In order, from behind a place on. To be walked to its end or left before the next call. */
  *from(after: StagePlace | undefined): Iterable<StagedRecord> {
    const { sortKey, number } = after ?? { sortKey: new Uint8Array(0), number: -1 }
    const text = `SELECT ${columns} FROM record WHERE (sortkey, number) > (?, ?) ORDER BY sortkey, number`
    yield* this.#records(text, [sortKey, number])
  }

  /** The records with exactly this key, in the order of the files; of those that cannot be read the ones whose key is known. */
  *matching(sortKey: Uint8Array): Iterable<StagedRecord> {
    const text = `SELECT ${columns} FROM record WHERE sortkey = ? AND (error IS NULL OR placed = 1) ORDER BY number`
    yield* this.#records(text, [sortKey])
  }

  /** The place of the record that is the nth, from 0, of those with its key; behind them all where there are fewer. */
  placeOf(sortKey: Uint8Array, nth: number): StagePlace {
    const text = 'SELECT number FROM record WHERE sortkey = ? ORDER BY number LIMIT 1 OFFSET ?'
    const [number] = this.#run(() => (this.#prepared(text).get(sortKey, nth) as unknown as [number] | undefined) ?? [])
    return { sortKey, number: number ?? Number.MAX_SAFE_INTEGER }
  }

  [Symbol.dispose](): void {
    this.#statements.clear()
    if (this.#database.isOpen) this.#database.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  *#records(text: string, parameters: readonly (Uint8Array | number)[]): Iterable<StagedRecord> {
    const rows = this.#prepared(text).iterate(...parameters) as unknown as NodeJS.Iterator<StoredRecord>
    try {
      while (true) {
        const step = this.#run(() => rows.next())
        if (step.done === true) return
        yield this.#record(step.value)
      }
    } finally {
      rows.return?.()
    }
  }

  #record([number, sortKey, cells, error]: StoredRecord): StagedRecord {
    const row = cells === null ? undefined : this.#read(cells)
    if (error === null) return { number, sortKey, row: row ?? [] }
    const [code, details] = JSON.parse(error) as [ErrorCode, ErrorDetails]
    return { number, sortKey, error: new BerthError(code, details), ...(row === undefined ? {} : { order: row }) }
  }

  #written(row: Row): string | Uint8Array {
    return this.#plain ? JSON.stringify(row) : serialize(row)
  }

  #read(cells: string | Uint8Array): Row {
    return (typeof cells === 'string' ? JSON.parse(cells) : deserialize(cells)) as Row
  }

  #prepared(text: string): StatementSync {
    let statement = this.#statements.get(text)
    if (statement === undefined) {
      statement = this.#database.prepare(text)
      statement.setReturnArrays(true)
      this.#statements.set(text, statement)
    }
    return statement
  }

  #run<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (cause) {
      const native = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0
      if (native === sqliteFull) throw new BerthError('DISK_FULL', { file: tmpdir() }, { cause })
      throw new BerthError('FILE_UNWRITABLE', { file: tmpdir(), nativeCode: String(native) }, { cause })
    }
  }
}

const sqliteFull = 13
const columns = 'number, sortkey, cells, error'
const insert = 'INSERT INTO record (number, sortkey, identity, cells, error) VALUES (?, ?, ?, ?, ?)'
