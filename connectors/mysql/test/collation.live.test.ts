import type { ApplyRequest, ConnectorSession, Row } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { bare } from './bare-driver.ts'
import { open } from './open.ts'

const texts = ['a', 'A', 'á', 'a ', 'ab', 'AB', 'b', 'B', 'ｂ']

describeMariadb('texts that a collation calls equal', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_collations')
    await server.run(
      database,
      `CREATE TABLE CODES (ID INT PRIMARY KEY, CODE VARCHAR(10) COLLATE utf8mb4_unicode_ci, PADDED CHAR(5), VERSION INT, INDEX (CODE));
INSERT INTO CODES VALUES ${texts.map((text, index) => `(${index}, '${text}', '${text}', 1)`).join(', ')};
CREATE VIEW KEYLESS AS SELECT CODE, VERSION FROM CODES;
CREATE TABLE KINDS (KIND ENUM('z', 'b', 'm', 'a') PRIMARY KEY, N INT);
INSERT INTO KINDS VALUES ('a', 1), ('b', 2), ('m', 3), ('z', 4);`,
    )
  })

  test('are told apart by a lookup, with the index of the column', async () => {
    await using session = await open(server, database)
    const request = { dataset: 'CODES', columns: [{ name: 'ID' }], by: ['CODE'], limit: 9 }
    const { answers } = await session.lookup({ ...request, keys: [...texts, 'Ab', ''].map((text) => [text]) })
    expect(answers.map(({ rows }) => rows)).toEqual([...texts.map((_, index) => [[index]]), [], []])
    const driver = bare(server, database)
    const plain = await driver.execute('SELECT ID FROM CODES WHERE CODE = ?', ['a'])
    expect(plain.length).toBeGreaterThan(1)
    const [plan = []] = await driver.query(
      `EXPLAIN SELECT ID FROM CODES WHERE CODE = 'b' AND CAST(CONVERT(CODE USING utf8mb4) AS BINARY) = CAST(CONVERT('b' USING utf8mb4) AS BINARY)`,
    )
    expect(plan).toContain('CODE')
    driver.close()
  })

  test('CHAR is found with its padding and without, and never by another case', async () => {
    await using session = await open(server, database)
    const request = { dataset: 'CODES', columns: [{ name: 'ID' }], by: ['PADDED'], limit: 9 }
    const { answers } = await session.lookup({ ...request, keys: [['ab'], ['ab   '], ['aB']] })
    expect(answers.map(({ rows }) => rows)).toEqual([[[4]], [[4]], []])
  })

  test('come once each where a text without an index is the key, wherever the read goes on', async () => {
    await using session = await open(server, database)
    const columns = [{ name: 'CODE' }]
    const expected = [...texts].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    for (const read of [
      (after?: string): AsyncIterable<{ rows: Row[]; cursor?: string }> =>
        session.scan({
          dataset: 'KEYLESS',
          columns,
          key: ['CODE'],
          batchRows: 1,
          ...(after === undefined ? {} : { after }),
        }),
      (after?: string): AsyncIterable<{ rows: Row[]; cursor?: string }> =>
        session.changes({
          dataset: 'KEYLESS',
          columns,
          by: { kind: 'column', column: 'VERSION', key: ['CODE'] },
          batchRows: 1,
          ...(after === undefined ? {} : { after }),
        }),
    ]) {
      const told: unknown[] = []
      let after: string | undefined
      for (;;) {
        const { rows, cursor } = await firstBatch(read(after))
        if (rows.length === 0) break
        told.push(rows[0]?.[0])
        after = cursor
      }
      expect(told).toEqual(expected)
    }
  })

  test('a list of values as the key is read in one order, wherever the read goes on', async () => {
    await using session = await open(server, database)
    const told: unknown[] = []
    let after: string | undefined
    for (;;) {
      const request = { dataset: 'KINDS', columns: [{ name: 'KIND' }], key: ['KIND'], batchRows: 1 }
      const { rows, cursor } = await firstBatch(session.scan({ ...request, ...(after === undefined ? {} : { after }) }))
      if (rows.length === 0) break
      told.push(rows[0]?.[0])
      after = cursor
    }
    expect(told).toEqual(['a', 'b', 'm', 'z'])
  })

  test('an upsert replaces the row with its key and no other', async () => {
    await server.run(
      database,
      `CREATE TABLE PERSON (CODE VARCHAR(10) PRIMARY KEY, PHONE VARCHAR(20) UNIQUE, NAME VARCHAR(20));
CREATE TABLE NUMBERED (ID BIGINT PRIMARY KEY, PHONE VARCHAR(20) UNIQUE, NAME VARCHAR(20));
CREATE TABLE TIMED (AT DATETIME(6) PRIMARY KEY, PHONE VARCHAR(20) UNIQUE, NAME VARCHAR(20));
INSERT INTO PERSON VALUES ('k1', '111', '一'), ('k2', '222', '二');
INSERT INTO NUMBERED VALUES (9007199254740993, '111', '一'), (2, '222', '二');
INSERT INTO TIMED VALUES ('2024-01-01 00:00:00.000001', '111', '一');`,
    )
    await using session = await open(server, database, {}, { access: 'write' })
    const person = await upsert(session, 'PERSON', 'CODE', 'text', [
      ['k1', '111', '新'],
      ['k3', '222', '抢'],
      ['K2', '333', '大'],
      ['k4', '444', '四'],
    ])
    expect(person.rejects).toMatchObject([
      { row: 1, code: 'CONSTRAINT_VIOLATED' },
      { row: 2, code: 'CONSTRAINT_VIOLATED' },
    ])
    expect(await server.read(database, 'SELECT * FROM PERSON ORDER BY CODE')).toEqual([
      ['k1', '111', '新'],
      ['k2', '222', '二'],
      ['k4', '444', '四'],
    ])
    const numbered = await upsert(session, 'NUMBERED', 'ID', 'int64', [
      ['9007199254740993', '112', '新'],
      ['9007199254740992', '222', '抢'],
    ])
    expect(numbered.rejects).toMatchObject([{ row: 1, code: 'CONSTRAINT_VIOLATED' }])
    expect(await server.read(database, 'SELECT * FROM NUMBERED ORDER BY ID')).toEqual([
      ['2', '222', '二'],
      ['9007199254740993', '112', '新'],
    ])
    const timed = await upsert(session, 'TIMED', 'AT', 'datetime', [
      ['2024-01-01T00:00:00.000001', '111', '新'],
      ['2024-01-01T00:00:00.000002', '111', '抢'],
    ])
    expect(timed.rejects).toMatchObject([{ row: 1 }])
    expect(await server.read(database, 'SELECT * FROM TIMED')).toEqual([['2024-01-01 00:00:00.000001', '111', '新']])
  })

  test('an upsert by columns that no unique index holds is refused: it would insert rows twice', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    await expect(upsert(session, 'CODES', 'CODE', 'text', [['a', '1', 'x']])).rejects.toMatchObject({
      code: 'COLUMN_UNKNOWN',
    })
    const request = upsert(session, 'CODES', 'CODE', 'text', [['a', 1]], ['VERSION'])
    await expect(request).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })
})

async function upsert(
  session: ConnectorSession,
  dataset: string,
  key: string,
  type: 'text' | 'int64' | 'datetime',
  rows: Row[],
  others: readonly string[] = ['PHONE', 'NAME'],
): ReturnType<ConnectorSession['apply']> {
  const fields = [
    { name: key, type: { name: type } },
    ...others.map((name) => ({ name, type: { name: 'text' as const } })),
  ]
  const request: ApplyRequest = {
    dataset,
    fields,
    rows,
    key: [key],
    mode: 'upsert',
    batch: `${dataset} ${rows.length}`,
    onReject: 'skip',
  }
  return await session.apply(request)
}

async function firstBatch(
  batches: AsyncIterable<{ readonly rows: Row[]; readonly cursor?: string }>,
): Promise<{ readonly rows: Row[]; readonly cursor?: string }> {
  for await (const batch of batches) return batch
  return { rows: [] }
}
