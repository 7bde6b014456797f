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
