import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { attachBare, type BareAttachment } from './bare-driver.ts'
import { open } from './open.ts'

const script = `
CREATE TABLE EXACT (ID INTEGER NOT NULL PRIMARY KEY, SMALL SMALLINT, BIG BIGINT, MONEY NUMERIC(18,4), RATE NUMERIC(4,2),
  CENTS DECIMAL(9,2), DAY_ DATE, TIME_ TIME, STAMP TIMESTAMP, REAL_ FLOAT, DOUBLE_ DOUBLE PRECISION, YES BOOLEAN,
  PADDED CHAR(5), VARIED VARCHAR(20), LONG_TEXT BLOB SUB_TYPE TEXT, BYTES BLOB SUB_TYPE BINARY, OCTETS_ CHAR(4) CHARACTER SET OCTETS);
COMMIT;
INSERT INTO EXACT VALUES (1, -32768, 9223372036854775807, 12345678901234.5678, 1.50, -0.05, '0001-01-01', '23:59:59.9999',
  '1891-01-01 00:00:00.1234', 1.1, 0.1, TRUE, 'ab', '', '', x'', x'00FF0080');
INSERT INTO EXACT VALUES (2, 0, -9223372036854775808, -0.0001, 0, 0, '9999-12-31', '00:00:00', '1991-04-14 02:30:00',
  -2.5, 1e300, FALSE, '中 文', '中文 𠀀', '长', x'000102FF', x'20202020');
INSERT INTO EXACT (ID) VALUES (3);
INSERT INTO EXACT (ID, BIG, MONEY, STAMP) VALUES (4, 9007199254740993, 90071992547409.9301, '0001-01-01 00:00:00.0001');
COMMIT;`

const columns = [
  'SMALL',
  'BIG',
  'MONEY',
  'RATE',
  'CENTS',
  'DAY_',
  'TIME_',
  'STAMP',
  'REAL_',
  'DOUBLE_',
  'YES',
  'PADDED',
  'VARIED',
  'LONG_TEXT',
  'BYTES',
  'OCTETS_',
]

describeFirebird('values of Firebird', ({ main }) => {
  let file: string
  let bare: BareAttachment

  beforeAll(async () => {
    file = await main.createDatabase('values', 'UTF8')
    await main.run(file, script)
    bare = await attachBare(main, file)
  })
  afterAll(() => bare.close())

  test('are read exactly', async () => {
    await using session = await open(main, file)
    const rows = await rowsOf(session, 'EXACT', columns)
    expect(rows[0]).toEqual([
      -32768,
      '9223372036854775807',
      '12345678901234.5678',
      '1.50',
      '-0.05',
      '0001-01-01',
      '23:59:59.9999',
      '1891-01-01T00:00:00.1234',
      1.1,
      0.1,
      true,
      'ab   ',
      '',
      '',
      new Uint8Array(0),
      Uint8Array.of(0, 255, 0, 128),
    ])
    expect(rows[1]).toEqual([
      0,
      '-9223372036854775808',
      '-0.0001',
      '0.00',
      '0.00',
      '9999-12-31',
      '00:00:00',
      '1991-04-14T02:30:00',
      -2.5,
      1e300,
      false,
      '中 文  ',
      '中文 𠀀',
      '长',
      Uint8Array.of(0, 1, 2, 255),
      Uint8Array.of(32, 32, 32, 32),
    ])
    expect(rows[2]).toEqual(columns.map(() => null))
  })

  test('which the driver alone rounds', async () => {
    const [row] = (await bare.query('SELECT BIG, MONEY, STAMP FROM EXACT WHERE ID = 4')) as [Record<string, unknown>]
    expect(String(row['BIG'])).not.toBe('9007199254740993')
    expect(String(row['MONEY'])).not.toBe('90071992547409.9301')
    expect((row['STAMP'] as Date).getTime() % 1000).not.toBe(0.1)
    await using session = await open(main, file)
    const rows = await rowsOf(session, 'EXACT', ['BIG', 'MONEY', 'STAMP'])
    expect(rows[3]).toEqual(['9007199254740993', '90071992547409.9301', '0001-01-01T00:00:00.0001'])
  })

  test('a 64-bit integer is asked for as text: as a bigint it costs the driver its connection', async () => {
    const own = await attachBare(main, file)
    const outcome = await Promise.race([
      own.query('SELECT ID FROM EXACT WHERE BIG = ?', [9007199254740993n]).then(
        (rows) => rows.length,
        () => 'refused',
      ),
      new Promise((resolve) => setTimeout(() => resolve('hangs'), 1000)),
    ])
    await own.close()
    expect(outcome).not.toBe(1)
    await using session = await open(main, file)
    const { answers } = await session.lookup({
      dataset: 'EXACT',
      columns: [{ name: 'ID' }],
      by: ['BIG', 'MONEY', 'STAMP'],
      keys: [
        ['9007199254740993', '90071992547409.9301', '0001-01-01T00:00:00.0001'],
        ['9007199254740992', '90071992547409.9301', '0001-01-01T00:00:00.0001'],
      ],
      limit: 5,
    })
    expect(answers.map(({ rows }) => rows)).toEqual([[[4]], []])
  })

  test('of a database of dialect 1', async () => {
    const old = await main.createDatabase('dialect1', 'UTF8', 1)
    await main.run(
      old,
      `CREATE TABLE OLD (ID INTEGER NOT NULL PRIMARY KEY, WHEN_ TIMESTAMP, AMOUNT NUMERIC(15,2), FEW NUMERIC(9,2));
COMMIT; INSERT INTO OLD VALUES (1, '1999-12-31 23:59:58.5', 1234.56, 7.5); COMMIT;`,
    )
    await using session = await open(main, old)
    const [told] = await describeAll(session)
    expect(told?.columns.map(({ name, type }) => [name, type.name])).toEqual([
      ['ID', 'integer'],
      ['WHEN_', 'datetime'],
      ['AMOUNT', 'double'],
      ['FEW', 'decimal'],
    ])
    expect(await rowsOf(session, 'OLD', ['ID', 'WHEN_', 'AMOUNT', 'FEW'])).toEqual([
      [1, '1999-12-31T23:59:58.5', 1234.56, '7.50'],
    ])
  })
})
