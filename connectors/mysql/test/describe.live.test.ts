import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { describeAll } from '../../../test/servers/session-reads.ts'
import { manifest } from '../src/index.ts'
import { open } from './open.ts'

describeMariadb('what MariaDB tells of itself', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_told', 'gbk')
    await server.run(
      database,
      `CREATE TABLE 婚姻登记 (编号 BIGINT NOT NULL COMMENT '登记编号', 号码 CHAR(18) CHARACTER SET ascii NOT NULL COMMENT '公民身份''号码',
  和 BIGINT AS (编号 + 1) VIRTUAL, 状态 ENUM('a','b') DEFAULT 'a', 附 JSON, PRIMARY KEY (编号, 号码), UNIQUE (号码)) COMMENT '登记表' DEFAULT CHARSET=utf8mb4;
INSERT INTO 婚姻登记 (编号, 号码) SELECT seq, seq FROM seq_1_to_1000;
CREATE TABLE person (id INT); CREATE TABLE PERSON (ID INT PRIMARY KEY, XM VARCHAR(20));
CREATE VIEW V_ALL AS SELECT 编号, 号码 FROM 婚姻登记;
CREATE VIEW V_BROKEN AS SELECT id FROM person; DROP TABLE person;
CREATE SEQUENCE COUNTER; ANALYZE TABLE 婚姻登记;`,
    )
  })

  test('tables, views, keys, comments, charsets, row counts', async () => {
    await using session = await open(server, database)
    const told = await describeAll(session)
    expect(told.map(({ name, kind, key, comment }) => [name, kind, key, comment])).toEqual([
      ['PERSON', 'table', ['ID'], undefined],
      ['V_ALL', 'view', [], undefined],
      ['婚姻登记', 'table', ['编号', '号码'], '登记表'],
    ])
    const marriage = told[2]
    expect(marriage?.rowCount).toBeGreaterThan(500)
    expect(told[1]).not.toHaveProperty('rowCount')
    expect(marriage?.columns).toMatchObject([
      { name: '编号', nativeType: 'bigint(20)', type: { name: 'int64' }, nullable: false, comment: '登记编号' },
      { name: '号码', type: { name: 'text', maxLength: 18 }, charset: 'ascii', comment: "公民身份'号码" },
      { name: '和', type: { name: 'int64' }, nullable: true },
      { name: '状态', nativeType: "enum('a','b')", type: { name: 'text' } },
      { name: '附', type: { name: 'json' } },
    ])
    const facts = await session.ping()
    expect(facts).toMatchObject({ charset: 'gbk', writable: false })
    expect(Math.abs(Date.parse(facts.clock ?? '') - Date.now())).toBeLessThan(60_000)
  })

  test('names are told exactly as they are spelled', async () => {
    await using session = await open(server, database)
    expect((await describeAll(session, ['PERSON', 'v_all', 'nothing'])).map(({ name }) => name)).toEqual(['PERSON'])
  })

  test('by the statements that the manifest says it asks, and none of them reads a row', async () => {
    const asks = manifest.capabilities.describe?.asks ?? []
    expect(asks).toHaveLength(6)
    await server.run(
      undefined,
      "SET GLOBAL general_log = 0, GLOBAL log_output = 'TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log = 1;",
    )
    await using session = await open(server, database)
    await describeAll(session)
    const sent = await server.read(
      undefined,
      "SET GLOBAL general_log = 0; SELECT HEX(argument) FROM mysql.general_log WHERE command_type = 'Query' AND argument LIKE '%information_schema%' AND argument NOT LIKE '%general_log%';",
    )
    const texts = sent.map(([digits = '']) => Buffer.from(digits, 'hex').toString())
    expect(texts).toHaveLength(6)
    for (const ask of asks) expect(texts.filter((text) => text.startsWith(ask))).toHaveLength(1)
  })

  test('500 tables at once', async () => {
    const wide = await server.createDatabase('berth_wide')
    const tables = Array.from({ length: 500 }, (_, index) => {
      const columns = Array.from({ length: 20 }, (__, column) => `C${column} VARCHAR(30) COMMENT '列'`).join(', ')
      return `CREATE TABLE T${index} (ID INT PRIMARY KEY, ${columns});`
    })
    await server.run(wide, tables.join('\n'))
    await using session = await open(server, wide)
    const told = await describeAll(session)
    expect(told).toHaveLength(500)
    expect(told.every(({ columns, key }) => columns.length === 21 && key.length === 1)).toBe(true)
  })
})
