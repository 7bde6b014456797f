import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'

/**
 * Keeps a second process out of a data folder, for two embedded databases in one folder would destroy it.
 * The lock is one of the operating system, on an empty SQLite file: it ends with the process, however that ends.
 *
 * Throws `STATE_LOCKED` while another process holds it.
 */
export function lockFolder(folder: string): Disposable {
  const file = join(folder, 'lock')
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new BerthError('STATE_LOCKED', { held: file }, { cause })
  }
  return {
    [Symbol.dispose]() {
      database.close()
    },
  }
}
