import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { describeAll, readAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { bare } from './bare-driver.ts'
import { open } from './open.ts'

/** Bytes as they are in a column of latin1: what an old program stored there. */
const raw = (...bytes: number[]): string => `CONVERT(X'${Buffer.from(bytes).toString('hex')}' USING latin1)`

/** 中文 in GBK. */
const chinese = raw(0xd6, 0xd0, 0xce, 0xc4)

describeMariadb('charsets of MariaDB', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_charsets')
    await server.run(
      database,
      `CREATE TABLE MIXED (ID INT PRIMARY KEY, G VARCHAR(10) CHARACTER SET gbk, B VARCHAR(10) CHARACTER SET big5,
  U3 VARCHAR(10) CHARACTER SET utf8mb3, U VARCHAR(10) CHARACTER SET utf8mb4, L VARCHAR(10) CHARACTER SET latin1,
  TG LONGTEXT CHARACTER SET gbk, W VARCHAR(10) CHARACTER SET utf16, S VARCHAR(10) CHARACTER SET gb2312,
  R VARCHAR(10) CHARACTER SET cp1251);
INSERT INTO MIXED VALUES (1, '中文', '中文', '中文', '中𠀀', ${chinese}, '中文', '中𠀀', '中文', 'Яя');
CREATE TABLE BROKEN (ID INT PRIMARY KEY, NAME VARCHAR(10) CHARACTER SET latin1);
INSERT INTO BROKEN VALUES (1, ${chinese}), (2, 'abc'), (3, ${raw(0xd6, 0xd0, 0xce)}), (4, ${raw(0xff, 0xff)}),
  (5, ${raw(0x95, 0x32, 0x82, 0x36)});
CREATE TABLE OWN (ID INT PRIMARY KEY, NAME VARCHAR(10) CHARACTER SET gbk);
INSERT INTO OWN VALUES (1, '中文'), (2, CONVERT(X'AAA1' USING gbk)), (3, CONVERT(X'FEFE41' USING gbk));`,
    )
  })

  test('each column in its own, and one that says another charset than it holds', async () => {
    await using session = await open(server, database)
    const names = ['G', 'B', 'U3', 'U', 'L:GBK', 'TG', 'W', 'S', 'R']
    expect(await rowsOf(session, 'MIXED', names)).toEqual([
      ['中文', '中文', '中文', '中𠀀', '中文', '中文', '中𠀀', '中文', 'Яя'],
    ])
    const [told] = await describeAll(session, ['MIXED'])
    expect(told?.columns.map(({ charset }) => charset)).toEqual([
      undefined,
      'gbk',
      'big5',
      'utf8mb3',
      'utf8mb4',
      'latin1',
      'gbk',
      'utf16',
      'gb2312',
      'cp1251',
    ])
  })

  test('are found by text', async () => {
    await using session = await open(server, database)
    for (const each of ['G', 'B', 'U3', 'L:GBK', 'TG', 'S']) {
      const [name = '', charset] = each.split(':')
      const selected = charset === undefined ? { name } : { name, charset }
      const request = { dataset: 'MIXED', columns: [{ name: 'ID' }, selected], by: [name], limit: 2 }
      const { answers } = await session.lookup({ ...request, keys: [['中文'], ['没有'], ['文中'], ['?'], ['𠀀']] })
      const found = answers.map(({ rows }) => rows.length)
      expect(found.slice(0, 4), each).toEqual([1, 0, 0, 0])
    }
  })

  test('latin1 with its real charset declared once; a byte that is bad in it is told with its place', async () => {
    await using session = await open(server, database, { charset: 'GB18030' })
    const { rows, unreadable } = await readAll(session, 'BROKEN', ['ID', 'NAME'])
    expect(rows).toEqual([
      [1, '中文'],
      [2, 'abc'],
      [5, '𠀀'],
    ])
    expect(unreadable).toMatchObject([
      { row: 3, error: { code: 'TEXT_UNDECODABLE', details: { column: 'NAME', offset: 2 } } },
      { row: 4, error: { code: 'TEXT_UNDECODABLE', details: { column: 'NAME', offset: 0 } } },
    ])
    const request = { dataset: 'BROKEN', columns: [{ name: 'ID' }], by: ['NAME'], keys: [['中文'], ['𠀀']], limit: 2 }
    const { answers } = await session.lookup(request)
    expect(answers.map(({ rows: found }) => found)).toEqual([[[1]], [[5]]])
  })

  test('what the server would put a question mark for is read or told, never replaced', async () => {
    const driver = bare(server, database)
    const replaced = await driver.query('SELECT NAME FROM OWN ORDER BY ID')
    driver.close()
    expect(replaced.map(([text]) => text)).toEqual(['中文', '?', '?A'])
    await using session = await open(server, database)
    const { rows, unreadable } = await readAll(session, 'OWN', ['NAME'])
    expect(rows.length + unreadable.length).toBe(3)
    expect(rows.flat().join('')).not.toContain('?')
  })

  test('text is stored in the charset of its column, and refused where that lacks it', async () => {
    await using session = await open(server, database, { charset: 'GBK' }, { access: 'write' })
    const text = { name: 'text' } as const
    const result = await session.apply({
      dataset: 'MIXED',
      fields: [
        { name: 'ID', type: { name: 'integer' } },
        ...['G', 'U3', 'L', 'B'].map((name) => ({ name, type: text })),
      ],
      rows: [
        [10, '中文', '中文', '中文', '中文'],
        [11, '𠀀', null, null, null],
        [12, null, '𠀀', null, null],
        [13, null, null, '𠀀', null],
        [14, null, null, null, '简体们'],
        [15, '\ud800', null, null, null],
      ],
      key: ['ID'],
      mode: 'insert',
      batch: 'charsets',
      onReject: 'skip',
    })
    expect(result.rejects.map(({ row, column, code }) => [row, column, code])).toEqual([
      [1, 'G', 'TEXT_UNENCODABLE'],
      [2, 'U3', 'TEXT_UNENCODABLE'],
      [3, 'L', 'TEXT_UNENCODABLE'],
      [4, 'B', 'TEXT_UNENCODABLE'],
      [5, 'G', 'TEXT_UNENCODABLE'],
    ])
    expect(await server.read(database, 'SELECT HEX(G), HEX(U3), HEX(L), HEX(B) FROM MIXED WHERE ID = 10')).toEqual([
      ['D6D0CEC4', 'E4B8ADE69687', 'D6D0CEC4', 'A4A4A4E5'],
    ])
  })
})
