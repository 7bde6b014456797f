import type { ChangeBatch, ChangesRequest } from '@berth/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sqlOperations } from '../src/index.ts'
import { type SqliteLine, sqliteLine } from './sqlite-line.ts'

const { signal } = new AbortController()
let line: SqliteLine

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
  line = sqliteLine()
  line.database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, XM TEXT); CREATE TABLE O (BERTH_NUMBER INTEGER NOT NULL PRIMARY KEY, ID INTEGER);
    INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')`)
})
afterEach(() => {
  vi.useRealTimers()
  line.database.close()
})

const by = { kind: 'outbox', key: ['ID'], dataset: 'O', lateCommitMs: 60_000 } as const

async function read(
  after?: string,
  changed: Partial<ChangesRequest> = {},
): Promise<{ told: string[]; cursor: string; cursors: string[] }> {
  const { changes } = sqlOperations(line)
  const request = { dataset: 'T', columns: [{ name: 'XM' }, { name: 'ID' }], by, batchRows: 2, ...changed }
  const told: string[] = []
  const cursors: string[] = []
  for await (const batch of changes(
    { ...request, ...(after === undefined ? {} : { after }) },
    signal,
  ) as AsyncIterable<ChangeBatch>) {
    batch.rows.forEach(
      ([name, id], at) => void told.push(`${batch.kinds?.[at] ?? 'upsert'} ${String(id)} ${String(name)}`),
    )
    cursors.push(batch.cursor)
  }
  return { told, cursor: cursors.at(-1) ?? after ?? '', cursors }
}

const enter = (...entries: [number, number][]): void => {
  for (const [number, id] of entries) line.database.exec(`INSERT INTO O VALUES (${number}, ${id})`)
}

test('numbers that are skipped are asked for again, in the order in which they come, until they are taken for rolled back', async () => {
  enter([1, 1])
  const { cursor } = await read()
  enter([4, 1], [7, 2])
  const first = await read(cursor)
  expect(first.told).toEqual(['upsert 1 a', 'upsert 2 b'])
  enter([6, 3])
  const second = await read(first.cursor)
  expect(second.told).toEqual(['upsert 3 c'])
  vi.setSystemTime(1_000_000 + 59_000)
  enter([2, 2])
  const third = await read(second.cursor)
  expect(third.told).toEqual(['upsert 2 b'])
  vi.setSystemTime(1_000_000 + 61_000)
  enter([8, 1])
  const fourth = await read(third.cursor)
  expect(fourth.told).toEqual(['upsert 1 a'])
  enter([3, 3], [5, 2], [9, 1])
  expect((await read(fourth.cursor)).told).toEqual(['upsert 1 a'])
})

test('numbers that are skipped are asked for once more when the next read comes behind their time', async () => {
  enter([1, 1])
  const { cursor } = await read()
  enter([4, 1])
  const first = await read(cursor)
  enter([2, 2], [3, 3])
  vi.setSystemTime(1_000_000 + 3_600_000)
  // In parts: what was not asked for yet stays in the cursor of the first.
  const second = await read(first.cursor, { batchRows: 1 })
  expect(second.told).toEqual(['upsert 2 b', 'upsert 3 c'])
  expect((await read(second.cursors[0], { batchRows: 1 })).told).toEqual(['upsert 3 c'])
  expect((await read(second.cursor)).told).toEqual([])
})

test('what was numbered before all entries there are is told when it is committed behind a first read', async () => {
  enter([2, 1])
  const { cursor } = await read()
  enter([1, 3])
  expect((await read(cursor)).told).toEqual(['upsert 3 c'])
})

test('a read with more gaps than a cursor holds comes to its end, and tells what is late', async () => {
  enter([1, 1])
  const { cursor } = await read()
  enter(...Array.from({ length: 300 }, (_, at): [number, number] => [at * 2 + 3, (at % 3) + 1]))
  const first = await read(cursor)
  expect(first.told).toHaveLength(300)
  enter([2, 2], [600, 2])
  const second = await read(first.cursor)
  expect(second.told.filter((each) => each === 'upsert 2 b').length).toBeGreaterThanOrEqual(2)
  enter([700, 3])
  expect((await read(second.cursor)).told.at(-1)).toBe('upsert 3 c')
})

test('a number that is not held exactly is refused, not taken for its neighbour', async () => {
  line.database.exec('DROP TABLE O; CREATE TABLE O (BERTH_NUMBER TEXT NOT NULL PRIMARY KEY, ID INTEGER)')
  line.database.exec("INSERT INTO O VALUES ('9007199254740991', 1)")
  const { cursor } = await read()
  line.database.exec("INSERT INTO O VALUES ('9007199254740993', 2)")
  await expect(read(cursor)).rejects.toMatchObject({ code: 'VALUE_INVALID', details: { column: 'BERTH_NUMBER' } })
})

test('a first read looks back for what was numbered before it and is committed behind it', async () => {
  enter([5, 1], [9, 1])
  const { cursor } = await read()
  enter([7, 2])
  expect((await read(cursor)).told).toEqual(['upsert 2 b'])
})

test('what is logged while a first read is under way comes behind it, also where it goes on later', async () => {
  enter([1, 1])
  const { cursors } = await read()
  enter([2, 3])
  line.database.exec(`UPDATE T SET XM = 'z' WHERE ID = 3`)
  expect((await read(cursors[0])).told).toEqual(['upsert 3 z', 'upsert 3 z'])
  expect((await read(cursors[1])).told).toEqual(['upsert 3 z'])
})

test('a row is told once in a batch however often it is named, deleted rows with their key', async () => {
  enter([1, 1])
  const { cursor } = await read()
  line.database.exec('DELETE FROM T WHERE ID = 2')
  enter([2, 2], [3, 1], [4, 2], [5, 2])
  expect((await read(cursor, { batchRows: 10 })).told).toEqual(['upsert 1 a', 'delete 2 null'])
})

test('resumed at every cursor, all that was named is told', async () => {
  enter([1, 1])
  const { cursor } = await read()
  enter(...Array.from({ length: 11 }, (_, index): [number, number] => [index * 2 + 3, (index % 3) + 1]))
  const { cursors } = await read(cursor)
  for (const [at, each] of cursors.entries()) {
    const { told } = await read(each)
    expect(told.length, `behind batch ${at}`).toBe(Math.max(11 - (at + 1) * 2, 0))
  }
})

test('one that was purged further than the cursor is an error; an empty one is none', async () => {
  const empty = await read()
  enter([1, 1], [2, 2])
  const { cursor, told } = await read(empty.cursor)
  expect(told).toHaveLength(2)
  line.database.exec('DELETE FROM O WHERE BERTH_NUMBER < 2')
  expect((await read(cursor)).told).toEqual([])
  enter([3, 1], [4, 1])
  line.database.exec('DELETE FROM O WHERE BERTH_NUMBER < 4')
  await expect(read(cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
})

test('one that ends before the cursor, of a restored database or made anew, is an error', async () => {
  enter([1, 1], [9, 2])
  const { cursor } = await read()
  line.database.exec('DELETE FROM O')
  enter([1, 1], [2, 3])
  await expect(read(cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
})

test('a cursor belongs to its kind and its key, and one that is none is refused', async () => {
  enter([1, 1])
  const { cursor } = await read()
  const other = { ...by, key: ['ID', 'XM'] }
  await expect(read(cursor, { by: other })).rejects.toMatchObject({ code: 'CURSOR_FOREIGN' })
  await expect(read(`${cursor}x`)).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  await expect(read(undefined, { by: { ...by, key: [] } })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  await expect(read(undefined, { by: { ...by, dataset: 'GONE' } })).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
})

test('a row that cannot be read is told with its position, and the others come', async () => {
  const limited = sqliteLine({ XM: { limit: { maxLength: 3, length: (reference) => `length(${reference})` } } })
  limited.database.exec(`CREATE TABLE T (ID INTEGER PRIMARY KEY, XM TEXT); CREATE TABLE O (BERTH_NUMBER INTEGER NOT NULL PRIMARY KEY, ID INTEGER);
    INSERT INTO T VALUES (1, 'a'), (2, 'long'), (3, 'c'); INSERT INTO O VALUES (1, 1)`)
  line = limited
  const { cursor } = await read()
  enter([2, 1], [3, 2], [4, 3])
  const { changes } = sqlOperations(line)
  const unreadable: unknown[] = []
  const rows: unknown[] = []
  const request = { dataset: 'T', columns: [{ name: 'ID' }, { name: 'XM' }], by, batchRows: 10, after: cursor }
  for await (const batch of changes(request, signal)) {
    rows.push(...batch.rows)
    unreadable.push(...(batch.unreadable ?? []))
  }
  expect(rows).toEqual([
    [1, 'a'],
    [3, 'c'],
  ])
  expect(unreadable).toMatchObject([{ row: 2, error: { code: 'VALUE_TOO_LONG', details: { column: 'XM', row: 2 } } }])
})
