import { Buffer } from 'node:buffer'
import type { Row, UnreadableRow } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const bytes = (hex: string): string => `_NONE x'${hex}'`

/** 中文 in each charset. */
const gbk = 'd6d0cec4'
const big5 = 'a4a4a4e5'
const utf8 = 'e4b8ade69687'

const kinds = ['VARCHAR(10)', 'CHAR(6)', 'BLOB SUB_TYPE TEXT'] as const
const charsets = ['GBK', 'NONE', 'OCTETS', 'UNICODE_FSS', 'BIG_5', 'UTF8', 'GB18030', 'GB_2312'] as const
/** A blob of text is never of OCTETS: a blob of bytes is. */
const columns = kinds.flatMap((kind, at) =>
  charsets.map((charset) => {
    const type = at === 2 && charset === 'OCTETS' ? 'BLOB SUB_TYPE BINARY' : `${kind} CHARACTER SET ${charset}`
    return { name: `${'VCT'[at]}_${charset}`, charset, kind: at, type }
  }),
)

describeFirebird('a database of mixed charsets', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('mixedcharsets', 'UTF8')
    const stored = ({ charset }: { charset: string }): string => {
      if (charset === 'NONE') return bytes(gbk)
      if (charset === 'OCTETS') return `x'00ff${gbk}'`
      if (charset === 'BIG_5') return `_BIG_5 x'${big5}'`
      return `_UTF8 x'${utf8}'`
    }
    await main.run(
      file,
      `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, ${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}); COMMIT;
INSERT INTO T VALUES (1, ${columns.map(stored).join(', ')}); COMMIT;`,
    )
  })

  const selection = columns.map(({ name, charset }) => (charset === 'NONE' ? { name, charset: 'GBK' } : { name }))
  /** Padding of CHAR: what the server adds to fill characters, or bytes where it does not know them. */
  const expected = columns.map(({ charset, kind }) => {
    if (charset === 'OCTETS') return new Uint8Array(Buffer.from(`00ff${gbk}`, 'hex'))
    if (kind !== 1) return '中文'
    return charset === 'NONE' ? '中文  ' : '中文    '
  })

  async function scan(
    columnsRead: typeof selection,
    where = 'T',
  ): Promise<{ rows: Row[]; unreadable: UnreadableRow[] }> {
    await using session = await open(main, file)
    const rows: Row[] = []
    const unreadable: UnreadableRow[] = []
    for await (const batch of session.scan({ dataset: where, columns: columnsRead, key: ['ID'] })) {
      rows.push(...batch.rows)
      unreadable.push(...(batch.unreadable ?? []))
    }
    return { rows, unreadable }
  }

  test('each column is read in its own, in one row', async () => {
    expect(await scan(selection)).toEqual({ rows: [expected], unreadable: [] })
  })

  test('each is written in its own: the bytes that are stored are those of isql', async () => {
    await using session = await open(main, file, { charset: 'GBK' }, { access: 'write' })
    const fields = columns.map(({ name, charset }) => ({
      name,
      type: { name: charset === 'OCTETS' ? ('binary' as const) : ('text' as const) },
    }))
    const cells = expected.map((cell) => (typeof cell === 'string' ? '中文' : cell))
    const result = await session.apply({
      dataset: 'T',
      fields: [{ name: 'ID', type: { name: 'integer' } }, ...fields],
      rows: [[2, ...cells]],
      key: ['ID'],
      mode: 'insert',
      batch: 'mixed',
      onReject: 'abort',
    })
    expect(result.rejects).toEqual([])
    const octets = columns.map(({ name, kind }) => {
      const cast = kind === 2 ? `CAST(${name} AS BLOB SUB_TYPE BINARY)` : name
      return `CAST(${cast} AS VARCHAR(60) CHARACTER SET OCTETS)`
    })
    const [one, two] = await main.readBytes(file, octets, 'T ORDER BY ID')
    expect(two).toEqual(one)
  })

  test('each is found by its text', async () => {
    await using session = await open(main, file)
    for (const { name, charset, kind } of columns) {
      if (kind === 2 || charset === 'OCTETS') continue
      const asked = charset === 'NONE' ? [{ name: 'ID' }, { name, charset: 'GBK' }] : [{ name: 'ID' }, { name }]
      const keys = [['中文'], ['中']]
      const { answers } = await session.lookup({
        dataset: 'T',
        columns: asked,
        by: [name],
        keys,
        limit: 9,
        orderBy: ['ID'],
      })
      expect([name, answers[0]?.rows[0]?.[0], answers[1]?.rows]).toEqual([name, 1, []])
    }
  })

  test('broken bytes are told with row, column and offset, in each', async () => {
    const own = await main.createDatabase('brokenbytes', 'UTF8')
    await main.run(
      own,
      `CREATE TABLE B (ID INTEGER NOT NULL PRIMARY KEY, N VARCHAR(10) CHARACTER SET NONE, T BLOB SUB_TYPE TEXT CHARACTER SET NONE, G VARCHAR(10) CHARACTER SET GB_2312, L VARCHAR(10) CHARACTER SET ISO8859_1); COMMIT;
INSERT INTO B VALUES (1, ${bytes(`41${gbk}81`)}, 'a', 'a', 'a'); INSERT INTO B VALUES (2, 'a', ${bytes(`${gbk}ff`)}, 'a', 'a');
INSERT INTO B VALUES (3, 'a', 'a', 'a', ${bytes('41a4')}); INSERT INTO B VALUES (4, 'a', 'a', 'a', ${bytes(big5)}); COMMIT;`,
    )
    await using session = await open(main, own)
    const unreadable: UnreadableRow[] = []
    const rows: Row[] = []
    const read = [
      { name: 'N', charset: 'GBK' },
      { name: 'T', charset: 'GBK' },
      { name: 'G' },
      { name: 'L', charset: 'Big5' },
    ]
    for await (const batch of session.scan({ dataset: 'B', columns: read, key: ['ID'] })) {
      rows.push(...batch.rows)
      unreadable.push(...(batch.unreadable ?? []))
    }
    expect(rows).toEqual([['a', 'a', 'a', '中文']])
    expect(
      unreadable.map(({ row, error }) => [row, error.code, error.details['column'], error.details['offset']]),
    ).toEqual([
      [1, 'TEXT_UNDECODABLE', 'N', 5],
      [2, 'TEXT_UNDECODABLE', 'T', 4],
      [3, 'TEXT_UNDECODABLE', 'L', 1],
    ])
  })
})
