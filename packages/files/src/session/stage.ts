import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
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
  readonly #file: string
  #database: DatabaseSync
  readonly #plain: boolean
  readonly #statements: Map<string, StatementSync> = new Map()
  #count = 0

  /** `types` are those of the cells. */
  constructor(types: readonly LogicalType[]) {
    this.#plain = types.every(({ name }) => name !== 'binary' && name !== 'double')
    this.#folder = mkdtempSync(path.join(tmpdir(), 'berth-'))
    this.#file = path.join(this.#folder, 'stage')
    closeSync(openSync(this.#file, 'wx', 0o600))
    this.#database = openPrivate(this.#file)
    this.#run(() =>
      this.#database.exec(`CREATE TABLE record (number INTEGER PRIMARY KEY, sortkey BLOB NOT NULL, identity BLOB, cells, error TEXT, placed INTEGER);
CREATE INDEX identified ON record (identity) WHERE identity IS NOT NULL;
BEGIN`),
    )
  }

  /** Adds a record. With an identity it replaces the one that has it. */
  add(number: number, sortKey: Uint8Array, identity: Uint8Array | undefined, row: Row): void {
    if (identity !== undefined) this.remove(identity)
    const cells = this.#written(row)
    this.#count++
    this.#run(() => this.#prepared(insert).run(number, sortKey, identity ?? null, cells, null))
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

  /** Nothing more is added: puts the records in order. Of many that takes long, and is done beside everything else. */
  async complete(signal: AbortSignal): Promise<void> {
    this.#run(() => this.#database.exec('COMMIT'))
    if (this.#count <= orderedHere) {
      this.#run(() => this.#database.exec(ordering))
      return
    }
    this.#statements.clear()
    this.#database.close()
    await orderElsewhere(this.#file, signal)
    this.#database = openPrivate(this.#file)
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
      throw stageError(cause)
    }
  }
}

const sqliteFull = 13

/** So many records are put in order within half a second. */
const orderedHere = 200_000

const ordering = 'CREATE INDEX ordered ON record (sortkey)'
const settings =
  'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384'

function openPrivate(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(settings)
  return database
}

/** Has another thread put the records in order: the library works without a pause. */
async function orderElsewhere(file: string, signal: AbortSignal): Promise<void> {
  const work = `const { workerData } = require('node:worker_threads')
const { DatabaseSync } = require('node:sqlite')
const database = new DatabaseSync(workerData.file)
for (const text of workerData.texts) database.exec(text)
database.close()`
  const worker = new Worker(work, { eval: true, workerData: { file, texts: [settings, ordering] } })
  try {
    await once(worker, 'exit', { signal })
  } catch (cause) {
    await worker.terminate()
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'read' }, { cause })
    throw stageError(cause)
  }
}

function stageError(cause: unknown): BerthError {
  const native = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0
  if (native === sqliteFull) return new BerthError('DISK_FULL', { file: tmpdir() }, { cause })
  return new BerthError('FILE_UNWRITABLE', { file: tmpdir(), nativeCode: String(native) }, { cause })
}

const columns = 'number, sortkey, cells, error'
const insert = 'INSERT INTO record (number, sortkey, identity, cells, error) VALUES (?, ?, ?, ?, ?)'
