import { BerthError, type ChangeBatch, type ChangesRequest } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SqlChangeLog, sqlOperations } from '../src/index.ts'
import { type SqliteLine, sqliteLine } from './sqlite-line.ts'

const { signal } = new AbortController()
let line: SqliteLine
/** The keys that a log of ours names, in its order; positions count from its beginning. */
let log: (readonly [string, number])[]
let kept = 0

beforeEach(() => {
  line = sqliteLine()
  line.database.exec(`CREATE TABLE T (A TEXT NOT NULL, B INTEGER NOT NULL, V TEXT, PRIMARY KEY (A, B));
    INSERT INTO T VALUES ('x', 1, 'a'), ('x', 2, 'b'), ('y', 1, 'c')`)
  log = []
  kept = 0
})
afterEach(() => line.database.close())

const changeLog: SqlChangeLog = {
  end: async () => String(log.length),
  entries: async (table, _by, { from, to, limit }) => {
    if (Number(from) < kept) throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    const end = Math.min(Number(to), Number(from) + limit)
    return { keys: log.slice(Number(from), end), position: String(end), last: end === Number(to) }
  },
}

const by = { kind: 'log', key: ['A', 'B'] } as const

async function* batches(after?: string, changed: Partial<ChangesRequest> = {}): AsyncIterable<ChangeBatch> {
  const operations = sqlOperations({ ...line, changeLog: { ...changeLog, script: async () => '' } })
  const columns = ['V', 'B', 'A'].map((name) => ({ name }))
  const request = { dataset: 'T', columns, by, batchRows: 2, ...changed }
  yield* operations.changes(
    { ...request, ...(after === undefined ? {} : { after }) },
    signal,
  ) as AsyncIterable<ChangeBatch>
}

async function read(
  after?: string,
  changed: Partial<ChangesRequest> = {},
): Promise<{ told: string[]; cursors: string[] }> {
  const told: string[] = []
  const cursors: string[] = []
  for await (const { rows, kinds, cursor } of batches(after, changed)) {
    rows.forEach(
      ([value, second, first], at) =>
        void told.push(`${kinds?.[at] ?? 'upsert'} ${String(first)}${String(second)} ${String(value)}`),
    )
    cursors.push(cursor)
  }
  return { told, cursors }
}

test('a first read gives all rows in key order, and what was logged meanwhile behind them', async () => {
  const told: string[] = []
  for await (const { rows } of batches()) {
    told.push(...rows.map(([value]) => String(value)))
    if (told.length === 2) {
      line.database.exec(`UPDATE T SET V = 'n' WHERE V = 'a'`)
      log.push(['x', 1])
    }
  }
  expect(told).toEqual(['a', 'b', 'c', 'n'])
})

test('cut behind any batch of a first read, nothing that changed is lost', async () => {
  const { cursors } = await read()
  expect(cursors).toHaveLength(2)
  line.database.exec(`UPDATE T SET V = 'n' WHERE V = 'a'; DELETE FROM T WHERE V = 'c'`)
  log.push(['x', 1], ['y', 1])
  expect((await read(cursors[0])).told).toEqual(['upsert x1 n', 'delete y1 null'])
  expect((await read(cursors[1])).told).toEqual(['upsert x1 n', 'delete y1 null'])
})

test('each row is read as it is now: one that came back is an upsert, one that is gone a delete with its key', async () => {
  const { cursors } = await read()
  line.database.exec(`DELETE FROM T; INSERT INTO T VALUES ('x', 2, 'again')`)
  log.push(['x', 2], ['x', 1], ['x', 2], ['y', 1], ['z', 9])
  expect((await read(cursors.at(-1), { batchRows: 10 })).told).toEqual([
    'delete x1 null',
    'upsert x2 again',
    'delete y1 null',
    'delete z9 null',
  ])
})

test('no batch is larger than asked for, and the cursor of each goes on behind it', async () => {
  const { cursors } = await read()
  for (let index = 0; index < 9; index++) log.push(['n', index])
  const whole = await read(cursors.at(-1))
  expect(whole.told).toHaveLength(9)
  for (const [at, cursor] of whole.cursors.entries()) {
    const { told } = await read(cursor)
    expect(told).toEqual(whole.told.slice((at + 1) * 2))
  }
  expect((await read(whole.cursors.at(-1))).cursors).toEqual([])
})

test('a log that does not reach back, and one that the database does not keep', async () => {
  const { cursors } = await read()
  log.push(['x', 1], ['x', 1])
  kept = 1
  await expect(read(cursors.at(-1))).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
  const without = sqlOperations(line)
  expect(() => without.changes({ dataset: 'T', columns: [], by, batchRows: 1 }, signal)).toThrow(
    expect.objectContaining({ code: 'NOT_SUPPORTED' }),
  )
  await expect(without.prepareChanges?.({ dataset: 'T', by }, signal)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
})
