import { Buffer } from 'node:buffer'
import { beforeAll, expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { describeAll, readAll } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const stored = (hex: string): string => `convert_from('\\x${hex}'::bytea, 'SQL_ASCII')`
/** 中文 in GBK, 中𠀀 in GB18030, 中文 in Big5, a pair that is cut. */
const [gbk, gb18030, big5, cut] = ['d6d0cec4', 'd6d095328236', 'a4a4a4e5', 'd6d0ce'].map(stored)

describePostgres('charsets of PostgreSQL', (server) => {
  beforeAll(async () => {
    await server.createDatabase('ascii', 'SQL_ASCII')
    await server.run(
      'ascii',
      `CREATE TABLE person (id integer PRIMARY KEY, g varchar(10), b varchar(20), t text, c char(6), j json);
INSERT INTO person VALUES (1, ${gbk}, ${gb18030}, ${big5}, ${gbk}, NULL), (2, 'abc', 'abc', 'abc', 'abc', '{}'), (3, ${cut}, NULL, NULL, NULL, NULL);
CREATE TABLE utf (id integer PRIMARY KEY, x text); INSERT INTO utf VALUES (1, '中文 𠀀'), (2, ${cut});
COMMENT ON COLUMN person.g IS ${"E'\\326\\320\\316\\304'"};`,
      'SQL_ASCII',
    )
  })

  test('GBK, GB18030 and Big5 side by side in a database that knows no charset; CHAR keeps its padding', async () => {
    await using session = await open(server, 'ascii')
    const { rows, unreadable } = await readAll(session, 'person', ['id', 'g:GBK', 'b:GB18030', 't:Big5', 'c:GBK', 'j'])
    expect(rows).toEqual([
      [1, '中文', '中𠀀', '中文', '中文  ', null],
      [2, 'abc', 'abc', 'abc', 'abc   ', '{}'],
    ])
    expect(unreadable).toMatchObject([
      { row: 3, error: { code: 'TEXT_UNDECODABLE', details: { column: 'g', offset: 2 } } },
    ])
  })

  test('are found by text, a CHAR with its padding and without', async () => {
    await using session = await open(server, 'ascii', { charset: 'GBK' })
    for (const [by, keys] of [
      ['g', ['中文', '没有']],
      ['c', ['中文', '没有']],
      ['c', ['中文  ', '没有']],
    ] as const) {
      const request = {
        dataset: 'person',
        columns: [{ name: 'id' }],
        by: [by],
        keys: keys.map((key) => [key]),
        limit: 2,
      }
      expect(
        (await session.lookup(request)).answers.map(({ rows }) => rows),
        by,
      ).toEqual([[[1]], []])
    }
  })

  test('nothing is guessed, and the charset is declared once for all columns', async () => {
    await using plain = await open(server, 'ascii')
    expect((await plain.ping()).charset).toBe('SQL_ASCII')
    expect((await readAll(plain, 'utf', ['x'])).rows).toEqual([['中文 𠀀']])
    const { rows, unreadable } = await readAll(plain, 'person', ['g'])
    expect([rows, unreadable.map(({ row }) => row)]).toEqual([[['abc']], [1, 3]])
    await using gbkSession = await open(server, 'ascii', { charset: 'GBK' })
    expect((await readAll(gbkSession, 'person', ['g'])).rows).toEqual([['中文'], ['abc']])
    const [told] = await describeAll(gbkSession, ['person'])
    expect(told?.columns[1]?.comment).toBe('中文')
  })

  test('which the driver alone cannot read, or replaces without a word', async () => {
    const { default: pg } = await import('pg')
    const { host, port, user, password } = server.data
    const bare = new pg.Client({ host, port, user, password, database: 'ascii' })
    await bare.connect()
    await expect(bare.query('SELECT g FROM person WHERE id = 1')).rejects.toMatchObject({ code: '22021' })
    await bare.query('SET client_encoding = SQL_ASCII')
    const { rows } = await bare.query('SELECT g FROM person WHERE id = 1')
    await bare.end()
    expect(rows[0].g).toContain('\ufffd')
  })

  test('text is stored in the charset declared, one row or many at once, new or replaced', async () => {
    await using session = await open(server, 'ascii', { charset: 'GBK' }, { access: 'write' })
    const text = { name: 'text' } as const
    const request = (from: number, count: number, mode: 'insert' | 'upsert'): Parameters<typeof session.apply>[0] => ({
      dataset: 'person',
      fields: [
        { name: 'id', type: { name: 'integer' } },
        { name: 'g', type: text },
        { name: 'c', type: text },
      ],
      rows: Array.from({ length: count }, (_, at) => [from + at, at === 1 ? '𠀀' : '中文', '中文']),
      key: ['id'],
      mode,
      batch: `${mode} ${from} ${count}`,
      onReject: 'skip',
    })
    for (const each of [request(100, 3, 'insert'), request(1000, 200, 'insert'), request(1000, 300, 'upsert')])
      expect(await session.apply(each)).toMatchObject({
        applied: each.rows.length - 1,
        rejects: [{ row: 1, code: 'TEXT_UNENCODABLE' }],
      })
    const found =
      "SELECT DISTINCT encode(convert_to(g, 'SQL_ASCII'), 'hex'), encode(convert_to(c::text, 'SQL_ASCII'), 'hex') FROM person WHERE id >= 100"
    expect(await server.read('ascii', found)).toEqual([['d6d0cec4', 'd6d0cec4']])
    expect(await server.value('ascii', 'SELECT count(*) FROM person WHERE id >= 1000')).toBe('299')
  })

  test('a database in EUC_CN, and one that calls GBK Latin', async () => {
    await server.createDatabase('euc', 'EUC_CN')
    await server.run('euc', `CREATE TABLE p (id integer PRIMARY KEY, x text); INSERT INTO p VALUES (1, '中文');`)
    await using euc = await open(server, 'euc')
    expect((await readAll(euc, 'p', ['x'])).rows).toEqual([['中文']])
    expect((await readAll(euc, 'p', ['x:GBK'])).rows).toEqual([['中文']])
    await server.createDatabase('latin', 'LATIN1')
    const latin = Buffer.from('d6d0cec4', 'hex').toString('latin1')
    await server.run('latin', `CREATE TABLE p (id integer PRIMARY KEY, x text); INSERT INTO p VALUES (1, '${latin}');`)
    await using session = await open(server, 'latin', { charset: 'GBK' })
    expect((await readAll(session, 'p', ['x'])).rows).toEqual([['中文']])
    const request = { dataset: 'p', columns: [{ name: 'id' }], by: ['x'], keys: [['中文']], limit: 1 }
    expect((await session.lookup(request)).answers[0]?.rows).toEqual([[1]])
  })

  test('what a server cannot convert is an error of that read', async () => {
    await using session = await open(server, 'euc', {}, { access: 'write' })
    const fields = [
      { name: 'id', type: { name: 'integer' } },
      { name: 'x', type: { name: 'text' } },
    ] as const
    const request = { dataset: 'p', fields, key: ['id'], mode: 'insert', onReject: 'skip', batch: 'euc' } as const
    expect(
      await session.apply({
        ...request,
        rows: [
          [5, '𠀀'],
          [6, '国'],
        ],
      }),
    ).toMatchObject({
      applied: 1,
      rejects: [{ row: 0, code: 'TEXT_UNENCODABLE' }],
    })
  })
})
