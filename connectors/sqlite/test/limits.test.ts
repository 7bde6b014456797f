import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ApplyRequest, openSession, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { connector } from '../src/index.ts'

let folder: string
let file: string
let database: DatabaseSync

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-limits-'))
  file = join(folder, 'a.db')
  database = new DatabaseSync(file)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

test('a cell that is longer than the bound stays in the database, and its row is told', async () => {
  database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, SCAN BLOB, NOTE TEXT, J JSON);
    INSERT INTO T VALUES (1, zeroblob(1000), 'a', '{}'), (2, zeroblob(40000000), 'b', NULL), (3, NULL, 'c', NULL),
      (4, zeroblob(1001), 'd', NULL), (5, NULL, printf('%.400c', '汉'), NULL), (6, NULL, 'f', '[1]')`)
  const columns = ['ID', 'SCAN', 'NOTE', 'J'].map((name) => ({ name }))
  await using session = await openSession(connector, { file, maxCellBytes: 1000 })
  const arrayBuffers = process.memoryUsage().arrayBuffers
  for await (const { rows, unreadable } of session.scan({ dataset: 'T', columns, key: ['ID'] })) {
    expect(rows.map(([id]) => id)).toEqual(['1', '3', '6'])
    expect(unreadable?.map(({ row, error }) => [row, error.code, error.details])).toEqual([
      [2, 'VALUE_TOO_LONG', { dataset: 'T', column: 'SCAN', row: 2, length: 40_000_000, maxLength: 1000 }],
      [4, 'VALUE_TOO_LONG', { dataset: 'T', column: 'SCAN', row: 4, length: 1001, maxLength: 1000 }],
      [5, 'VALUE_TOO_LONG', { dataset: 'T', column: 'NOTE', row: 5, length: 1200, maxLength: 1000 }],
    ])
  }
  expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(20_000_000)
  const { answers } = await session.lookup({ dataset: 'T', columns, by: ['ID'], keys: [['1'], ['2']], limit: 1 })
  expect(answers.map(({ rows, error }) => [rows.length, error?.code])).toEqual([
    [1, undefined],
    [0, 'VALUE_TOO_LONG'],
  ])
})

test('a key that is longer than the bound ends the read, and nothing behind it is lost in silence', async () => {
  database.exec(
    `CREATE TABLE T (ID TEXT PRIMARY KEY, A INT); INSERT INTO T VALUES ('a', 1), (printf('%.99c', 'b'), 2), ('c', 3)`,
  )
  await using session = await openSession(connector, { file, maxCellBytes: 50 })
  const read = session.scan({ dataset: 'T', columns: [{ name: 'A' }], key: ['ID'], batchRows: 1 })
  const all = async (): Promise<void> => {
    for await (const _ of read);
  }
  await expect(all()).rejects.toMatchObject({ code: 'VALUE_TOO_LONG', details: { column: 'ID' } })
})

const names = ['SELECT', '人 员', 'a"b', "it's", '--', 'x;DROP TABLE "SELECT"', '[b]', '`t`', '表'.repeat(60)]

test.each(names)('a table and a column named %s', async (name) => {
  for (const each of names) {
    const quoted = `"${each.replaceAll('"', '""')}"`
    database.exec(
      `CREATE TABLE ${quoted} (ID INTEGER PRIMARY KEY, ${quoted} VARCHAR(20)); INSERT INTO ${quoted} VALUES (1, 'x')`,
    )
  }
  await using session = await openSession(connector, { file }, { access: 'write' })
  const columns = [{ name: 'ID' }, { name }]
  const by = { kind: 'outbox', key: ['ID'], dataset: `${name} 变更` } as const
  database.exec(await session.prepareChanges({ dataset: name, by }))
  const request: ApplyRequest = {
    dataset: name,
    fields: [
      { name: 'ID', type: { name: 'int64' } },
      { name, type: { name: 'text' } },
    ],
    rows: [['2', "'); DROP TABLE T; --"]],
    key: ['ID'],
    mode: 'upsert',
    deletes: [['1']],
    batch: 'b1',
    onReject: 'abort',
    undo: true,
  }
  const { undo = '', deleted } = await session.apply(request)
  expect(deleted).toBe(1)
  expect(await rowsOf(session, name, ['ID', name])).toEqual([['2', "'); DROP TABLE T; --"]])
  const told: unknown[] = []
  for await (const { rows } of session.changes({ dataset: name, columns, by })) told.push(...rows)
  expect(told).toEqual([['2', "'); DROP TABLE T; --"]])
  database.exec(undo)
  expect(await rowsOf(session, name, ['ID', name])).toEqual([['1', 'x']])
  const { answers } = await session.lookup({
    dataset: name,
    columns,
    by: [name],
    keys: [['x'], ["' OR 1=1 --"]],
    limit: 9,
  })
  expect(answers.map(({ rows }) => rows.length)).toEqual([1, 0])
  const tables = database.prepare(
    "SELECT COUNT(*) AS N FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  )
  expect(tables.get()?.['N']).toBe(names.length + 2)
})

test.each(['T" ; DROP TABLE "T', 'T--', 't', 'T" UNION SELECT * FROM "S', ''])(
  'the name %s, which no table and no column has, is refused',
  async (name) => {
    database.exec('CREATE TABLE T (A); CREATE TABLE S (A); INSERT INTO S VALUES (1)')
    await using session = await openSession(connector, { file })
    if (name !== 't') await expect(rowsOf(session, name, ['A'])).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
    await expect(rowsOf(session, 'T', [name])).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
    expect(database.prepare('SELECT COUNT(*) AS N FROM sqlite_schema').get()?.['N']).toBe(2)
  },
)

test('300 columns are described, read, found and written', async () => {
  const columns = Array.from({ length: 300 }, (_, index) => `列 ${index}`)
  database.exec(`CREATE TABLE W (ID INTEGER PRIMARY KEY, ${columns.map((name) => `"${name}" TEXT`).join(', ')})`)
  await using session = await openSession(connector, { file }, { access: 'write' })
  const [told] = await describeAll(session)
  expect(told?.columns).toHaveLength(301)
  const fields = [
    { name: 'ID', type: { name: 'int64' as const } },
    ...columns.map((name) => ({ name, type: { name: 'text' as const } })),
  ]
  const rows = Array.from({ length: 130 }, (_, row): Row => [String(row), ...columns.map((name) => `${row} ${name}`)])
  const request = { dataset: 'W', fields, rows, key: ['ID'], mode: 'insert', batch: 'w', onReject: 'abort' } as const
  expect(await session.apply(request)).toMatchObject({ applied: 130 })
  expect(await rowsOf(session, 'W', ['ID', ...columns])).toEqual(rows)
  const keys = rows.slice(0, 64).map(([id]) => [id ?? null])
  const asked = { dataset: 'W', columns: fields.map(({ name }) => ({ name })), by: ['ID'], keys, limit: 1 }
  expect((await session.lookup(asked)).answers.map((answer) => answer.rows[0])).toEqual(rows.slice(0, 64))
})

test.each([
  ['STRING', '007', false],
  ['STRING', '7', true],
  ['STRING', '1.50', false],
  ['STRING', '1.5', true],
  ['STRING', ' 8 ', false],
  ['STRING', '1e3', false],
  ['STRING', '+5', false],
  ['STRING', '-0', false],
  ['STRING', '9223372036854775807', true],
  ['STRING', '110105194912310021', true],
  ['STRING', '9223372036854775808', false],
  ['STRING', '11010519491231002X', true],
  ['STRING', '0x10', true],
  ['STRING', '', true],
  ['LONG DOUBLE', '9007199254740993', false],
  ['VARCHAR(20)', '007', true],
  ['TEXT', '1.50', true],
  ['', '007', true],
  ['JSON', '1.0', false],
  ['JSON', '7', true],
  ['JSON', '"007"', true],
])('a column declared %s takes the text %j as it is or refuses it', async (declared, value, kept) => {
  database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, A ${declared})`)
  await using session = await openSession(connector, { file }, { access: 'write' })
  const [told] = await describeAll(session)
  const type = told?.columns[1]?.type ?? { name: 'text' }
  const request: ApplyRequest = {
    dataset: 'T',
    fields: [
      { name: 'ID', type: { name: 'int64' } },
      { name: 'A', type },
    ],
    rows: [
      ['1', value],
      ['2', null],
    ],
    key: ['ID'],
    mode: 'upsert',
    batch: 'b1',
    onReject: 'skip',
  }
  const { rejects } = await session.apply(request)
  expect(rejects).toEqual(kept ? [] : [{ row: 0, code: 'VALUE_LOSS', column: 'A' }])
  if (kept) expect((await rowsOf(session, 'T', ['A']))[0]).toEqual([value])
})

test('tables, virtual tables, views and row counts of the last ANALYZE are told, and what describe asks', async () => {
  database.exec(`CREATE TABLE A (X INTEGER PRIMARY KEY, Y TEXT); CREATE INDEX I ON A (Y); CREATE TABLE B (X);
    CREATE VIEW V AS SELECT X FROM A; CREATE VIRTUAL TABLE F USING fts5(BODY, TITLE);
    INSERT INTO F VALUES ('正文', '标题');
    WITH RECURSIVE C(I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM C WHERE I < 500) INSERT INTO A SELECT I, 'y' || I FROM C`)
  await using session = await openSession(connector, { file })
  const before = await describeAll(session)
  expect(before.map(({ name, kind, rowCount }) => [name, kind, rowCount])).toEqual([
    ['A', 'table', undefined],
    ['B', 'table', undefined],
    ['F', 'table', undefined],
    ['V', 'view', undefined],
  ])
  expect(before[2]?.columns.map(({ name }) => name)).toEqual(['BODY', 'TITLE'])
  expect(await rowsOf(session, 'F', ['BODY', 'TITLE'])).toEqual([['正文', '标题']])
  database.exec('ANALYZE')
  expect((await describeAll(session)).find(({ name }) => name === 'A')?.rowCount).toBe(500)
  for (const text of connector.manifest.capabilities.describe?.asks ?? []) {
    const statement = database.prepare(text)
    expect(statement.all(...(text.includes('?1') ? ['A'] : [])).length).toBeGreaterThan(0)
  }
})

test('a read of changes by a column leaves other programs to write between its batches', async () => {
  database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, V INT);
    WITH RECURSIVE C(I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM C WHERE I < 100) INSERT INTO T SELECT I, CASE WHEN I > 30 THEN I / 7 END FROM C`)
  await using session = await openSession(connector, { file })
  const by = { kind: 'column', column: 'V', key: ['ID'] } as const
  const columns = [{ name: 'ID' }]
  const seen: unknown[] = []
  const cursors: string[] = []
  const places: number[] = []
  for await (const { rows, cursor } of session.changes({ dataset: 'T', columns, by, batchRows: 9 })) {
    expect(rows.length).toBeLessThanOrEqual(9)
    seen.push(...rows.map(([id]) => Number(id)))
    cursors.push(cursor)
    places.push(seen.length)
    if (seen.length === 30) database.exec('INSERT INTO T VALUES (200, 99); UPDATE T SET V = 98 WHERE ID = 40')
  }
  expect(seen.toSorted((one, other) => Number(one) - Number(other))).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 1).filter((id) => id !== 40),
  )
  for (const [at, after] of cursors.entries()) {
    const rest: unknown[] = []
    const overlapping = { ...by, overlap: 1 }
    for await (const { rows } of session.changes({ dataset: 'T', columns, by: overlapping, batchRows: 7, after }))
      rest.push(...rows.map(([id]) => Number(id)))
    const missing = Array.from({ length: 100 }, (_, index) => index + 1).filter(
      (id) => ![...seen.slice(0, places[at]), ...rest].includes(id),
    )
    expect(missing).toEqual([])
    expect(rest).toContain(200)
  }
})
