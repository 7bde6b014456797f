import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'

const version = 1

/*
 * `entry` is what the target was told: the digests of a row's key and of its cells, and the sealed key. An empty digest is
 * of a row that was told once and refused since. `change` is what was told and is not known to be acknowledged: an entry
 * that is new has no number yet, one that is deleted no digest. `place` is its place in its batch, -1 when it is not in it.
 */
const schema = `
CREATE TABLE meta (store TEXT NOT NULL, run INTEGER NOT NULL) STRICT;
CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE TABLE change (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  place INTEGER NOT NULL,
  entry INTEGER,
  name TEXT,
  digest TEXT,
  sealed BLOB
) STRICT;
`

/** Makes the tables when the file is new. Throws SQLite's own errors, and `STATE_CORRUPT` for a file of a later version. */
export function prepareSnapshotFile(database: DatabaseSync, file: string): void {
  // The file is one process's alone: without locks to ask for, each statement costs half.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec('PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 16000; BEGIN IMMEDIATE')
  const found = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (found === 0) {
    database.exec(schema)
    database.prepare('INSERT INTO meta (store, run) VALUES (?, 0)').run(randomBytes(12).toString('base64url'))
    database.exec(`PRAGMA user_version = ${version}`)
  } else if (found !== version) {
    throw new BerthError('STATE_CORRUPT', { file, nativeCode: `version ${String(found)}` })
  }
  database.exec('COMMIT')
}
