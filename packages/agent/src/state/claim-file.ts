import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'
import { fileError, nativeCode } from '../deliver/file-error.ts'
import { sqliteError } from './sqlite-error.ts'

/**
 * Holds a name in a folder for this holder alone, until it is disposed or the process ends, however that ends: the lock
 * is one of the operating system, on an empty SQLite file under `locks`. The file stays; only the lock counts.
 *
 * Throws `STATE_LOCKED`, which says what is held, when it is not free within `patienceMs`; `FILE_UNWRITABLE`,
 * `DISK_FULL`.
 */
export function claimFile(folder: string, name: string, patienceMs = 0): Disposable {
  const file = join(folder, 'locks', fileName(name))
  createFile(file)
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: patienceMs })
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    const error = sqliteError(cause, file)
    throw error.code === 'STATE_LOCKED' ? new BerthError('STATE_LOCKED', { held: name }, { cause }) : error
  }
  const held = database
  return {
    [Symbol.dispose]() {
      if (held.isOpen) held.close()
    },
  }
}

/**
 * Makes an empty file that its owner alone may read, with its folder. One that is there is not opened: closing any
 * handle on a file drops the locks that this process has on it. Throws `FILE_UNWRITABLE` or `DISK_FULL`.
 */
export function createFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
    chmodSync(file, 0o600)
  } catch (cause) {
    // Another process made it just now.
    if (nativeCode(cause) !== 'EEXIST') throw fileError(cause, file)
  }
}

/** A name may hold what no file name may, and be longer: its digest tells it apart. */
function fileName(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 60)}-${digest}.lock`
}
