import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ConnectorSession, type Dataset, openSession, type Row, type RowBatch } from '@berth/core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connector } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-habits-'))
const file = join(folder, 'registry.db')
let session: ConnectorSession | undefined

beforeAll(() => {
  const database = new DatabaseSync(file)
  database.exec(`CREATE TABLE T_HYDJ (
    ID INTEGER PRIMARY KEY, -- 登记编号
    "XM" VARCHAR(30) NOT NULL, -- 姓名
    SFZH CHAR(20), -- 身份证号
    DJRQ DATE, XH INTEGER,
    GXSJ TIMESTAMP, -- 更新时间
    BH VARCHAR(2)
  )`)
  database.exec('CREATE VIEW V_GONE AS SELECT X FROM T_GONE; CREATE VIEW V_HYDJ AS SELECT ID, XM FROM T_HYDJ')
  const insert = database.prepare('INSERT INTO T_HYDJ VALUES (?, CAST(? AS TEXT), ?, ?, ?, ?, ?)')
  const gbk = Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd)
  insert.run(1, gbk, '110105194912310021  ', 20240229, '0017', '2024-06-01T10:00:00', 'TOOLONG')
  insert.run(2, gbk, '110105194912310021', '2024-02-29', 'abc', '2024-06-01T10:00:01', null)
  insert.run(3, Buffer.from('Li'), null, null, null, '2024-06-01T10:00:02', null)
  database.close()
})
afterEach(async () => await session?.[Symbol.asyncDispose]())
afterAll(() => rmSync(folder, { recursive: true }))

async function open(options: Record<string, unknown> = {}): Promise<ConnectorSession> {
  session = await openSession(connector, { file, ...options })
  return session
}

async function scan(columns: readonly string[], options: Record<string, unknown> = {}): Promise<RowBatch> {
  const reading = (await open(options)).scan({
    dataset: 'T_HYDJ',
    columns: columns.map((name) => ({ name })),
    key: ['ID'],
  })
  const batches: RowBatch[] = []
  for await (const batch of reading) batches.push(batch)
  expect(batches.length).toBe(1)
  return batches[0] as RowBatch
}

test('GBK bytes without a declared charset are reported row by row, never garbled text', async () => {
  const { rows, unreadable } = await scan(['ID', 'XM'])
  expect(rows).toEqual([['3', 'Li']])
  expect(unreadable).toMatchObject([
    { row: 1, error: { code: 'TEXT_UNDECODABLE', details: { column: 'XM', row: 1, dataset: 'T_HYDJ' } } },
    { row: 2, error: { code: 'TEXT_UNDECODABLE', details: { column: 'XM', row: 2, dataset: 'T_HYDJ' } } },
  ])
})

test('the charset option reads all text columns in it', async () => {
  expect((await scan(['XM', 'SFZH'], { charset: 'GBK' })).rows).toEqual([
    ['张三', '110105194912310021  '],
    ['张三', '110105194912310021'],
    ['Li', null],
  ])
})

async function idsOf(reading: ConnectorSession, by: string, key: string): Promise<unknown> {
  const settings = { dataset: 'T_HYDJ', columns: [{ name: 'ID' }], limit: 9, orderBy: ['ID'] }
  return (await reading.lookup({ ...settings, by: [by], keys: [[key]] })).answers[0]?.rows
}

test('a key finds padded CHAR in a charset of its own', async () => {
  const reading = await open({ charset: 'GBK' })
  expect(await idsOf(reading, 'SFZH', '110105194912310021')).toEqual([['1'], ['2']])
  expect(await idsOf(reading, 'XM', '张三')).toEqual([['1'], ['2']])
})

test('a key that is longer than its column is never cut', async () => {
  const reading = await open()
  expect(await idsOf(reading, 'SFZH', '110105194912310021  0')).toEqual([])
  expect(await idsOf(reading, 'BH', 'TO')).toEqual([])
})

test('a key finds padded and unpadded CHAR, and dates stored as numbers', async () => {
  const reading = await open()
  const ask = (by: string, key: string): Promise<unknown> => idsOf(reading, by, key)
  expect(await ask('SFZH', '110105194912310021')).toEqual([['1'], ['2']])
  expect(await ask('SFZH', '110105194912310021  ')).toEqual([['1'], ['2']])
  expect(await ask('DJRQ', '2024-02-29')).toEqual([['1'], ['2']])
  expect(await ask('GXSJ', '2024-06-01T10:00:01')).toEqual([['2']])
  expect(await ask('BH', 'TOOLONG')).toEqual([['1']])
})

test('a cell that does not fit its declared type names column and row, not the value', async () => {
  const { rows, unreadable } = await scan(['ID', 'XH'])
  expect(rows).toEqual([
    ['1', '17'],
    ['3', null],
  ])
  const details = { column: 'XH', row: 2, type: 'int64', length: 3 }
  expect(unreadable).toMatchObject([{ row: 2, error: { code: 'VALUE_INVALID', details } }])
  expect(JSON.stringify(unreadable)).not.toContain('abc')
})

test('a row with several cells that do not fit is reported once, for the first of them', async () => {
  const { unreadable } = await scan(['XH', 'ID', 'XM'])
  expect(unreadable?.map(({ row, error }) => [row, error.details['column']])).toEqual([
    [1, 'XM'],
    [2, 'XH'],
  ])
})

test('a key that does not fit ends the read', async () => {
  const reading = (await open()).scan({ dataset: 'T_HYDJ', columns: [{ name: 'ID' }], key: ['XH', 'ID'] })
  const read = async (): Promise<void> => {
    for await (const _ of reading) expect.unreachable()
  }
  await expect(read()).rejects.toMatchObject({ code: 'VALUE_INVALID', details: { column: 'XH' } })
})

test('times with a T are followed as change times', async () => {
  const settings = {
    dataset: 'T_HYDJ',
    columns: [{ name: 'ID' }],
    by: { kind: 'column' as const, column: 'GXSJ', key: ['ID'] },
    batchRows: 1,
  }
  const reading = await open()
  const seen: [Row, string][] = []
  for await (const { rows, cursor } of reading.changes(settings)) for (const row of rows) seen.push([row, cursor])
  expect(seen.map(([row]) => row)).toEqual([['1'], ['2'], ['3']])
  const rest: Row[] = []
  const overlapped = { ...settings, by: { ...settings.by, overlap: 1000 } }
  for await (const { rows } of reading.changes({ ...settings, after: seen[0]?.[1] ?? '' })) rest.push(...rows)
  expect(rest).toEqual([['2'], ['3']])
  const again: Row[] = []
  for await (const { rows } of reading.changes({ ...overlapped, after: seen[2]?.[1] ?? '' })) again.push(...rows)
  expect(again).toContainEqual(['2'])
})

test.each([
  ['DATE', [20240130, 20240131, 20240201], 86_400_000],
  ['DATE', ["'2024-01-30'", "'2024-01-31'", "'2024-02-01'"], 86_400_000],
  ['DATETIME', ["'2024-01-30'", "'2024-01-31'", "'2024-02-01'"], 86_400_000],
  ['DATETIME', ["'2024-01-30 08:00'", "'2024-01-31 23:59'", "'2024-02-01 00:00'"], 60_000],
  ['DATETIME', ["'2024-01-30 08:00:00'", "'2024-01-31T23:59:59'", "'2024-02-01T00:00:00'"], 1000],
])('an overlap reaches back in the form the column keeps: %s %j', async (type, [first, second, third], overlap) => {
  const changing = join(folder, 'changing.db')
  rmSync(changing, { force: true })
  const database = new DatabaseSync(changing)
  database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, GX ${type});
    INSERT INTO T VALUES (1, ${first}), (2, ${second}), (3, ${third})`)
  database.close()
  await using reading = await openSession(connector, { file: changing }, { access: 'read' })
  const settings = {
    dataset: 'T',
    columns: [{ name: 'ID' }],
    by: { kind: 'column' as const, column: 'GX', key: ['ID'], overlap },
    batchRows: 10,
  }
  let after = ''
  for await (const { cursor } of reading.changes(settings)) after = cursor
  const again: Row[] = []
  for await (const { rows } of reading.changes({ ...settings, after })) again.push(...rows)
  expect(again).toEqual([['2'], ['3']])
})

test('comments in CREATE TABLE are the comments of the columns', async () => {
  let dataset: Dataset | undefined
  for await (const described of (await open()).describe({ names: ['T_HYDJ'] })) dataset = described
  expect(dataset?.columns.map(({ name, comment }) => [name, comment])).toEqual([
    ['ID', '登记编号'],
    ['XM', '姓名'],
    ['SFZH', '身份证号'],
    ['DJRQ', undefined],
    ['XH', undefined],
    ['GXSJ', '更新时间'],
    ['BH', undefined],
  ])
  expect(dataset?.key).toEqual(['ID'])
})

test('a view over a table that is gone is left out, others are told', async () => {
  const names: string[] = []
  for await (const { name, kind } of (await open()).describe()) names.push(`${kind} ${name}`)
  expect(names).toEqual(['table T_HYDJ', 'view V_HYDJ'])
})

test('an unknown charset is refused when the file is opened', async () => {
  await expect(open({ charset: 'KLINGON' })).rejects.toMatchObject({ code: 'CHARSET_UNKNOWN' })
})

test('a read session leaves the file as it was', async () => {
  const before = readFileSync(file)
  await scan(['ID'])
  const reading = await open()
  const native = reading.native as DatabaseSync
  expect(() => native.exec('DELETE FROM T_HYDJ')).toThrow()
  expect(readFileSync(file).equals(before)).toBe(true)
})
