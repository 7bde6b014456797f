import { expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { describeAll, readAll } from '../../../test/servers/session-reads.ts'
import { connector } from '../src/index.ts'
import { open } from './open.ts'

describePostgres('what PostgreSQL tells of itself', (server) => {
  test('tables, views, partitions, schemas, names with dots, comments and row counts', async () => {
    await server.createDatabase('told')
    await server.run(
      'told',
      `CREATE TABLE "婚姻登记" ("编号" bigint PRIMARY KEY, "号 码" char(18) NOT NULL, "SELECT" integer, gone integer);
ALTER TABLE "婚姻登记" DROP COLUMN gone; COMMENT ON TABLE "婚姻登记" IS '登记表'; COMMENT ON COLUMN "婚姻登记"."号 码" IS '公民身份号码';
INSERT INTO "婚姻登记" SELECT i, i, i FROM generate_series(1, 1000) i; ANALYZE "婚姻登记";
CREATE VIEW v AS SELECT "编号" FROM "婚姻登记"; CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
CREATE TABLE parted (a integer, b integer, PRIMARY KEY (b, a)) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100); INSERT INTO parted VALUES (1, 2);
CREATE SCHEMA "dept.a"; CREATE TABLE "dept.a"."x.y" (id integer PRIMARY KEY); INSERT INTO "dept.a"."x.y" VALUES (7);
CREATE TABLE "a.b" (id integer); INSERT INTO "a.b" VALUES (1); CREATE SCHEMA a; CREATE TABLE a.b (id integer); INSERT INTO a.b VALUES (2);
CREATE TABLE a.only (id integer); INSERT INTO a.only VALUES (3); CREATE TABLE nothing (); CREATE TABLE "BERTH_LEDGER" (batch text);
CREATE TABLE hidden (id integer);`,
    )
    await using session = await open(server, 'told')
    const told = await describeAll(session)
    expect(told.map(({ name, kind, key }) => `${name} ${kind} ${key.join('+')}`)).toEqual([
      'a.b table ',
      'a.only table ',
      'dept.a.x.y table id',
      'hidden table ',
      'm view ',
      'parted table b+a',
      'v view ',
      '婚姻登记 table 编号',
    ])
    const marriage = told.at(-1)
    expect(marriage).toMatchObject({ comment: '登记表', rowCount: 1000 })
    expect(marriage?.columns).toEqual([
      { name: '编号', nativeType: 'bigint', type: { name: 'int64' }, nullable: false },
      {
        name: '号 码',
        nativeType: 'character(18)',
        type: { name: 'text', maxLength: 18 },
        nullable: false,
        comment: '公民身份号码',
      },
      { name: 'SELECT', nativeType: 'integer', type: { name: 'integer' }, nullable: true },
    ])
    for (const [name, rows] of [
      ['a.b', [[1]]],
      ['a.only', [[3]]],
      ['dept.a.x.y', [[7]]],
    ] as const)
      expect((await readAll(session, name, ['id'])).rows, name).toEqual(rows)
    expect((await readAll(session, 'public.parted', ['a', 'b'])).rows).toEqual([[1, 2]])
    expect((await describeAll(session, ['v', 'no'])).map(({ name }) => name)).toEqual(['v'])
  })

  test.runIf(server.data.private)('only what the user may read, by schema where one is named', async () => {
    await server.createDatabase('rights')
    await server.run(
      'rights',
      `DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'Secret99'; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO reader;
CREATE TABLE s.open_ (id integer PRIMARY KEY, x text); CREATE TABLE s.part (id integer, secret text); CREATE TABLE s.closed (id integer);
CREATE SCHEMA shut; CREATE TABLE shut.any (id integer); GRANT SELECT ON shut.any, s.open_ TO reader; GRANT SELECT (id) ON s.part TO reader;`,
    )
    await using session = await open(server, 'rights', { user: 'reader', password: 'Secret99', schema: 's' })
    const told = await describeAll(session)
    expect(told.map(({ name, columns }) => [name, columns.map((each) => each.name)])).toEqual([
      ['open_', ['id', 'x']],
      ['part', ['id']],
    ])
    expect((await readAll(session, 'open_', ['x'])).rows).toEqual([])
    await expect(readAll(session, 'closed', ['id'])).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
  })

  test('a foreign table', async () => {
    await server.createDatabase('foreign')
    const { port, user, password } = server.data
    await server.run(
      'foreign',
      `CREATE EXTENSION postgres_fdw; CREATE TABLE here (id integer PRIMARY KEY, x text); INSERT INTO here VALUES (1, '远');
CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${port}', dbname 'foreign');
CREATE USER MAPPING FOR CURRENT_USER SERVER self OPTIONS (user '${user}', password '${password}');
CREATE FOREIGN TABLE there (id integer, x text) SERVER self OPTIONS (table_name 'here');`,
    )
    await using session = await open(server, 'foreign')
    expect((await describeAll(session, ['there']))[0]).toMatchObject({ name: 'there', kind: 'table' })
    expect((await readAll(session, 'there', ['id', 'x'])).rows).toEqual([[1, '远']])
  })

  test('500 tables at once, with the questions that the manifest tells and no others', async () => {
    await server.createDatabase('wide')
    const tables = Array.from({ length: 500 }, (_, index) => {
      const columns = Array.from({ length: 20 }, (__, column) => `c${column} varchar(30)`).join(', ')
      return `CREATE TABLE t${index} (id integer PRIMARY KEY, ${columns}); COMMENT ON COLUMN t${index}.c1 IS '列';`
    })
    await server.run('wide', `BEGIN; ${tables.join('\n')} COMMIT;`)
    await using session = await open(server, 'wide')
    const native = session.native as { query(config: { readonly text: string }): unknown }
    const asked: string[] = []
    const send = native.query.bind(native)
    native.query = (config) => {
      asked.push(config.text)
      return send(config)
    }
    const told = await describeAll(session)
    expect(told).toHaveLength(500)
    expect(
      told.every(({ columns, key }) => columns.length === 21 && key.length === 1 && columns[2]?.comment === '列'),
    ).toBe(true)
    expect(asked).toEqual(connector.manifest.capabilities.describe?.asks)
  })
})
