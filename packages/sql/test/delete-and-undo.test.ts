import { type ApplyRequest, type ApplyResult, BerthError, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqlOperations } from '../src/index.ts'
import { type SqliteLine, sqliteLine } from './sqlite-line.ts'

const { signal } = new AbortController()
let line: SqliteLine

beforeEach(() => {
  line = sqliteLine()
  line.database.exec(`CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, XM TEXT, N INTEGER);
    WITH RECURSIVE C(I) AS (SELECT 0 UNION ALL SELECT I + 1 FROM C WHERE I < 199) INSERT INTO T SELECT I, 'n' || I, I FROM C;
    CREATE TRIGGER KEPT BEFORE DELETE ON T WHEN OLD.N = 150 BEGIN SELECT RAISE(ABORT, 'refused'); END`)
})
afterEach(() => line.database.close())

const request: ApplyRequest = {
  dataset: 'T',
  fields: [
    { name: 'XM', type: { name: 'text' } },
    { name: 'ID', type: { name: 'integer' } },
  ],
  rows: [],
  key: ['ID'],
  mode: 'upsert',
  batch: 'b',
  onReject: 'abort',
}
const apply = (changed: Partial<ApplyRequest>): Promise<ApplyResult> =>
  sqlOperations(line).apply({ ...request, ...changed }, signal)
const all = (): unknown[] => line.database.prepare('SELECT * FROM T ORDER BY ID').all()
const keys = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, index) => [from + index])

test('keys are deleted many with a statement, and one that is refused alone is named', async () => {
  const result = await apply({ deletes: keys(100, 200), onReject: 'skip' })
  expect(result).toMatchObject({
    applied: 0,
    deleted: 99,
    rejects: [{ row: 50, code: 'CONSTRAINT_VIOLATED', nativeCode: '19' }],
  })
  expect(all()).toHaveLength(101)
  expect(line.sent.filter((text) => text.startsWith('DELETE')).length).toBeLessThan(80)
})

test('with abort nothing of the batch stays, rows and deletes alike', async () => {
  const before = all()
  const result = await apply({ rows: [['new', 500]], deletes: keys(140, 160) })
  expect(result).toMatchObject({ applied: 0, deleted: 0, rejects: [{ row: 11 }] })
  expect(all()).toEqual(before)
})

test('rows and deletes that do not fit are named in the order of the request', async () => {
  const rows = [
    ['a', 1],
    ['b', 'x'],
  ] as Row[]
  const result = await apply({ rows, deletes: [[null], ['y'], [3]], onReject: 'skip' })
  expect(result.rejects).toMatchObject([
    { row: 1, column: 'ID', code: 'VALUE_INVALID' },
    { row: 2, code: 'VALUE_MISSING' },
    { row: 3, code: 'VALUE_INVALID' },
  ])
  expect(result).toMatchObject({ applied: 1, deleted: 1 })
})

test('a script puts back what was changed, deleted and new; a trial writes nothing and gives the same script', async () => {
  const before = all()
  const changed: Partial<ApplyRequest> = {
    rows: [
      ["o'x; --", 1],
      [null, 900],
      ['z', 2],
    ],
    deletes: [...keys(10, 80), [901]],
    undo: true,
  }
  const trial = await apply({ ...changed, dryRun: true })
  expect(all()).toEqual(before)
  expect(
    line.database.prepare(`SELECT COUNT(*) AS N FROM sqlite_schema WHERE name = 'BERTH_LEDGER'`).get()?.['N'],
  ).toBe(0)
  const { undo = '' } = await apply(changed)
  expect(trial.undo).toBe(undo)
  expect(all()).not.toEqual(before)
  line.database.exec(undo)
  expect(all()).toEqual(before)
  expect(undo).not.toMatch(/900.*INSERT|SET "ID"/)
})

test('a script begins with what the program that runs it has to be told, and leaves out what the database computes', async () => {
  const computed = sqliteLine({ N: { computed: true } })
  computed.database.exec(
    `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, XM TEXT, N INTEGER); INSERT INTO T VALUES (1, 'a', 5)`,
  )
  const { database } = line
  line = { ...computed, dialect: { ...computed.dialect, scriptHead: 'SET SQL DIALECT 3;' } }
  const { undo } = await apply({ deletes: [[1], [2]], undo: true })
  expect(undo).toBe(`SET SQL DIALECT 3;\nINSERT INTO "T" ("ID", "XM") VALUES (1, 'a');\n`)
  database.close()
})

test('there is no script without a key, without literals, or over a row that cannot be read', async () => {
  await expect(apply({ rows: [['a', 1]], key: [], mode: 'insert', undo: true })).rejects.toMatchObject({
    code: 'KEY_MISSING',
  })
  const { literal: _, ...dialect } = line.dialect
  const silent = sqlOperations({ ...line, dialect })
  await expect(silent.apply({ ...request, rows: [['a', 1]], undo: true }, signal)).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
  })
  const limited = sqliteLine({ XM: { limit: { maxLength: 2, length: (reference) => `length(${reference})` } } })
  const operations = sqlOperations({ ...line, loadTable: limited.loadTable })
  limited.database.exec('CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, XM TEXT, N INTEGER)')
  const before = all()
  const written = { ...request, rows: [['a', 150]] as Row[], undo: true as const }
  await expect(operations.apply(written, signal)).rejects.toMatchObject({ code: 'VALUE_TOO_LONG' })
  expect(all()).toEqual(before)
  limited.database.close()
})

test('a value that a column would keep as another is refused for its row, and can be looked for', async () => {
  const checkStored = (value: unknown): void => {
    if (value === '007') throw new BerthError('VALUE_LOSS', { type: 'STRING', length: 3 })
  }
  const strict = sqliteLine({ XM: { checkStored } })
  strict.database.exec(
    `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, XM TEXT, N INTEGER); INSERT INTO T VALUES (7, '007', 1)`,
  )
  const operations = sqlOperations(strict)
  const rows: Row[] = [
    ['007', 1],
    ['08', 2],
    [null, 3],
  ]
  expect(await operations.apply({ ...request, rows, onReject: 'skip' }, signal)).toMatchObject({
    applied: 2,
    rejects: [{ row: 0, column: 'XM', code: 'VALUE_LOSS' }],
  })
  const asked = { dataset: 'T', columns: [{ name: 'ID' }], by: ['XM'], keys: [['007']], limit: 1 }
  expect((await operations.lookup(asked, signal)).answers[0]?.rows).toEqual([[7]])
  strict.database.close()
})

test('the lists of a wide table are written over several lines', async () => {
  const wide = sqliteLine()
  const names = Array.from({ length: 300 }, (_, at) => `C${at}`)
  wide.database.exec(
    `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, ${names.map((name) => `${name} TEXT`).join(', ')})`,
  )
  wide.database.exec(`INSERT INTO T (ID, C0, C299) VALUES (1, 'a', 'b'), (2, 'c', 'd')`)
  const kept = (): unknown[] => wide.database.prepare('SELECT * FROM T ORDER BY ID').all()
  const before = kept()
  const fields = ['ID', ...names].map((name) => ({
    name,
    type: { name: name === 'ID' ? ('integer' as const) : ('text' as const) },
  }))
  const rows: Row[] = [[1, ...names.map(() => 'x')]]
  const { undo = '' } = await sqlOperations(wide).apply(
    { ...request, fields, rows, deletes: [[2]], undo: true },
    signal,
  )
  expect(Math.max(...undo.split('\n').map(({ length }) => length))).toBeLessThan(600)
  wide.database.exec(undo)
  expect(kept()).toEqual(before)
  wide.database.close()
})

test('a script that undoes runs also where a value went from one row to another', async () => {
  line.database.exec('DROP TRIGGER KEPT; DELETE FROM T WHERE ID > 9; CREATE UNIQUE INDEX U ON T (XM)')
  const before = all()
  const rows = [
    ['free', 1],
    ['n1', 2],
    ['n2', 3],
    ['n3', 50],
  ] as Row[]
  const { rejects, undo } = await apply({ rows, deletes: [[4]], undo: true })
  expect(rejects).toEqual([])
  line.database.exec(undo ?? '')
  expect(all()).toEqual(before)
})

test('a script that undoes puts back a key once, however often the batch named it', async () => {
  const before = all()
  const rows = [
    ['a', 5],
    ['b', 5],
    ['c', 6],
    ['d', 7],
    ['e', 500],
    ['f', 500],
    ['g', 501],
  ] as Row[]
  const { undo } = await apply({ rows, deletes: [[6], [7], [7], [8], [501], [502]], undo: true })
  line.database.exec(undo ?? '')
  expect(all()).toEqual(before)
})
