import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SeenRequests } from '../../src/state/seen-requests.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import { SqliteStatements } from '../../src/state/sqlite-statements.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { entryOf } from './receipt-entry.ts'

test('a request is remembered until it is too old anyway, and in a state that is opened again', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    expect(await state.remember('platform 1', 2000, 1000)).toBe(true)
    expect(await state.remember('platform 1', 2000, 1999)).toBe(false)
    expect(await state.remember('platform 2', 2000, 1000)).toBe(true)
    const together = await Promise.all([1, 2, 3].map(() => state.remember('platform 3', 2000, 1000)))
    expect(together).toEqual([true, false, false])
  }
  await using state = openSqliteState(folder.path, 'registry')
  expect(await state.remember('platform 1', 2000, 1999)).toBe(false)
  expect(await state.remember('platform 1', 3000, 2000)).toBe(true)
  expect(await state.remember('platform 1', 3000, 2001)).toBe(false)
})

test('a state of before has what it had, and remembers requests', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    await state.commit({ receipts: [entryOf('before')] })
  }
  const database = new DatabaseSync(join(folder.path, 'state.sqlite'))
  for (const table of ['seen', 'sent', 'receipt_head', 'receipt_kept', 'spent']) database.exec(`DROP TABLE ${table}`)
  database.exec('PRAGMA user_version = 1')
  database.close()
  await using state = openSqliteState(folder.path, 'registry')
  expect(await state.receipts(0, 9)).toHaveLength(1)
  expect(await state.remember('platform 1', 2000, 1000)).toBe(true)
})

test('no more are remembered than may be, none is given up for another, and those of the past make room', () => {
  using folder = new TemporaryFolder()
  const database = new DatabaseSync(join(folder.path, 'seen.sqlite'))
  database.exec('CREATE TABLE seen (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID')
  const seen = new SeenRequests(new SqliteStatements(database, 'seen.sqlite'), 3)
  const add = (byte: number, expiresAt: number, now: number): string => seen.add(Buffer.of(byte), expiresAt, now)
  expect([1, 2, 3].map((byte) => add(byte, 1000 + byte, 1000))).toEqual(['fresh', 'fresh', 'fresh'])
  expect([add(4, 2000, 1000), add(1, 2000, 1000), add(3, 2000, 1000)]).toEqual(['full', 'repeated', 'repeated'])
  expect([add(4, 2000, 1001), add(5, 2000, 1001), add(2, 2000, 1001)]).toEqual(['fresh', 'full', 'repeated'])
  expect(database.prepare('SELECT count(*) AS count FROM seen').get()?.['count']).toBe(3)
  database.close()
})

test('those of the past are forgotten without being asked for', () => {
  using folder = new TemporaryFolder()
  const database = new DatabaseSync(join(folder.path, 'seen.sqlite'))
  database.exec('CREATE TABLE seen (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID; BEGIN')
  const seen = new SeenRequests(new SqliteStatements(database, 'seen.sqlite'))
  for (let number = 0; number < 5000; number++) seen.add(Buffer.from(String(number)), number + 1, number)
  expect(Number(database.prepare('SELECT count(*) AS count FROM seen').get()?.['count'])).toBeLessThanOrEqual(1000)
  database.close()
})

test('what a transaction that failed would have added takes no room', () => {
  using folder = new TemporaryFolder()
  const database = new DatabaseSync(join(folder.path, 'seen.sqlite'))
  database.exec('CREATE TABLE seen (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID')
  const seen = new SeenRequests(new SqliteStatements(database, 'seen.sqlite'), 3)
  const add = (byte: number): string => seen.add(Buffer.of(byte), 2000, 1000)
  for (let round = 0; round < 2; round++) {
    database.exec('BEGIN')
    expect([1, 2, 3].map(add)).toEqual(['fresh', 'fresh', 'fresh'])
    database.exec('ROLLBACK')
    seen.rollBack()
  }
  expect([1, 2, 3, 4].map(add)).toEqual(['fresh', 'fresh', 'fresh', 'full'])
  database.close()
})
