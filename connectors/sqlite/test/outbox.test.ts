import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ApplyRequest, type ChangeBatch, type ConnectorSession, openSession, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connector } from '../src/index.ts'

let folder: string
let database: DatabaseSync
let session: ConnectorSession

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-outbox-'))
  const file = join(folder, 'a.db')
  database = new DatabaseSync(file)
  database.exec('CREATE TABLE "人 员" (ID INTEGER PRIMARY KEY, XM VARCHAR(20) NOT NULL, N AS (ID * 2))')
  database.exec(`INSERT INTO "人 员" VALUES (1, '甲'), (2, '乙'), (3, '丙')`)
  session = await openSession(connector, { file }, { access: 'write' })
  database.exec(await session.prepareChanges({ dataset: '人 员', by }))
})
afterEach(async () => {
  await session[Symbol.asyncDispose]()
  database.close()
  rmSync(folder, { recursive: true })
})

const by = { kind: 'outbox', key: ['ID'], dataset: 'BERTH_CHANGES' } as const
const columns = [{ name: 'XM' }, { name: 'ID' }]

async function read(after?: string, batchRows = 2): Promise<{ told: [string, ...Row][]; cursor: string | undefined }> {
  const told: [string, ...Row][] = []
  let cursor = after
  const request = { dataset: '人 员', columns, by, batchRows, ...(after === undefined ? {} : { after }) }
  for await (const batch of session.changes(request) as AsyncIterable<ChangeBatch>) {
    expect(batch.rows.length).toBeLessThanOrEqual(batchRows)
    batch.rows.forEach((row, index) => void told.push([batch.kinds?.[index] ?? 'upsert', ...row]))
    cursor = batch.cursor
  }
  return { told, cursor }
}

test('first all rows, then what changed, each row once as it is now, deletes with their key', async () => {
  const first = await read()
  expect(first.told).toEqual([
    ['upsert', '甲', '1'],
    ['upsert', '乙', '2'],
    ['upsert', '丙', '3'],
  ])
  expect((await read(first.cursor)).told).toEqual([])
  database.exec(
    `UPDATE "人 员" SET XM = 'x'; UPDATE "人 员" SET XM = 'y' WHERE ID = 1; DELETE FROM "人 员" WHERE ID = 2`,
  )
  database.exec(`UPDATE "人 员" SET ID = 9 WHERE ID = 3`)
  const second = await read(first.cursor, 100)
  expect(second.told).toEqual([
    ['upsert', 'y', '1'],
    ['delete', null, '2'],
    ['delete', null, '3'],
    ['upsert', 'x', '9'],
  ])
  expect((await read(second.cursor)).told).toEqual([])
})

test('an entry that is committed late is told, and an entry that never comes is not waited for for ever', async () => {
  const { cursor } = await read()
  database.exec('UPDATE sqlite_sequence SET seq = 20')
  database.exec(`INSERT INTO "人 员" VALUES (20, '先')`)
  const first = await read(cursor)
  expect(first.told).toEqual([['upsert', '先', '20']])
  database.exec('INSERT INTO BERTH_CHANGES (BERTH_NUMBER, ID) VALUES (7, 3)')
  const late = await read(first.cursor)
  expect(late.told).toEqual([['upsert', '丙', '3']])
  expect((await read(late.cursor)).told).toEqual([])
})

test('a log that was purged further than the cursor is an error, not a silent loss', async () => {
  database.exec(`UPDATE "人 员" SET XM = 'x'`)
  const { cursor } = await read()
  database.exec(`UPDATE "人 员" SET XM = 'y'`)
  database.exec('DELETE FROM BERTH_CHANGES WHERE BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM BERTH_CHANGES)')
  await expect(read(cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
})

test('deletes, a dry run, and a script that undoes', async () => {
  const names = ['ID', 'XM']
  const fields = [
    { name: 'ID', type: { name: 'int64' as const } },
    { name: 'XM', type: { name: 'text' as const } },
  ]
  const request: ApplyRequest = {
    dataset: '人 员',
    fields,
    rows: [
      ['1', "o'x"],
      ['5', '新'],
    ],
    key: ['ID'],
    mode: 'upsert',
    deletes: [['2'], ['77']],
    batch: 'b1',
    onReject: 'abort',
    undo: true,
  }
  const all = (): unknown[] => database.prepare(`SELECT ${names} FROM "人 员" ORDER BY ID`).all()
  const before = all()
  const tried = await session.apply({ ...request, dryRun: true })
  expect(tried).toMatchObject({ applied: 2, deleted: 1, repeated: false, rejects: [] })
  expect(all()).toEqual(before)
  const { undo = '' } = await session.apply(request)
  expect(all()).toEqual([
    { ID: 1, XM: "o'x" },
    { ID: 3, XM: '丙' },
    { ID: 5, XM: '新' },
  ])
  database.exec(undo)
  expect(all()).toEqual(before)
})

test('no script holds a name whose line end would begin a statement of its own', async () => {
  const evil = 'x\nDROP TABLE T;--'
  database.exec(
    `CREATE TABLE "${evil}" (ID INTEGER PRIMARY KEY, XM TEXT); CREATE TABLE T ("${evil}" INTEGER PRIMARY KEY)`,
  )
  const refused = { code: 'NOT_SUPPORTED', details: { capability: 'scripts with control characters in names' } }
  for (const request of [
    { dataset: evil, by },
    { dataset: '人 员', by: { ...by, dataset: evil } },
    { dataset: '人 员', by: { ...by, dataset: 'x\u202ey' } },
    { dataset: 'T', by: { ...by, key: [evil] } },
  ])
    await expect(session.prepareChanges(request)).rejects.toMatchObject(refused)
  const field = { name: evil, type: { name: 'int64' as const } }
  const request = {
    fields: [field],
    rows: [['1']],
    key: [evil],
    mode: 'upsert',
    batch: 'b',
    onReject: 'abort',
  } as const
  await expect(
    session.apply({ ...request, dataset: 'T', rows: [['1']], undo: true, dryRun: true }),
  ).rejects.toMatchObject(refused)
})
