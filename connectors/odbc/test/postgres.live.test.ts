import { openSession, type Row } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { PostgresServer } from '../../../test/servers/postgres-server.ts'
import { DriverLine } from '../src/driver-line.ts'
import { connector } from '../src/index.ts'
import { postgresOptions } from './options.ts'

const database = 'odbc_login'

describeServer('odbc', 'PostgreSQL through ODBC', ({ postgresql }) => {
  describeServer('postgres', 'with a server', ({ main }) => {
    const server = new PostgresServer(main)
    beforeAll(async () => {
      await server.createDatabase(database)
      await server.run(database, 'CREATE TABLE "T" ("ID" int PRIMARY KEY, "V" text);')
    })

    test('a login that is refused is not a server that is not there', async () => {
      const absent = postgresOptions(postgresql, main, 'odbc_absent')
      await expect(openSession(connector, absent)).rejects.toMatchObject({ code: 'AUTH_FAILED', action: 'fail' })
      const closed = postgresOptions(postgresql, { ...main, port: 1 }, database)
      await expect(openSession(connector, closed)).rejects.toMatchObject({ code: 'CONNECT_REFUSED', action: 'retry' })
      await expect(openSession(connector, { dsn: 'berth-absent' })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    })

    test('what functions answer comes exactly, and the statistics of the server tell numbers of rows', async () => {
      await server.run(
        database,
        `CREATE TABLE "COUNTED" AS SELECT generate_series(1, 70) "ID"; ANALYZE "COUNTED";
CREATE FUNCTION "F"(p_many int8, p_fee numeric DEFAULT 1.10, OUT many int8, OUT fee numeric, OUT at timestamp) RETURNS SETOF record
LANGUAGE sql AS $$ SELECT p_many + n, p_fee + n, timestamp '2026-01-02 03:04:05.6' FROM generate_series(0, 1) n $$;
CREATE FUNCTION "S"(varchar) RETURNS varchar LANGUAGE sql AS $$ SELECT $1 || '号' $$;
CREATE FUNCTION "R"() RETURNS "COUNTED" LANGUAGE sql AS $$ SELECT * FROM "COUNTED" LIMIT 1 $$;`,
      )
      await using session = await openSession(connector, postgresOptions(postgresql, main, database), {
        access: 'write',
      })
      const told = await Array.fromAsync(session.describe({ names: ['COUNTED'] }))
      expect(told.map(({ rowCount }) => rowCount)).toEqual([70])
      const [int64, decimal, text] = (['int64', 'decimal', 'text'] as const).map((name) => ({ name }))
      if (int64 === undefined || decimal === undefined || text === undefined) throw new TypeError('no types')
      const output = [
        { name: 'fee', type: decimal },
        { name: 'many', type: int64 },
        { name: 'at', type: { name: 'datetime' as const } },
      ]
      const input = [{ name: 'p_many', type: int64, value: '9007199254740993' }]
      const answer = await session.invoke({ operation: 'F', input, output, idempotencyKey: 'f' })
      expect(answer.rows).toEqual([
        ['1.10', '9007199254740993', '2026-01-02T03:04:05.6'],
        ['2.10', '9007199254740994', '2026-01-02T03:04:05.6'],
      ])
      const named = [{ name: '$1', type: text, value: '京' }]
      const single = { operation: 'S', input: named, output: [{ name: 'S', type: text }], idempotencyKey: 's' }
      expect((await session.invoke(single)).rows).toEqual([['京号']])
      const unknown = session.invoke({ operation: 'R', input: [], output: [], idempotencyKey: 'r' })
      await expect(unknown).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
    })

    test('a batch whose driver dies is there once after it was sent again', async () => {
      const options = postgresOptions(postgresql, main, database)
      const fields = [
        { name: 'ID', type: { name: 'integer' as const } },
        { name: 'V', type: { name: 'text' as const } },
      ]
      const rows = Array.from({ length: 3000 }, (_, id): Row => [id, `v${id}`])
      const request = {
        dataset: 'T',
        fields,
        rows,
        key: ['ID'],
        mode: 'insert',
        onReject: 'abort',
        batch: 'cut',
      } as const
      await using cut = await openSession(connector, options, { access: 'write' })
      const line = cut.native
      if (!(line instanceof DriverLine)) throw new Error('no driver process')
      const held = await server.hold(database, 'LOCK TABLE "T" IN EXCLUSIVE MODE')
      const waiting = `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '${database}'`
      const applying = cut.apply(request).catch((error: unknown) => error)
      while ((await server.value('postgres', waiting)) === '0');
      line.kill()
      await held.end()
      expect(await applying).toMatchObject({ code: expect.stringMatching(/^(?:CONNECTION_LOST|UNKNOWN_OUTCOME)$/) })
      await using again = await openSession(connector, options, { access: 'write' })
      await again.apply(request)
      expect(await again.apply(request)).toMatchObject({ repeated: true, applied: 0 })
      expect(await server.value(database, 'SELECT count(*) FROM "T"')).toBe('3000')
    })
  })
})
