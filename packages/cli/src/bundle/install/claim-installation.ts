import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'
import { nativeCode } from '../native-code.ts'

/** SQLite's number for a file that another process has locked. */
const busy = 5

/**
 * Keeps a place for one installer at a time, until it is disposed or the process ends, however that ends: the lock is one of the operating
 * system, on an empty SQLite file. Throws `STATE_LOCKED`, `FILE_UNWRITABLE`.
 */
export function claimInstallation(prefix: string): Disposable {
  const file = join(prefix, 'install.lock')
  let database: DatabaseSync | undefined
  try {
    mkdirSync(prefix, { recursive: true, mode: 0o755 })
    accessSync(prefix, constants.W_OK)
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    const number = cause instanceof Error && 'errcode' in cause ? cause.errcode : undefined
    if (number === busy) throw new BerthError('STATE_LOCKED', { held: prefix }, { cause })
    throw new BerthError('FILE_UNWRITABLE', { file, nativeCode: nativeCode(cause) }, { cause })
  }
  const held = database
  return { [Symbol.dispose]: () => held.close() }
}
