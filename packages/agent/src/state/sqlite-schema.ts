import type { DatabaseSync } from 'node:sqlite'
import { BerthError } from '@berth/core'

/** Of which a file has as many as its version says; what was released is never changed, only added to. */
const schemas: readonly string[] = [
  `
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
`,
  `
CREATE TABLE seen (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX seen_expiry ON seen (expires_at);
CREATE TABLE sent (
  resource TEXT NOT NULL,
  exit TEXT NOT NULL,
  number INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (resource, exit, number)
) STRICT, WITHOUT ROWID;
`,
  `
CREATE TABLE receipt_head (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE receipt_kept (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
`,
  `
CREATE TABLE spent (
  name TEXT PRIMARY KEY,
  starts_at INTEGER NOT NULL,
  used INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_ends ON spent (ends_at);
`,
]

/** Pages of 4,096 bytes that the log holds before they go to the file itself, which stops the process for a moment. */
const checkpointPages = 4000

/**
 * Makes the tables that the file does not have yet, and leaves a transaction open. Throws SQLite's own errors, `STATE_CORRUPT` for
 * a file that a later version of Berth wrote, or `FILE_UNWRITABLE` where processes cannot share a file.
 */
export function beginSchema(database: DatabaseSync, file: string): void {
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (mode !== 'wal') throw new BerthError('FILE_UNWRITABLE', { file, nativeCode: `journal ${String(mode)}` })
  database.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${checkpointPages}`)
  database.exec('BEGIN IMMEDIATE')
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (found > schemas.length) throw new BerthError('STATE_CORRUPT', { file, nativeCode: `version ${found}` })
  if (found === schemas.length) return
  for (const schema of schemas.slice(found)) database.exec(schema)
  database.exec(`PRAGMA user_version = ${schemas.length}`)
}
