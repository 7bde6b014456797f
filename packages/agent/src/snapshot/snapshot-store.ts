import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { DiskSync } from '../state/disk-sync.ts'
import { sqliteError } from '../state/sqlite-error.ts'
import type { SnapshotPlace } from './snapshot-place.ts'

/** What is known of one row. */
export interface KnownEntry {
  readonly number: number
  /** Of its cells as they were told last; empty where what they are now was refused. */
  readonly digest: string
}

/** An entry with what tells its key. */
export interface NamedEntry extends KnownEntry {
  /** The digest of its key. */
  readonly name: string
  readonly sealed: Uint8Array
}

/** What a batch changes, once the target has acknowledged it. */
export type EntryChange =
  | { readonly place: number; readonly entry: number; readonly digest: string }
  | { readonly place: number; readonly name: string; readonly digest: string; readonly sealed: Uint8Array }
  | { readonly place: number; readonly entry: number; readonly digest: null }

/** How many changes are taken over at once. More would be faster, and keep all else of this process waiting. */
const settledAtOnce = 10_000

/**
 * What a target was told of a table: an entry for each row, in a file of its own. What is told is kept as a change first,
 * and becomes part of the entries when the target has acknowledged it. Calls throw coded errors, as those of the state do.
 */
export class SnapshotStore implements AsyncDisposable {
  readonly #database: DatabaseSync
  readonly #file: string
  readonly #disk: DiskSync
  readonly #statements: Map<string, StatementSync> = new Map()
  readonly #store: string
  #run = 0

  /** `disk` syncs what `database` has written. Both are closed with the store. */
  constructor(database: DatabaseSync, file: string, disk: DiskSync) {
    this.#database = database
    this.#file = file
    this.#disk = disk
    this.#store = String(this.#row('SELECT store FROM meta')?.[0])
  }

  /**
   * Begins a comparison. Changes up to `after` hold from now on, later ones are forgotten; without it all is. Resolves
   * with the place before its first batch. Rejects with `CURSOR_INVALID` when `after` is of another store.
   */
  async begin(after: SnapshotPlace | undefined, refused: readonly number[], resource: string): Promise<SnapshotPlace> {
    if (after === undefined) {
      this.#write(() => {
        for (const table of ['entry', 'change']) this.#change(`DELETE FROM ${table}`)
      })
    } else {
      if (after.store !== this.#store) throw new BerthError('CURSOR_INVALID', { resource })
      this.refuse(after, refused)
      this.#write(() => this.#change('DELETE FROM change WHERE run <> ? OR batch > ?', after.run, after.batch))
      await this.settle(after)
    }
    this.#write(() => this.#change('UPDATE meta SET run = run + 1'))
    this.#run = Number(this.#row('SELECT run FROM meta')?.[0])
    return { store: this.#store, run: this.#run, batch: 0 }
  }

  /** Begins a comparison that tells nobody: what was told later than `after` stays kept. Rejects as `begin` does. */
  async look(after: SnapshotPlace | undefined, resource: string): Promise<void> {
    if (after?.store !== this.#store) throw new BerthError('CURSOR_INVALID', { resource })
    await this.settle(after)
  }

  /** What is in the file is not what was written. */
  corrupt(problem: string): BerthError {
    return new BerthError('STATE_CORRUPT', { file: this.#file, nativeCode: problem })
  }

  /** The greatest number of an entry, 0 where there is none. */
  lastEntry(): number {
    return Number(this.#row('SELECT max(number) FROM entry')?.[0] ?? 0)
  }

  countUpTo(last: number): number {
    return Number(this.#row('SELECT count(*) FROM entry WHERE number <= ?', last)?.[0])
  }

  /** Entries behind a number, by their digests: rows mostly come in the order in which they were told. */
  expected(behind: number, limit: number): Map<string, number> {
    const rows = this.#rows('SELECT digest, number FROM entry WHERE number > ? ORDER BY number LIMIT ?', behind, limit)
    return new Map(rows as [string, number][])
  }

  /** By the digest of its key. */
  find(name: string): KnownEntry | undefined {
    const row = this.#row('SELECT number, digest FROM entry WHERE name = ?', name)
    return row === undefined ? undefined : { number: row[0] as number, digest: row[1] as string }
  }

  /** The numbers of entries behind a number, and none behind `last`. */
  numbers(behind: number, last: number, limit: number): number[] {
    const sql = 'SELECT number FROM entry WHERE number > ? AND number <= ? ORDER BY number LIMIT ?'
    return this.#rows(sql, behind, last, limit).map(([number]) => number as number)
  }

  entry(number: number): NamedEntry | undefined {
    const row = this.#row('SELECT name, digest, sealed FROM entry WHERE number = ?', number)
    if (row === undefined) return undefined
    return { number, name: row[0] as string, digest: row[1] as string, sealed: row[2] as Uint8Array }
  }

  /** Writes down what a batch of the comparison changes. */
  keep(batch: number, changes: readonly EntryChange[]): void {
    if (changes.length === 0) return
    const insert = this.#statement(
      'INSERT INTO change (run, batch, place, entry, name, digest, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#write(() => {
      for (const change of changes) {
        const [entry, name, sealed] = 'name' in change ? [null, change.name, change.sealed] : [change.entry, null, null]
        insert.run(this.#run, batch, change.place, entry, name, change.digest, sealed)
      }
    })
  }

  /** Resolves when all that was kept is on the disk. */
  async sync(): Promise<void> {
    await this.#disk.now()
  }

  /** The target refused what stands at these places of a batch: it is told again with the next comparison. */
  refuse({ run, batch }: Pick<SnapshotPlace, 'run' | 'batch'>, places: readonly number[]): void {
    if (places.length === 0) return
    const wanted = new Set(places)
    const sql = 'SELECT number, place, entry IS NULL OR digest IS NULL FROM change WHERE run = ? AND batch = ?'
    const kept = this.#rows(sql, run, batch) as [number, number, number][]
    this.#write(() => {
      for (const [number, place, drop] of kept) {
        if (!wanted.has(place)) continue
        if (drop === 1) this.#change('DELETE FROM change WHERE number = ?', number)
        else this.#change("UPDATE change SET digest = '' WHERE number = ?", number)
      }
    })
  }

  /** Takes over the changes up to a place, a part at a time, so that others of this process get their turn. */
  async settle({ run, batch }: Pick<SnapshotPlace, 'run' | 'batch'>): Promise<void> {
    for (;;) {
      const sql = 'SELECT number FROM change WHERE run = ? AND batch <= ? ORDER BY number LIMIT ?'
      const last = this.#rows(sql, run, batch, settledAtOnce).at(-1)?.[0]
      if (last === undefined) return
      this.#write(() => {
        this.#change(
          `INSERT INTO entry (name, digest, sealed)
           SELECT name, digest, sealed FROM change WHERE number <= ? AND entry IS NULL
           ON CONFLICT (name) DO UPDATE SET digest = excluded.digest`,
          last as number,
        )
        this.#change(
          `UPDATE entry SET digest = change.digest FROM change
           WHERE change.number <= ? AND change.entry = entry.number AND change.digest IS NOT NULL`,
          last as number,
        )
        this.#change(
          'DELETE FROM entry WHERE number IN (SELECT entry FROM change WHERE number <= ? AND digest IS NULL)',
          last as number,
        )
        this.#change('DELETE FROM change WHERE number <= ?', last as number)
      })
      await turn()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#disk.close()
    } finally {
      this.#database.close()
    }
  }

  #write(run: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      run()
      this.#database.exec('COMMIT')
    } catch (cause) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw sqliteError(cause, this.#file)
    }
  }

  #change(sql: string, ...values: number[]): void {
    this.#statement(sql).run(...values)
  }

  #row(sql: string, ...values: (number | string)[]): unknown[] | undefined {
    try {
      return this.#statement(sql).get(...values) as unknown[] | undefined
    } catch (cause) {
      throw sqliteError(cause, this.#file)
    }
  }

  #rows(sql: string, ...values: number[]): unknown[][] {
    try {
      return this.#statement(sql).all(...values) as unknown as unknown[][]
    } catch (cause) {
      throw sqliteError(cause, this.#file)
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    statement.setReturnArrays(true)
    this.#statements.set(sql, statement)
    return statement
  }
}
