import type { Value } from '@berth/core'
import { expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { open } from './open.ts'

describePostgres('questions asked together', (server) => {
  test('find in every type of key what they find alone', async () => {
    const database = 'asked_together'
    await server.createDatabase(database)
    await server.run(
      database,
      `CREATE DOMAIN code AS varchar(4);
CREATE TABLE "berth_keys" (id integer PRIMARY KEY, c char(6), v varchar(4) COLLATE "C", k code, n numeric(6,2), d date, b bigint, t text,
  s timestamp(3), u uuid);
INSERT INTO "berth_keys" VALUES
  (1, 'ab', 'ab', 'ab', 1.20, '2024-02-29', 9007199254740993, 'a"b\\{,}', '2024-02-29 08:00:00.123', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
  (2, 'ab', 'AB', 'AB', 1.23, '0001-01-01', -1, '', '2024-02-29 08:00:00', NULL),
  (3, 'abcdef', 'abcd', 'abcd', -0.01, NULL, NULL, 'NULL', NULL, NULL), (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);`,
    )
    await using session = await open(server, database)
    const asked: Readonly<Record<string, readonly Value[]>> = {
      c: ['ab', 'ab    ', 'abcdef', 'abcdefg', 'AB', null],
      v: ['ab', 'AB', 'ab ', 'abcd', 'abcde', 'x'],
      k: ['ab', 'AB', 'abcd', 'abcde', null, '四个汉字'],
      n: ['1.2', '1.20', '1.234', '-0.01', '0', '99999.99'],
      d: ['2024-02-29', '0001-01-01', '2024-02-28', null, '9999-12-31', '2024-02-29'],
      b: ['9007199254740993', '9007199254740992', '-1', '0', null, '-1'],
      t: ['a"b\\{,}', '', 'NULL', 'null', '\ud800', "'; DROP TABLE berth_keys; --"],
      s: [
        '2024-02-29T08:00:00.123',
        '2024-02-29T08:00:00',
        '2024-02-29T08:00:00.1234',
        null,
        '2024-02-29T08:00:00.0',
        '0001-01-01T00:00:00',
      ],
      u: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', null, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'],
    }
    for (const [by, values] of Object.entries(asked)) {
      const ask = async (keys: Value[][]): Promise<unknown[]> => {
        const columns = [{ name: 'id' }, { name: by }]
        const request = { dataset: 'berth_keys', columns, by: [by], keys, limit: 1, orderBy: ['id'] }
        const { answers } = await session.lookup(request)
        return answers.map(({ rows, more, error }) => [rows, more, error?.code])
      }
      const alone: unknown[] = []
      for (const value of values) alone.push(...(await ask([[value]])))
      expect(await ask(values.map((value) => [value])), by).toEqual(alone)
      expect(
        alone.some((answer) => JSON.stringify(answer).includes('[[[')),
        by,
      ).toBe(true)
    }
    const two = await session.lookup({
      dataset: 'berth_keys',
      columns: [{ name: 'id' }],
      by: ['v', 'b'],
      keys: [
        ['AB', '-1'],
        ['ab', '-1'],
        ['AB', '-1'],
        ['ab', '9007199254740993'],
      ],
      limit: 5,
    })
    expect(two.answers.map(({ rows }) => rows)).toEqual([[[2]], [], [[2]], [[1]]])
    const last = "SELECT query FROM pg_stat_activity WHERE datname = 'asked_together' AND pid <> pg_backend_pid()"
    expect(await server.run(database, last)).toContain('WITH ORDINALITY')
  })

  test('find no more in a table with the names that the keys have in the statement', async () => {
    const database = 'asked_of_keys'
    await server.createDatabase(database)
    await server.run(
      database,
      `CREATE TABLE berth_keys (id integer PRIMARY KEY, k0 text, question integer);
INSERT INTO berth_keys VALUES (1, 'a', 7), (2, 'b', 8), (3, 'c', 9);`,
    )
    await using session = await open(server, database)
    const { answers } = await session.lookup({
      dataset: 'berth_keys',
      columns: [{ name: 'id' }, { name: 'question' }],
      by: ['k0'],
      keys: [['b'], ['x'], ['a']],
      limit: 5,
    })
    expect(answers.map(({ rows }) => rows)).toEqual([[[2, 8]], [], [[1, 7]]])
  })
})
