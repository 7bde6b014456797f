import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { describeAll, readAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { bare } from './bare-driver.ts'
import { open } from './open.ts'

const script = `SET time_zone = '+08:00', sql_mode = 'ALLOW_INVALID_DATES';
CREATE TABLE EXACT (ID INT PRIMARY KEY, TINY TINYINT(1), SMALL SMALLINT UNSIGNED, MEDIUM MEDIUMINT, BIG BIGINT,
  UINT INT UNSIGNED, UBIG BIGINT UNSIGNED, ZEROS BIGINT(20) ZEROFILL, MONEY DECIMAL(18,4), WIDE DECIMAL(65,30),
  SINGLE FLOAT, DOUBLE_ DOUBLE, YEAR_ YEAR, FLAG BIT(1), BITS BIT(20), BITS64 BIT(64), DAY_ DATE, TIME_ TIME(3),
  LOCAL_ DATETIME(6), WHEN_ TIMESTAMP(3) NULL, PADDED CHAR(5), VARIED VARCHAR(20), KIND ENUM('甲','乙'), KINDS SET('x','y'),
  DOC JSON, FIXED BINARY(4), BYTES VARBINARY(10), PLACE POINT, NOTE LONGTEXT);
INSERT INTO EXACT VALUES (1, 2, 65535, -8388608, 9223372036854775807, 4294967295, 18446744073709551615, 42,
  12345678901234.5678, 12345678901234567890123456789012345.123456789012345678901234567890, 1.1, 0.1, 2024, b'1', 5,
  0xFFFFFFFFFFFFFFFF, '0001-01-01', '23:59:59.999', '1991-04-14 02:30:00.123456', '2024-06-01 08:00:00.5', 'ab ', 'cd  ',
  '乙', 'x,y', '{"a":1.50}', 'ab', x'00FF0080', POINT(1, 2), '长𠀀');
INSERT INTO EXACT (ID) VALUES (2);
INSERT INTO EXACT (ID, BIG, DOUBLE_, SINGLE, DAY_, LOCAL_) VALUES (3, 9007199254740993, 5e-324, 16777216, '9999-12-31', '9999-12-31 23:59:59');`

const columns = [
  'TINY',
  'SMALL',
  'MEDIUM',
  'BIG',
  'UINT',
  'UBIG',
  'ZEROS',
  'MONEY',
  'WIDE',
  'SINGLE',
  'DOUBLE_',
  'YEAR_',
  'FLAG',
  'BITS',
  'BITS64',
  'DAY_',
  'TIME_',
  'LOCAL_',
  'WHEN_',
  'PADDED',
  'VARIED',
  'KIND',
  'KINDS',
  'DOC',
  'FIXED',
  'BYTES',
  'PLACE',
  'NOTE',
]

const point = new Uint8Array(21)
point.set([1, 1, 0, 0, 0])
new DataView(point.buffer).setFloat64(5, 1, true)
new DataView(point.buffer).setFloat64(13, 2, true)

const first = [
  2,
  65535,
  -8388608,
  '9223372036854775807',
  '4294967295',
  '18446744073709551615',
  '42',
  '12345678901234.5678',
  '12345678901234567890123456789012345.123456789012345678901234567890',
  1.1,
  0.1,
  2024,
  true,
  '5',
  '18446744073709551615',
  '0001-01-01',
  '23:59:59.999',
  '1991-04-14T02:30:00.123456',
  '2024-06-01T00:00:00.5Z',
  'ab',
  'cd  ',
  '乙',
  'x,y',
  '{"a":1.50}',
  Uint8Array.of(97, 98, 0, 0),
  Uint8Array.of(0, 255, 0, 128),
  point,
  '长𠀀',
]

describeMariadb('values of MariaDB', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_values')
    await server.run(database, script)
  })

  test('are read exactly, as text and by prepared statements alike', async () => {
    await using session = await open(server, database)
    const rows = await rowsOf(session, 'EXACT', columns)
    expect(rows[0]).toEqual(first)
    expect(rows[1]).toEqual(columns.map(() => null))
    const selection = columns.map((name) => ({ name }))
    const { answers } = await session.lookup({
      dataset: 'EXACT',
      columns: selection,
      by: ['ID'],
      keys: [[1]],
      limit: 1,
    })
    expect(answers[0]?.rows).toEqual([first])
    const doubles = await rowsOf(session, 'EXACT', ['ID', 'DOUBLE_', 'SINGLE', 'BIG', 'DAY_', 'LOCAL_'])
    expect(doubles[2]).toEqual([3, 5e-324, 16777216, '9007199254740993', '9999-12-31', '9999-12-31T23:59:59'])
  })

  test('are found by each of their exact values, and written back the same', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const selection = columns.map((name) => ({ name }))
    for (const [index, name] of columns.entries()) {
      if (name === 'DOC' || name === 'PLACE') continue
      const asked = {
        dataset: 'EXACT',
        columns: [{ name: 'ID' }],
        by: [name],
        keys: [[first[index] ?? null]],
        limit: 5,
      }
      expect((await session.lookup(asked)).answers[0]?.rows, name).toEqual([[1]])
    }
    const [told] = await describeAll(session, ['EXACT'])
    const fields = (told?.columns ?? []).map(({ name, type }) => ({ name, type }))
    const row = fields.map(({ name }) => (name === 'ID' ? 11 : (first[columns.indexOf(name)] ?? null)))
    const request = {
      dataset: 'EXACT',
      fields,
      rows: [row],
      key: ['ID'],
      mode: 'insert' as const,
      onReject: 'abort' as const,
    }
    expect(await session.apply({ ...request, batch: 'values' })).toMatchObject({ applied: 1, rejects: [] })
    const again = await session.lookup({ dataset: 'EXACT', columns: selection, by: ['ID'], keys: [[11]], limit: 1 })
    expect(again.answers[0]?.rows).toEqual([first])
  })

  test('that are no dates, and times beyond a day, are told, and nothing else is made of them', async () => {
    await server.run(
      database,
      `SET sql_mode = 'ALLOW_INVALID_DATES';
CREATE TABLE BROKEN (ID INT PRIMARY KEY, D DATE, T TIME, L DATETIME, W TIMESTAMP NULL);
INSERT INTO BROKEN VALUES (1, '2024-02-29', '12:00:00', '2024-02-29 12:00:00', '2024-02-29 12:00:00');
INSERT INTO BROKEN (ID, D) VALUES (2, '0000-00-00'), (3, '2024-00-13'), (4, '2023-02-30');
INSERT INTO BROKEN (ID, T) VALUES (5, '25:00:00'), (6, '-01:00:00'), (7, '838:59:59');
INSERT INTO BROKEN (ID, L) VALUES (8, '0000-00-00 00:00:00'), (9, '2024-00-13 10:00:00');
INSERT INTO BROKEN (ID, W) VALUES (10, 0);`,
    )
    await using session = await open(server, database)
    const { rows, unreadable } = await readAll(session, 'BROKEN', ['ID', 'D', 'T', 'L', 'W'])
    expect(rows.map(([id]) => id)).toEqual([1])
    expect(unreadable.map(({ row, error }) => [row, error.code, error.details['column']])).toEqual([
      ...[2, 3, 4].map((row) => [row, 'VALUE_INVALID', 'D']),
      ...[5, 6, 7].map((row) => [row, 'VALUE_INVALID', 'T']),
      ...[8, 9].map((row) => [row, 'VALUE_INVALID', 'L']),
      [10, 'VALUE_INVALID', 'W'],
    ])
  })

  test('which the driver alone rounds, and turns into other days', async () => {
    const driver = bare(server, database)
    const [row = []] = await driver.query('SELECT BIG FROM EXACT WHERE ID = 3')
    expect(String(row[0])).toBe('9007199254740992')
    const [dates = []] = await driver.query('SELECT D FROM BROKEN WHERE ID = 3')
    expect(dates[0]).toBeInstanceOf(Date)
    expect(String((dates[0] as Date).toISOString())).toMatch(/^2023-12-/)
    const [prepared = []] = await driver.execute('SELECT L FROM BROKEN WHERE ID = 9')
    expect((prepared[0] as Date).getFullYear()).toBe(2023)
    const [single = []] = await driver.query(
      'SELECT CAST(16777217 AS FLOAT), F FROM (SELECT CAST(123456789 AS FLOAT) AS F) X',
    )
    expect(single[1]).not.toBe(Math.fround(123456789))
    driver.close()
  })

  test('that a column would round or cut are refused, each by itself', async () => {
    await server.run(
      database,
      `CREATE TABLE NARROW (ID INT PRIMARY KEY, S SMALLINT, L DATETIME, T TIME, F FLOAT, E ENUM('a','b'), X TINYTEXT, Y YEAR);`,
    )
    await using session = await open(server, database, {}, { access: 'write' })
    const fields = [
      { name: 'ID', type: { name: 'integer' } },
      { name: 'S', type: { name: 'integer' } },
      { name: 'L', type: { name: 'datetime' } },
      { name: 'T', type: { name: 'time' } },
      { name: 'F', type: { name: 'double' } },
      { name: 'E', type: { name: 'text' } },
      { name: 'X', type: { name: 'text' } },
      { name: 'Y', type: { name: 'integer' } },
    ] as const
    const good = [0, 1, '2024-01-01T00:00:00', '10:00:00', 0.5, 'a', 'x', 2024]
    const changed: readonly [number, unknown][] = [
      [1, 40_000],
      [2, '2024-01-01T00:00:00.5'],
      [3, '10:00:00.999'],
      [4, 0.123456789012345],
      [5, 'c'],
      [6, '长'.repeat(86)],
      [7, 1800],
    ]
    const rows = [
      good,
      ...changed.map(([at, value], index) =>
        good.map((cell, place) => (place === 0 ? index + 1 : place === at ? value : cell)),
      ),
    ]
    const result = await session.apply({
      dataset: 'NARROW',
      fields,
      rows: rows as never,
      key: ['ID'],
      mode: 'insert',
      batch: 'narrow',
      onReject: 'skip',
    })
    expect(result.rejects.map(({ row, column, code }) => [row, column, code])).toEqual([
      [1, 'S', 'VALUE_INVALID'],
      [2, 'L', 'VALUE_LOSS'],
      [3, 'T', 'VALUE_LOSS'],
      [4, 'F', 'VALUE_LOSS'],
      [5, 'E', 'VALUE_INVALID'],
      [6, 'X', 'VALUE_TOO_LONG'],
      [7, 'Y', 'VALUE_INVALID'],
    ])
    expect(await server.value(database, 'SELECT COUNT(*) FROM NARROW')).toBe('1')
  })
})
