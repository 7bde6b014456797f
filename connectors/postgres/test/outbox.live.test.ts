import type { ConnectorSession } from '@berth/core'
import { expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { open } from './open.ts'

describePostgres('the outbox of PostgreSQL', (server) => {
  test('is filled for an application without rights on it, whatever its search path; TRUNCATE is refused', async () => {
    const database = 'outbox'
    await server.createDatabase(database)
    await server.run(
      database,
      `DROP ROLE IF EXISTS app; CREATE ROLE app LOGIN PASSWORD 'Secret99'; CREATE SCHEMA "dept x"; GRANT USAGE ON SCHEMA "dept x" TO app;
CREATE TABLE "dept x"."人 员" (no varchar(18), area text, x text, PRIMARY KEY (no, area)); GRANT ALL ON "dept x"."人 员" TO app;
INSERT INTO "dept x"."人 员" VALUES ('1', '东', 'a'), ('2', '东', 'b');`,
    )
    await using session = await open(server, database)
    const by = { kind: 'outbox', key: ['area', 'no'], dataset: 'dept x.BERTH_CHANGES' } as const
    const dataset = 'dept x.人 员'
    await server.run(database, await session.prepareChanges({ dataset, by }))
    const read = async (
      from: ConnectorSession,
      after?: string,
    ): Promise<{ told: unknown[]; cursor: string | undefined }> => {
      const told: unknown[] = []
      let cursor = after
      const request = { dataset, columns: [{ name: 'no' }, { name: 'area' }, { name: 'x' }], by }
      for await (const batch of from.changes(after === undefined ? request : { ...request, after })) {
        batch.rows.forEach((row, at) => void told.push([batch.kinds?.[at] ?? 'upsert', ...row]))
        cursor = batch.cursor
      }
      return { told, cursor }
    }
    const first = await read(session)
    expect(first.told).toEqual([
      ['upsert', '1', '东', 'a'],
      ['upsert', '2', '东', 'b'],
    ])
    await server.run(
      database,
      `SET ROLE app; SET search_path = pg_temp; CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz';
UPDATE "dept x"."人 员" SET area = '西' WHERE no = '1'; DELETE FROM "dept x"."人 员" WHERE no = '2'; INSERT INTO "dept x"."人 员" VALUES ('3', '南', 'c');`,
    )
    const second = await read(session, first.cursor)
    expect(second.told).toEqual([
      ['delete', '1', '东', null],
      ['upsert', '1', '西', 'a'],
      ['delete', '2', '东', null],
      ['upsert', '3', '南', 'c'],
    ])
    await expect(server.run(database, 'SET ROLE app; SELECT * FROM "dept x"."BERTH_CHANGES"')).rejects.toThrow(
      'permission denied',
    )
    await expect(server.run(database, 'TRUNCATE "dept x"."人 员"')).rejects.toThrow('TRUNCATE would be missed')
    expect((await read(session, second.cursor)).told).toEqual([])
  })
})
