import type { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'

const version = 1

const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE stream (
  resource TEXT NOT NULL,
  exit TEXT NOT NULL,
  delivered INTEGER NOT NULL,
  checkpoint BLOB,
  PRIMARY KEY (resource, exit)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  resource TEXT NOT NULL,
  exit TEXT NOT NULL,
  number INTEGER NOT NULL,
  head BLOB NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (resource, exit, number)
) STRICT;
CREATE TABLE receipt (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE operation (
  key TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  operation TEXT NOT NULL,
  digest TEXT NOT NULL,
  state TEXT NOT NULL,
  input BLOB,
  receipt INTEGER
) STRICT;
CREATE INDEX operation_waiting ON operation (position) WHERE state <> 'done';
`

/**
 * Takes the file for this process alone, makes its tables when it is new, and leaves a transaction open. Throws
 * SQLite's own errors, or `STATE_CORRUPT` for a file that a later version of Berth wrote.
 */
export function beginSchema(database: DatabaseSync, file: string): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('BEGIN EXCLUSIVE')
  const found = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (found === version) return
  if (found !== 0) throw new BerthError('STATE_CORRUPT', { file, nativeCode: `version ${String(found)}` })
  database.exec(schema)
  database.exec(`PRAGMA user_version = ${version}`)
}
