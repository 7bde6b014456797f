import { Buffer } from 'node:buffer'
import type { ConnectorSession, Row, UnreadableRow } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { attachBare } from './bare-driver.ts'
import { open } from './open.ts'

const gbk = (...bytes: number[]): string => `_NONE x'${Buffer.from(bytes).toString('hex')}'`

/** 中文 in GBK. */
const chinese = gbk(0xd6, 0xd0, 0xce, 0xc4)

const columns = `ID INTEGER NOT NULL PRIMARY KEY, G VARCHAR(10) CHARACTER SET GBK, B VARCHAR(10) CHARACTER SET GB18030,
  U VARCHAR(10) CHARACTER SET UTF8, N VARCHAR(10) CHARACTER SET NONE, C CHAR(6) CHARACTER SET NONE,
  CG CHAR(6) CHARACTER SET GBK, TG BLOB SUB_TYPE TEXT CHARACTER SET GBK, TN BLOB SUB_TYPE TEXT CHARACTER SET NONE,
  A VARCHAR(10) CHARACTER SET ISO8859_1`

describeFirebird('charsets of Firebird', ({ main }) => {
  let mixed: string
  let none: string

  beforeAll(async () => {
    mixed = await main.createDatabase('mixed', 'UTF8')
    await main.run(
      mixed,
      `CREATE TABLE MIXED (${columns}); COMMIT;
INSERT INTO MIXED VALUES (1, '中文', '中𠀀', '中𠀀', ${chinese}, ${chinese}, '中', '中文', ${chinese}, ${chinese}); COMMIT;`,
    )
    none = await main.createDatabase('none', 'NONE')
    await main.run(
      none,
      `CREATE TABLE PERSON (ID INTEGER NOT NULL PRIMARY KEY, NAME VARCHAR(10)); COMMIT;
INSERT INTO PERSON VALUES (1, ${chinese}); INSERT INTO PERSON VALUES (2, 'abc');
INSERT INTO PERSON VALUES (3, ${gbk(0xd6, 0xd0, 0xce)}); COMMIT;
COMMENT ON COLUMN PERSON.NAME IS '姓名'; COMMIT;`,
    )
  })

  test('GBK, GB18030, UTF8 and NONE in one table, and a column that says another charset than it holds', async () => {
    await using session = await open(main, mixed)
    const names = ['G', 'B', 'U', 'N:GBK', 'C:GBK', 'CG', 'TG', 'TN:GBK', 'A:GBK']
    expect(await rowsOf(session, 'MIXED', names)).toEqual([
      ['中文', '中𠀀', '中𠀀', '中文', '中文  ', '中     ', '中文', '中文', '中文'],
    ])
  })

  test('are found by text', async () => {
    await using session = await open(main, mixed)
    for (const name of ['G', 'B', 'N:GBK', 'C:GBK', 'A:GBK']) {
      const [column = '', charset] = name.split(':')
      const selected = charset === undefined ? { name: column } : { name: column, charset }
      const text = column === 'B' ? '中𠀀' : '中文'
      const { answers } = await session.lookup({
        dataset: 'MIXED',
        columns: [{ name: 'ID' }, selected],
        by: [column],
        keys: [[text], ['没有']],
        limit: 2,
      })
      expect(
        answers.map(({ rows }) => rows.length),
        name,
      ).toEqual([1, 0])
    }
  })

  test('a database of charset NONE with its charset declared once', async () => {
    await using session = await open(main, none, { charset: 'GBK' })
    expect((await session.ping()).charset).toBe('NONE')
    const [told] = await describeAll(session)
    expect(told?.columns[1]).toMatchObject({ name: 'NAME', comment: '姓名' })
    const { answers } = await session.lookup({
      dataset: 'PERSON',
      columns: [{ name: 'ID' }, { name: 'NAME' }],
      by: ['NAME'],
      keys: [['中文'], ['abc']],
      limit: 2,
    })
    expect(answers.map(({ rows }) => rows)).toEqual([[[1, '中文']], [[2, 'abc']]])
    const { rows, unreadable } = await readAll(session, 'PERSON', 'NAME')
    expect(rows).toEqual([['中文'], ['abc']])
    expect(unreadable).toMatchObject([
      { row: 3, error: { code: 'TEXT_UNDECODABLE', details: { column: 'NAME', offset: 2 } } },
    ])
  })

  test('nothing is guessed where no charset is declared', async () => {
    await using session = await open(main, none)
    const { rows, unreadable } = await readAll(session, 'PERSON', 'NAME')
    expect(rows).toEqual([['abc']])
    expect(unreadable.map(({ row, error }) => [row, error.code])).toEqual([
      [1, 'TEXT_UNDECODABLE'],
      [3, 'TEXT_UNDECODABLE'],
    ])
  })

  test('what the server replaced is told, not passed on', async () => {
    const file = await main.createDatabase('replaced', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE OLD (ID INTEGER NOT NULL PRIMARY KEY, NAME VARCHAR(10) CHARACTER SET GB_2312); COMMIT;
INSERT INTO OLD VALUES (1, ${chinese}); INSERT INTO OLD VALUES (2, ${gbk(0xfe, 0xfe)}); COMMIT;`,
    )
    await using session = await open(main, file)
    const { rows, unreadable } = await readAll(session, 'OLD', 'NAME')
    expect(rows).toEqual([['中文']])
    expect(unreadable).toMatchObject([{ row: 2, error: { code: 'TEXT_UNDECODABLE', details: { charset: 'GB_2312' } } }])
  })

  test('text is stored in the charset of its column; the driver asked for GBK stores UTF-8 in it', async () => {
    await using session = await open(main, mixed, { charset: 'GBK' }, { access: 'write' })
    const type = { name: 'text' } as const
    const result = await session.apply({
      dataset: 'MIXED',
      fields: [
        { name: 'ID', type: { name: 'integer' } },
        ...['G', 'B', 'N', 'C', 'TN'].map((name) => ({ name, type })),
      ],
      rows: [
        [10, '中文', '𠀀', '中文', '中文', '中文'],
        [11, '𠀀', null, null, null, null],
      ],
      key: ['ID'],
      mode: 'insert',
      batch: 'charsets',
      onReject: 'skip',
    })
    expect(result).toMatchObject({ applied: 1, rejects: [{ row: 1, code: 'TEXT_UNENCODABLE' }] })
    const octets = (name: string): string => `CAST("${name}" AS VARCHAR(20) CHARACTER SET OCTETS)`
    const stored = await main.readBytes(mixed, ['G', 'B', 'N', 'C', 'TN'].map(octets), 'MIXED WHERE ID = 10')
    const bytes = [0xd6, 0xd0, 0xce, 0xc4]
    expect(stored[0]?.map((each) => each?.toString('hex'))).toEqual(
      [bytes, [0x95, 0x32, 0x82, 0x36], bytes, [...bytes, 0x20, 0x20], bytes].map((each) =>
        Buffer.from(each).toString('hex'),
      ),
    )
    const bare = await attachBare(main, mixed, { encoding: 'GBK' })
    await bare.query('INSERT INTO MIXED (ID, G) VALUES (20, ?)', ['中文'])
    await bare.close()
    const mangled = await main.readBytes(mixed, [octets('G')], 'MIXED WHERE ID = 20')
    expect(mangled[0]?.[0]).toEqual(Buffer.from('中文', 'utf8'))
  })
})

/** One column of a table: its rows, and those that cannot be read. */
async function readAll(
  session: ConnectorSession,
  dataset: string,
  name: string,
): Promise<{ readonly rows: readonly Row[]; readonly unreadable: readonly UnreadableRow[] }> {
  const rows: Row[] = []
  const unreadable: UnreadableRow[] = []
  for await (const batch of session.scan({ dataset, columns: [{ name }] })) {
    rows.push(...batch.rows)
    unreadable.push(...(batch.unreadable ?? []))
  }
  return { rows, unreadable }
}
