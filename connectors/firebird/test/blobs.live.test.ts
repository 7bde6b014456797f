import type { Row, UnreadableRow } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const megabyte = 1_000_000

/** Makes rows with a blob of so many bytes of `x`, put together by doubling: appending copies what is there. */
const fill = (sizes: readonly number[]): string => `SET TERM ^;
EXECUTE BLOCK AS DECLARE P BLOB; DECLARE Q BLOB; DECLARE N INTEGER; BEGIN
${sizes
  .map(
    (size, id) => `  P = RPAD('', ${size % 8000}, 'x'); Q = RPAD('', 8000, 'x'); N = ${Math.floor(size / 8000)};
  WHILE (N > 0) DO BEGIN IF (MOD(N, 2) = 1) THEN P = P || Q; N = N / 2; IF (N > 0) THEN Q = Q || Q; END
  INSERT INTO SCANS VALUES (${id}, :P, NULL, NULL);`,
  )
  .join('\n')}
END^
SET TERM ;^
COMMIT;`

describeFirebird('long blobs of Firebird', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('longblobs', 'UTF8')
    await main.run(
      file,
      'CREATE TABLE SCANS (ID INTEGER NOT NULL PRIMARY KEY, SCAN BLOB, T BLOB SUB_TYPE TEXT, N BLOB SUB_TYPE TEXT CHARACTER SET NONE); COMMIT;',
    )
    await main.run(file, fill([10, 40 * megabyte, 2000, 2001, 0, 700_000]))
    await main.run(
      file,
      `INSERT INTO SCANS (ID, T) VALUES (6, RPAD('', 700, '汉')); INSERT INTO SCANS (ID, N) VALUES (7, RPAD('', 2001, 'n')); COMMIT;`,
    )
  })

  const columns = ['ID', 'SCAN', 'T', 'N'].map((name) => (name === 'N' ? { name, charset: 'GBK' } : { name }))

  async function read(maxCellBytes: number): Promise<{ rows: Row[]; unreadable: UnreadableRow[]; grown: number }> {
    await using session = await open(main, file, { maxCellBytes })
    const rows: Row[] = []
    const unreadable: UnreadableRow[] = []
    const before = process.memoryUsage().arrayBuffers
    let grown = 0
    for await (const batch of session.scan({ dataset: 'SCANS', columns, key: ['ID'] })) {
      rows.push(...batch.rows)
      unreadable.push(...(batch.unreadable ?? []))
      grown = Math.max(grown, process.memoryUsage().arrayBuffers - before)
    }
    return { rows, unreadable, grown }
  }

  test('one beyond the bound stays at the server, its row is told, and the others are read', async () => {
    const { rows, unreadable, grown } = await read(2000)
    expect(rows.map(([id, scan]) => [id, (scan as Uint8Array | null)?.length])).toEqual([
      [0, 10],
      [2, 2000],
      [4, 0],
    ])
    expect(unreadable.map(({ row, error }) => [row, error.code, error.details['column']])).toEqual([
      [2, 'VALUE_TOO_LONG', 'SCAN'],
      [4, 'VALUE_TOO_LONG', 'SCAN'],
      [6, 'VALUE_TOO_LONG', 'SCAN'],
      [7, 'VALUE_TOO_LONG', 'T'],
      [8, 'VALUE_TOO_LONG', 'N'],
    ])
    expect(unreadable[0]?.error.details).toMatchObject({ length: '> 2000', maxLength: 2000 })
    expect(grown).toBeLessThan(20 * megabyte)
  })

  test('with the bound as it is by default forty megabytes come whole', async () => {
    const { rows, unreadable } = await read(67_108_864)
    expect(unreadable).toEqual([])
    expect(rows.map(([id]) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    const scan = rows[1]?.[1] as Uint8Array
    expect(scan).toHaveLength(40 * megabyte)
    expect(scan.every((byte) => byte === 0x78)).toBe(true)
    expect(rows[6]?.[2]).toBe('汉'.repeat(700))
  })

  test('a question about one beyond the bound fails alone', async () => {
    await using session = await open(main, file, { maxCellBytes: 2000 })
    const asked = { dataset: 'SCANS', columns, by: ['ID'], keys: [[0], [1], [2]], limit: 1 }
    const { answers } = await session.lookup(asked)
    expect(answers.map(({ rows, error }) => [rows.length, error?.code])).toEqual([
      [1, undefined],
      [0, 'VALUE_TOO_LONG'],
      [1, undefined],
    ])
  })
})
