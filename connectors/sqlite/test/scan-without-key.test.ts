import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSession, type Row } from '@berth/core'
import { afterAll, expect, test } from 'vitest'
import { connector } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-scan-'))
afterAll(() => rmSync(folder, { recursive: true }))

const count = 25
const numbers = Array.from({ length: count }, (_, index) => index + 1)

/** A database with a table `T` of rows that are numbered in their first column. */
function database(name: string, create: string): { file: string; program: DatabaseSync } {
  const file = join(folder, name)
  const program = new DatabaseSync(file, { timeout: 0 })
  program.exec(create)
  const insert = program.prepare('INSERT INTO T VALUES (?, ?, ?)')
  for (const number of numbers) insert.run(number, `b${number}`, `c${number}`)
  return { file, program }
}

/** The first column of all rows, with something done behind the first batch. */
async function scan(file: string, dataset: string, column: string, meanwhile: () => void = () => {}): Promise<Row[]> {
  await using session = await openSession(connector, { file })
  const rows: Row[] = []
  for await (const batch of session.scan({ dataset, columns: [{ name: column }], batchRows: 10 })) {
    if (rows.length === 0) meanwhile()
    rows.push(...batch.rows)
    expect(batch.cursor).toBeUndefined()
  }
  return rows
}

test('rows that are written meanwhile are seen as they were when the read began', async () => {
  const { file, program } = database('wal.db', 'PRAGMA journal_mode = WAL; CREATE TABLE T (A INT UNIQUE, B, C)')
  const rows = await scan(file, 'T', 'A', () => {
    program.exec('REPLACE INTO T SELECT A, B, C FROM T WHERE A < 15; DELETE FROM T WHERE A > 20; VACUUM')
  })
  expect(rows).toEqual(numbers.map((number) => [number]))
  const later = await scan(file, 'T', 'A')
  expect(later.length).toBe(20)
  program.close()
})

test('a read that is left early leaves no lock', async () => {
  const { file, program } = database('journal.db', 'CREATE TABLE T (A INT, B, C)')
  await using session = await openSession(connector, { file })
  for await (const _ of session.scan({ dataset: 'T', columns: [{ name: 'A' }], batchRows: 10 })) {
    expect(() => program.exec('DELETE FROM T WHERE A = 1')).toThrow(/locked/)
    break
  }
  program.exec('DELETE FROM T WHERE A = 1')
  program.close()
})

test.each([
  [
    'whose columns have the names of the row number',
    'CREATE TABLE T (ROWID INT, _rowid_ TEXT, Oid TEXT)',
    'T',
    'ROWID',
  ],
  ['one of whose columns has the first name', 'CREATE TABLE T (rowid INT, B TEXT, C TEXT)', 'T', 'rowid'],
  ['without row numbers', 'CREATE TABLE T (A INT PRIMARY KEY, B, C) WITHOUT ROWID', 'T', 'A'],
  ['that is a view', 'CREATE TABLE T (A INT, B, C); CREATE VIEW V AS SELECT A FROM T', 'V', 'A'],
])('a dataset %s gives every row once', async (about, create, dataset, column) => {
  const { file, program } = database(`${about}.db`, create)
  program.exec(`UPDATE T SET "${column}" = 99 WHERE "${column}" = 3`)
  program.close()
  const expected = numbers.map((number) => (number === 3 ? 99 : number)).sort((one, other) => one - other)
  const rows = await scan(file, dataset, column)
  expect(rows.map(([cell]) => Number(cell)).sort((one, other) => one - other)).toEqual(expected)
})
