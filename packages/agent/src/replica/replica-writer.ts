import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { BerthError, type Field, type Row } from '@berth/core'
import { fileError } from '../deliver/file-error.ts'
import { createFile } from '../state/claim-file.ts'
import { sqliteError } from '../state/sqlite-error.ts'
import type { ReplicaContent } from './replica-content.ts'
import { type ReplicaFacts, replicaSchema, sealFacts, sealRow } from './replica-file.ts'
import type { ReplicaPlace } from './replica-place.ts'

/**
 * Writes a replica beside the one that answers, and puts it in its place when it is whole: at any moment there is one or the
 * other. Calls throw coded errors, as those of the state do.
 */
export class ReplicaWriter implements Disposable {
  readonly #place: ReplicaPlace
  readonly #content: ReplicaContent
  readonly #limit: number
  readonly #draft: string
  readonly #database: DatabaseSync
  readonly #insertRow: StatementSync
  readonly #insertName: StatementSync
  readonly #id: string = randomBytes(12).toString('base64url')
  #fields: readonly Field[] = []
  #namesOf: (row: Row) => string[] = () => []
  #rows = 0

  /** @param limit the most rows. The replica is claimed by the caller. */
  constructor(place: ReplicaPlace, content: ReplicaContent, limit: number) {
    this.#place = place
    this.#content = content
    this.#limit = limit
    this.#draft = `${place.file}.part`
    rmSync(this.#draft, { force: true })
    createFile(this.#draft)
    this.#database = new DatabaseSync(this.#draft)
    // The draft is thrown away by any failure: it needs neither a journal nor the disk until it is whole.
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE')
    this.#database.exec(`${replicaSchema}BEGIN`)
    this.#insertRow = this.#database.prepare('INSERT INTO row (number, sealed) VALUES (?, ?)')
    this.#insertName = this.#database.prepare('INSERT INTO asked (name, row) VALUES (?, ?)')
  }

  get rows(): number {
    return this.#rows
  }

  /** Rows in the order in which questions are answered. Throws `REPLICA_TOO_LARGE`. */
  add(fields: readonly Field[], rows: readonly Row[]): void {
    if (fields !== this.#fields) {
      this.#fields = fields
      this.#namesOf = this.#content.namer(fields)
    }
    try {
      for (const row of rows) {
        const number = ++this.#rows
        if (number > this.#limit) {
          throw new BerthError('REPLICA_TOO_LARGE', { resource: this.#place.resource, count: this.#limit })
        }
        this.#insertRow.run(number, sealRow(this.#place, this.#id, number, row))
        for (const name of this.#namesOf(row)) this.#insertName.run(this.#place.names.digest(name), number)
      }
    } catch (cause) {
      throw sqliteError(cause, this.#draft)
    }
  }

  /** Puts it in the place of the one before. `asOf` is milliseconds since 1970. */
  finish(asOf: number): void {
    const { file } = this.#place
    const { meaning } = this.#content
    const facts: ReplicaFacts = { id: this.#id, asOf, rows: this.#rows, fields: this.#fields, meaning }
    try {
      this.#database.prepare('INSERT INTO meta (sealed) VALUES (?)').run(sealFacts(this.#place, facts))
      this.#database.exec('COMMIT')
      this.#database.close()
    } catch (cause) {
      throw sqliteError(cause, this.#draft)
    }
    try {
      syncFile(this.#draft)
      renameSync(this.#draft, file)
      syncFile(dirname(file))
    } catch (cause) {
      throw fileError(cause, file)
    }
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
    rmSync(this.#draft, { force: true })
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
