import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ApplyRequest, type ApplyResult, openSession } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqliteError } from '../src/errors.ts'
import { connector } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-errors-'))
const file = join(folder, 'a.db')

beforeAll(() => {
  const database = new DatabaseSync(file)
  database.exec(
    'CREATE TABLE P (ID INT PRIMARY KEY); CREATE TABLE C (ID INT PRIMARY KEY, P INT REFERENCES P, N INT CHECK (N > 0))',
  )
  database.exec('CREATE TABLE NOKEY (A INT)')
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function apply(change: Partial<ApplyRequest>): Promise<ApplyResult> {
  await using session = await openSession(connector, { file, lockTimeoutMs: 0 }, { access: 'write' })
  const integer = { name: 'integer' } as const
  const fields = ['ID', 'P', 'N'].map((name) => ({ name, type: integer }))
  const request = { dataset: 'C', fields, rows: [], key: ['ID'], mode: 'insert', onReject: 'skip' } as const
  return await session.apply({ ...request, batch: `b${Math.random()}`, ...change })
}

test('a file that is not there is not made', async () => {
  const missing = { file: join(folder, 'missing.db') }
  for (const access of ['read', 'write'] as const) {
    await expect(openSession(connector, missing, { access })).rejects.toMatchObject({
      code: 'DATABASE_MISSING',
      details: { database: 'missing.db' },
    })
  }
})

test('a file that is no database', async () => {
  const other = join(folder, 'other.db')
  writeFileSync(other, 'this is a text of some length, and no database at all'.repeat(20))
  await expect(openSession(connector, { file: other })).rejects.toMatchObject({ code: 'DATABASE_MISSING' })
})

test('constraints are rejects with the native code', async () => {
  const { rejects } = await apply({
    rows: [
      [1, null, 1],
      [1, null, 1],
      [2, 99, 1],
      [3, null, 0],
    ],
  })
  expect(rejects).toEqual([
    { row: 1, code: 'CONSTRAINT_VIOLATED', nativeCode: '1555' },
    { row: 2, code: 'CONSTRAINT_VIOLATED', nativeCode: '787' },
    { row: 3, code: 'CONSTRAINT_VIOLATED', nativeCode: '275' },
  ])
})

test('an upsert without a unique key in the table is refused by the system', async () => {
  const fields = [{ name: 'A', type: { name: 'integer' as const } }]
  const request = apply({ dataset: 'NOKEY', fields, rows: [[1]], key: ['A'], mode: 'upsert' })
  await expect(request).rejects.toMatchObject({ code: 'QUERY_FAILED' })
})

test('a lock of another program is SYSTEM_BUSY, to be tried again', async () => {
  const other = new DatabaseSync(file)
  other.exec('BEGIN EXCLUSIVE')
  await expect(apply({ rows: [[9, null, 1]] })).rejects.toMatchObject({ code: 'SYSTEM_BUSY', action: 'retry' })
  other.exec('ROLLBACK')
  other.close()
})

test('what is not from SQLite is an internal error', () => {
  expect(sqliteError(new RangeError('x'), 'query', 'a.db')).toMatchObject({ code: 'INTERNAL' })
})
