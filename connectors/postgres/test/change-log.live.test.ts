import { type ChangeBatch, type ConnectorSession, encodeCursor, type Row } from '@berth/core'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const by = { kind: 'log', key: ['id'], name: 'berth_people' } as const
const columns = [{ name: 'id' }, { name: 'xm' }]

describePostgres('the log of PostgreSQL', (server) => {
  const database = 'changes'

  beforeEach(async () => {
    await server.createDatabase(database)
    await server.run(
      database,
      `CREATE TABLE people (id integer PRIMARY KEY, xm text, big text);
INSERT INTO people VALUES (1, '甲'), (2, '乙'), (3, '丙'); CREATE TABLE other (id integer PRIMARY KEY, x text);`,
    )
    await using session = await open(server, database)
    await server.run(database, await session.prepareChanges({ dataset: 'people', by }))
  })
  afterAll(() => server.dropDatabase(database))

  async function read(
    session: ConnectorSession,
    after?: string,
    batchRows = 100,
  ): Promise<{ readonly told: [string, ...Row][]; readonly cursor: string | undefined }> {
    const told: [string, ...Row][] = []
    let cursor = after
    const request = { dataset: 'people', columns, by, batchRows, ...(after === undefined ? {} : { after }) }
    for await (const batch of session.changes(request) as AsyncIterable<ChangeBatch>) {
      batch.rows.forEach((row, index) => void told.push([batch.kinds?.[index] ?? 'upsert', ...row]))
      cursor = batch.cursor
    }
    return { told, cursor }
  }
  const lag = async (): Promise<number> =>
    Number(
      await server.value(
        database,
        "SELECT pg_current_wal_lsn() - confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'berth_people'",
      ),
    )

  test('a log that ends before the cursor is of another database, and nothing is taken for told', async () => {
    await using session = await open(server, database)
    const place = { read: 'changes', dataset: 'people', order: [JSON.stringify([by.kind, by.key]), 'scan'] } as const
    const ahead = encodeCursor(place, [JSON.stringify({ lsn: 'FFFF/0', skip: 0 }), null])
    await server.run(database, "UPDATE people SET xm = 'x' WHERE id = 1")
    const before = await lag()
    await expect(read(session, ahead)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    expect(await lag()).toBeGreaterThanOrEqual(before)
  })

  test('both keys of a row whose key was changed, on a session that reads only', async () => {
    await using session = await open(server, database)
    const first = await read(session)
    expect(first.told.map(([kind, id]) => [kind, id])).toEqual([
      ['upsert', 1],
      ['upsert', 2],
      ['upsert', 3],
    ])
    await server.run(
      database,
      "UPDATE people SET id = 9 WHERE id = 3; DELETE FROM people WHERE id = 2; UPDATE people SET xm = 'x' WHERE id = 1; UPDATE people SET xm = 'y' WHERE id = 1",
    )
    expect((await read(session, first.cursor)).told).toEqual([
      ['delete', 3, null],
      ['upsert', 9, '丙'],
      ['delete', 2, null],
      ['upsert', 1, 'y'],
    ])
  })

  test('the slot moves only behind what the next read says it has', async () => {
    await using session = await open(server, database)
    const first = await read(session)
    await server.run(database, "UPDATE people SET xm = 'x' WHERE id = 1")
    const second = await read(session, first.cursor)
    for (let again = 0; again < 3; again++) expect((await read(session, first.cursor)).told).toEqual(second.told)
    expect((await read(session, second.cursor)).told).toEqual([])
    await expect(read(session, first.cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
  })

  test('a table that was emptied at once', async () => {
    await using session = await open(server, database)
    const { cursor } = await read(session)
    await server.run(database, 'TRUNCATE people')
    await expect(read(session, cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    expect((await read(session)).told).toEqual([])
  })

  test('a slot that is gone, one that was made anew, and a publication without the table', async () => {
    await using session = await open(server, database)
    const { cursor } = await read(session)
    await server.run(database, "SELECT pg_drop_replication_slot('berth_people')")
    const missing = { code: 'CHANGE_LOG_MISSING', details: { log: 'berth_people', problem: 'replication slot' } }
    await expect(read(session, cursor)).rejects.toMatchObject(missing)
    await server.run(
      database,
      "UPDATE people SET xm = 'lost'; SELECT pg_create_logical_replication_slot('berth_people', 'pgoutput')",
    )
    await expect(read(session, cursor)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    await server.run(database, 'ALTER PUBLICATION berth_people SET TABLE other')
    await expect(read(session)).rejects.toMatchObject({
      code: 'CHANGE_LOG_MISSING',
      details: { problem: 'publication' },
    })
  })

  test('a quiet table does not hold the log of the others back', async () => {
    await using session = await open(server, database)
    let { cursor } = await read(session)
    const write = "INSERT INTO other SELECT i, repeat('x', 900) FROM generate_series(1, 30000) i; DELETE FROM other"
    await server.run(database, write)
    const again = await read(session, cursor)
    expect(again.told).toHaveLength(1)
    expect(again.told[0]?.[0]).toBe('upsert')
    cursor = again.cursor
    expect((await read(session, cursor)).told).toEqual([])
    expect(await lag()).toBeLessThan(1_000_000)
    await server.run(database, 'DELETE FROM people')
    const emptied = await read(session, cursor)
    await server.run(database, write)
    const quiet = await read(session, emptied.cursor)
    expect(quiet.told.map(([kind]) => kind)).toEqual(['delete'])
    await read(session, quiet.cursor)
    expect(await lag()).toBeLessThan(1_000_000)
  })

  test('a transaction of more keys than are held at once, left anywhere and gone on with', async () => {
    await using session = await open(server, database)
    let { cursor } = await read(session)
    await server.run(
      database,
      `BEGIN; INSERT INTO people SELECT i, 'n' || i FROM generate_series(10, 120000) i; COMMIT;
INSERT INTO people VALUES (200000, 'last'); DELETE FROM people WHERE id = 50`,
    )
    const seen = new Map<unknown, string>()
    for (let round = 0; round < 4; round++) {
      let batches = 0
      const request = {
        dataset: 'people',
        columns,
        by,
        batchRows: 5000,
        ...(cursor === undefined ? {} : { after: cursor }),
      }
      for await (const { rows, kinds, cursor: reached } of session.changes(request)) {
        rows.forEach(([id], at) => void seen.set(id, kinds?.[at] ?? 'upsert'))
        cursor = reached
        if (++batches === 11 && round < 3) break
      }
    }
    expect([seen.size, seen.get(50), seen.get(200_000)]).toEqual([119_992, 'delete', 'upsert'])
    expect((await read(session, cursor)).told).toEqual([])
  }, 120_000)

  test('what is committed while another still runs, and what runs when a first read begins', async () => {
    await using session = await open(server, database)
    const running = await server.hold(database, "INSERT INTO people VALUES (50, 'late')")
    const first = await read(session)
    expect(first.told).toHaveLength(3)
    await running.commit()
    expect((await read(session, first.cursor)).told).toEqual([['upsert', 50, 'late']])
  })

  test('a user who may replicate and read, and one who may not', async () => {
    await server.run(
      database,
      `DROP ROLE IF EXISTS follower; CREATE ROLE follower LOGIN PASSWORD 'Secret99' REPLICATION; GRANT SELECT ON people TO follower;`,
    )
    await using session = await open(server, database, { user: 'follower', password: 'Secret99' })
    const { cursor } = await read(session)
    await server.run(database, "UPDATE people SET xm = 'x' WHERE id = 1")
    expect((await read(session, cursor)).told).toEqual([['upsert', 1, 'x']])
    await server.run(database, 'ALTER ROLE follower NOREPLICATION')
    await using other = await open(server, database, { user: 'follower', password: 'Secret99' })
    await expect(read(other, cursor)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  test('a table without a primary key, by all columns of the old row; one in another schema; partitions', async () => {
    await server.run(
      database,
      `CREATE SCHEMA dept; CREATE TABLE dept.loose (no text NOT NULL, area text NOT NULL, x text);
CREATE TABLE parted (id integer PRIMARY KEY, x text) PARTITION BY RANGE (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (100) TO (200);
INSERT INTO dept.loose VALUES ('1', '东', 'a'); INSERT INTO parted VALUES (1, 'a'), (150, 'b');`,
    )
    await using session = await open(server, database)
    for (const [dataset, key, change, expected] of [
      ['dept.loose', ['no', 'area'], "UPDATE dept.loose SET area = '西'", ['delete', 'upsert']],
      [
        'parted',
        ['id'],
        'UPDATE parted SET id = 160 WHERE id = 1; DELETE FROM parted WHERE id = 150',
        ['delete', 'upsert', 'delete'],
      ],
    ] as const) {
      const own = { kind: 'log', key } as const
      await server.run(database, await session.prepareChanges({ dataset, by: own }))
      const request = { dataset, columns: key.map((name) => ({ name })), by: own }
      let cursor = ''
      for await (const batch of session.changes(request)) cursor = batch.cursor
      await server.run(database, change)
      const kinds: string[] = []
      for await (const batch of session.changes({ ...request, after: cursor })) kinds.push(...(batch.kinds ?? []))
      expect(kinds, dataset).toEqual(expected)
    }
  })
})
