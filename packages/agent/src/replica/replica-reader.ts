import { statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Row } from '@berth/core'
import { fileError, nativeCode } from '../deliver/file-error.ts'
import { sqliteError } from '../state/sqlite-error.ts'
import { openFacts, openRow, type ReplicaFacts } from './replica-file.ts'
import type { ReplicaPlace } from './replica-place.ts'

/** A replica that is whole. Another process may put a newer one in its place: then `isCurrent` says no. */
export class ReplicaReader implements Disposable {
  readonly facts: ReplicaFacts
  readonly #place: ReplicaPlace
  readonly #version: string
  readonly #database: DatabaseSync
  readonly #find: StatementSync

  /** Throws `STATE_CORRUPT`. */
  private constructor(place: ReplicaPlace, version: string) {
    this.#place = place
    this.#version = version
    this.#database = new DatabaseSync(place.file, { readOnly: true })
    try {
      this.facts = openFacts(place, this.#database.prepare('SELECT sealed FROM meta').get()?.['sealed'])
      this.#find = this.#database.prepare(
        'SELECT number, sealed FROM asked JOIN row ON number = row WHERE name = ? ORDER BY row LIMIT ?',
      )
    } catch (cause) {
      this.#database.close()
      throw sqliteError(cause, place.file)
    }
  }

  /** Undefined: there is none. Throws `STATE_CORRUPT` or `FILE_UNWRITABLE`. */
  static open(place: ReplicaPlace): ReplicaReader | undefined {
    const version = versionOf(place.file)
    return version === undefined ? undefined : new ReplicaReader(place, version)
  }

  get isCurrent(): boolean {
    return versionOf(this.#place.file) === this.#version
  }

  /** The first rows with this name, at most `limit`, in the order of the source. Throws `STATE_CORRUPT`. */
  find(name: string, limit: number): Row[] {
    try {
      const found = this.#find.all(this.#place.names.digest(name), limit)
      return found.map(({ number, sealed }) => openRow(this.#place, this.facts.id, Number(number), sealed))
    } catch (cause) {
      throw sqliteError(cause, this.#place.file)
    }
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

function versionOf(file: string): string | undefined {
  try {
    const { ino, mtimeMs, size } = statSync(file)
    return `${ino} ${mtimeMs} ${size}`
  } catch (cause) {
    if (nativeCode(cause) === 'ENOENT') return undefined
    throw fileError(cause, file)
  }
}
