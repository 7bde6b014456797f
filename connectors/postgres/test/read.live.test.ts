import { readFileSync } from 'node:fs'
import { startRelay } from '@berth/conformance'
import { validateOptions } from '@berth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describePostgres } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { startPostgres } from '../../../test/servers/postgres.ts'
import { readAll } from '../../../test/servers/session-reads.ts'
import { connector, type PostgresOptions } from '../src/index.ts'
import { connectionOf, open } from './open.ts'

const fill = `CREATE TABLE many (id integer PRIMARY KEY, name varchar(40), note text);
INSERT INTO many SELECT i, 'name ' || i, CASE WHEN i % 1000 = 0 THEN 'note ' || i END FROM generate_series(1, 20000) i;`

const columns = [{ name: 'id' }, { name: 'name' }]

describePostgres('reads of PostgreSQL', (server) => {
  const database = 'reads'

  beforeAll(async () => {
    await server.createDatabase(database)
    await server.run(database, `${fill} CREATE VIEW slow AS SELECT count(*) AS n, pg_sleep(60)::text AS s FROM many;`)
  })
  afterAll(async () => {
    expect(await eventually(() => openSockets() === 0), 'no socket stays behind').toBe(true)
  })

  const running = async (): Promise<number> => {
    const count = `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'berth' AND state <> 'idle' AND datname = '${database}'`
    return Number(await server.value('postgres', count))
  }

  test('batches of any size hold every row once, in order', async () => {
    await using session = await open(server, database)
    for (const batchRows of [1000, 333, 20_000, 7]) {
      let next = 1
      for await (const { rows } of session.scan({ dataset: 'many', columns, key: ['id'], batchRows })) {
        expect(rows.length).toBeLessThanOrEqual(batchRows)
        for (const [id] of rows) expect(id).toBe(next++)
        if (batchRows === 7 && next > 3000) break
      }
      if (batchRows !== 7) expect(next).toBe(20_001)
    }
  })

  test('large cells do not pile up in a batch', async () => {
    await server.run(
      database,
      `CREATE TABLE papers (id integer PRIMARY KEY, scan bytea);
INSERT INTO papers SELECT i, decode(repeat('ab', 1000000), 'hex') FROM generate_series(1, 60) i;`,
    )
    await using session = await open(server, database)
    const sizes: number[] = []
    for await (const { rows } of session.scan({ dataset: 'papers', columns: [{ name: 'id' }, { name: 'scan' }] })) {
      sizes.push(rows.length)
      for (const [, scan] of rows) expect(scan).toHaveLength(1_000_000)
    }
    expect(sizes.reduce((sum, size) => sum + size)).toBe(60)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16)
  })

  test('an abort stops the statement at the server', async () => {
    const session = await open(server, database)
    const abort = new AbortController()
    const read = async (): Promise<void> => {
      for await (const _ of session.scan({ dataset: 'slow', columns: [{ name: 's' }] }, { signal: abort.signal }));
    }
    const reading = read()
    expect(await eventually(async () => (await running()) > 0)).toBe(true)
    abort.abort()
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await eventually(async () => (await running()) === 0)).toBe(true)
    await session[Symbol.asyncDispose]()
  })

  test('a missed deadline stops it too, where the timeout of the driver leaves it running', async () => {
    await using session = await open(server, database, {}, { callTimeoutMs: 300 })
    await expect(readAll(session, 'slow', ['s'])).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    expect(await eventually(async () => (await running()) === 0)).toBe(true)
    const { default: pg } = await import('pg')
    const { host, port, user, password } = server.data
    const bare = new pg.Client({ host, port, user, password, database, query_timeout: 200, application_name: 'berth' })
    bare.on('error', () => undefined)
    await bare.connect()
    await expect(bare.query('SELECT pg_sleep(30)')).rejects.toThrow('timeout')
    expect(await running()).toBe(1)
    await server.run(
      'postgres',
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(30)%' AND pid <> pg_backend_pid()",
    )
    await bare.end().catch(() => undefined)
  })

  test('the timeout of a statement is kept by the server', async () => {
    await using session = await open(server, database, { statementTimeoutMs: 200 })
    await expect(readAll(session, 'slow', ['s'])).rejects.toMatchObject({
      code: 'CALL_TIMEOUT',
      details: { nativeCode: '57014' },
    })
  })

  test('a connection that the administrator ends, in the middle and while nobody uses it', async () => {
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'berth' AND datname = '${database}'`
    const session = await open(server, database)
    const read = session.scan({ dataset: 'many', columns, batchRows: 10 })[Symbol.asyncIterator]()
    await read.next()
    await server.run('postgres', kill)
    const rest = async (): Promise<void> => {
      while ((await read.next()).done !== true);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await session[Symbol.asyncDispose]()
    const idle = await open(server, database)
    await server.run('postgres', kill)
    expect(await eventually(() => openSockets() === 0)).toBe(true)
    await expect(idle.ping()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await idle[Symbol.asyncDispose]()
  })

  test('a line that goes dead ends with the deadline, and closing does not wait for it', async () => {
    await using relay = await startRelay(server.data)
    const session = await open(server, database, { port: relay.port }, { callTimeoutMs: 300 })
    relay.order({ at: 'to-client' }, { does: 'stall' })
    await expect(session.ping()).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    await session[Symbol.asyncDispose]()
  })

  test('a table that is changed under a prepared statement', async () => {
    await using session = await open(server, database)
    await server.run(
      database,
      'CREATE TABLE changing (id integer PRIMARY KEY, a integer); INSERT INTO changing VALUES (1, 1)',
    )
    const ask = async (): Promise<unknown> =>
      (await session.lookup({ dataset: 'changing', columns: [{ name: 'a' }], by: ['id'], keys: [[1]], limit: 1 }))
        .answers[0]?.rows
    expect(await ask()).toEqual([[1]])
    await server.run(database, 'ALTER TABLE changing ALTER COLUMN a TYPE bigint')
    expect(await ask()).toEqual([[1]])
  })

  test('a read session cannot write and holds nothing that writers wait for', async () => {
    await using session = await open(server, database)
    await readAll(session, 'many', ['id'])
    await session.lookup({ dataset: 'many', columns, by: ['id'], keys: [[1], [2]], limit: 1 })
    expect((await session.ping()).writable).toBe(false)
    const raw = await connector.open(
      validateOptions(connector.manifest, { ...connectionOf(server), database }) as unknown as PostgresOptions,
      { signal: new AbortController().signal, access: 'read', datasets: {} },
    )
    const request = {
      dataset: 'many',
      fields: [],
      rows: [],
      key: ['id'],
      deletes: [[1]],
      mode: 'insert',
      batch: 'x',
      onReject: 'abort',
    } as const
    await expect(raw.apply?.({ ...request, deletes: [[1]] }, new AbortController().signal)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
    await raw[Symbol.asyncDispose]()
    const native = session.native as { query(text: string): Promise<unknown> }
    await expect(native.query('CREATE TABLE t (i integer)')).rejects.toMatchObject({ code: '25006' })
    await server.run(
      database,
      `SET lock_timeout = '2s'; ALTER TABLE many ADD extra integer; UPDATE many SET name = 'changed' WHERE id = 1;`,
    )
    const { answers } = await session.lookup({ dataset: 'many', columns, by: ['id'], keys: [[1]], limit: 1 })
    expect(answers[0]?.rows).toEqual([[1, 'changed']])
  })

  describe.runIf(server.data.private)('a server of our own', () => {
    test('its log shows no statement that writes', async () => {
      await server.run(database, "ALTER ROLE postgres SET log_statement = 'all'")
      await using session = await open(server, database)
      await server.run(database, 'ALTER ROLE postgres RESET log_statement')
      const before = readFileSync(server.data.log ?? '', 'utf8').length
      for await (const _ of session.describe());
      await readAll(session, 'many', ['id', 'note'])
      await session.lookup({ dataset: 'many', columns, by: ['id'], keys: [[1], [2]], limit: 1 })
      const log = readFileSync(server.data.log ?? '', 'utf8').slice(before)
      const statements = [...log.matchAll(/(?:execute|statement)[^:]*: +(.*)/g)].map(([, text]) => text ?? '')
      expect(statements.length).toBeGreaterThan(4)
      expect(statements.filter((text) => !/^(?:SELECT|WITH)/.test(text))).toEqual([])
    })

    test('stops in the middle of a read', async () => {
      const own = await startPostgres()
      try {
        await own.server.createDatabase('stops')
        await own.server.run('stops', fill)
        await using session = await open(own.server, 'stops')
        const read = session.scan({ dataset: 'many', columns, batchRows: 100 })[Symbol.asyncIterator]()
        await read.next()
        process.kill(own.process.pid(), 'SIGQUIT')
        const rest = async (): Promise<void> => {
          while ((await read.next()).done !== true);
        }
        await expect(rest()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
        expect(await eventually(() => !own.process.alive())).toBe(true)
        await expect(open(own.server, 'stops')).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
      } finally {
        await own.stop()
      }
    })
  })
})
