import { beforeAll, expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { describeAll, readAll } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const script = `
CREATE TYPE mood AS ENUM ('好', '坏');
CREATE DOMAIN code AS varchar(18) NOT NULL;
CREATE DOMAIN inner_code AS code;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE exact (id integer PRIMARY KEY, small smallint, big bigint, money_ numeric(38,10), loose numeric, round_ numeric(5,-2),
  real_ real, double_ double precision, yes boolean, day_ date, time_ time, stamp timestamp, moment timestamptz, bytes bytea,
  padded char(5), varied varchar(20), long_ text, json_ json, jsonb_ jsonb);
INSERT INTO exact VALUES
 (1, -32768, 9223372036854775807, 1234567890123456789012345678.0123456789, 1.10, 12345, 1.1, 0.1, true, '0001-01-01',
  '23:59:59.999999', '1891-01-01 00:00:00.123456', '2024-02-29 12:00:00.5+08', '\\x00ff0080', 'ab', '', '长', '{"a": 1.0}', '{"b":2}'),
 (2, 0, -9223372036854775808, -0.0000000001, 0, 100, -2.5, 1e300, false, '9999-12-31', '00:00:00', '1991-04-14 02:30:00',
  '0001-01-01 00:00:00Z', '', '中 文', '中文 𠀀', '', 'null', '[]');
INSERT INTO exact (id) VALUES (3);
CREATE TABLE odd (id integer PRIMARY KEY, cash money, guid uuid, address inet, tags text[], feeling mood, doc xml, mask bit(4),
  zone timetz, span interval, ci citext, own code DEFAULT 'x', deep inner_code DEFAULT 'y', named name);
INSERT INTO odd VALUES (1, 12.5, '123e4567-e89b-12d3-a456-426614174000', '10.0.0.5', '{a,"b c"}', '好', '<a/>', B'1010',
  '12:00:00+08', '1 year 2 days 03:04:05', 'Ab', 'in', 'deep', 'n');
CREATE TABLE bad (id integer PRIMARY KEY, d date, s timestamp, m timestamptz, n numeric, f double precision, t time);
INSERT INTO bad VALUES (1, 'infinity', NULL, NULL, NULL, NULL, NULL), (2, '10000-01-01', NULL, NULL, NULL, NULL, NULL),
 (3, '0044-03-15 BC', NULL, NULL, NULL, NULL, NULL), (4, NULL, '-infinity', NULL, NULL, NULL, NULL),
 (5, NULL, '10000-01-01 00:00:00', NULL, NULL, NULL, NULL), (6, NULL, '0044-03-15 12:00:00 BC', NULL, NULL, NULL, NULL),
 (7, NULL, NULL, 'infinity', NULL, NULL, NULL), (8, NULL, NULL, '12000-01-01 00:00:00Z', NULL, NULL, NULL),
 (9, NULL, NULL, NULL, 'NaN', NULL, NULL), (10, NULL, NULL, NULL, '-Infinity', NULL, NULL),
 (11, NULL, NULL, NULL, NULL, 'NaN', NULL), (12, NULL, NULL, NULL, NULL, 'Infinity', NULL), (13, NULL, NULL, NULL, NULL, NULL, '24:00:00'),
 (14, '2024-01-01', NULL, NULL, 1, 1, '12:00:00');
ALTER DATABASE "values" SET DateStyle = 'SQL, DMY';
ALTER DATABASE "values" SET TimeZone = 'Asia/Shanghai';
ALTER DATABASE "values" SET bytea_output = 'escape';
ALTER DATABASE "values" SET extra_float_digits = -15;
`

const exact =
  'small big money_ loose round_ real_ double_ yes day_ time_ stamp moment bytes padded varied long_ json_ jsonb_'.split(
    ' ',
  )

describePostgres('values of PostgreSQL', (server) => {
  beforeAll(async () => {
    await server.createDatabase('values')
    await server.run('values', script)
  })

  test('are read exactly, whatever the database has set for its users', async () => {
    await using session = await open(server, 'values')
    const { rows } = await readAll(session, 'exact', exact)
    expect(rows).toEqual([
      [
        -32768,
        '9223372036854775807',
        '1234567890123456789012345678.0123456789',
        '1.10',
        '12300',
        1.1,
        0.1,
        true,
        '0001-01-01',
        '23:59:59.999999',
        '1891-01-01T00:00:00.123456',
        '2024-02-29T04:00:00.5Z',
        Uint8Array.of(0, 255, 0, 128),
        'ab   ',
        '',
        '长',
        '{"a": 1.0}',
        '{"b": 2}',
      ],
      [
        0,
        '-9223372036854775808',
        '-0.0000000001',
        '0',
        '100',
        -2.5,
        1e300,
        false,
        '9999-12-31',
        '00:00:00',
        '1991-04-14T02:30:00',
        '0001-01-01T00:00:00Z',
        new Uint8Array(0),
        '中 文  ',
        '中文 𠀀',
        '',
        'null',
        '[]',
      ],
      exact.map(() => null),
    ])
  })

  test('of types that are text, as the server prints them', async () => {
    await using session = await open(server, 'values')
    const [told] = await describeAll(session, ['odd'])
    expect(
      told?.columns.map(({ name, nativeType, type, nullable }) => [name, nativeType, type.name, nullable]),
    ).toEqual([
      ['id', 'integer', 'integer', false],
      ['cash', 'money', 'text', true],
      ['guid', 'uuid', 'text', true],
      ['address', 'inet', 'text', true],
      ['tags', 'text[]', 'text', true],
      ['feeling', 'mood', 'text', true],
      ['doc', 'xml', 'text', true],
      ['mask', 'bit(4)', 'text', true],
      ['zone', 'time with time zone', 'text', true],
      ['span', 'interval', 'text', true],
      ['ci', 'citext', 'text', true],
      ['own', 'code', 'text', false],
      ['deep', 'inner_code', 'text', false],
      ['named', 'name', 'text', true],
    ])
    expect(told?.columns.at(-2)?.type).toEqual({ name: 'text', maxLength: 18 })
    const names = told?.columns.map(({ name }) => name) ?? []
    const { rows } = await readAll(session, 'odd', names)
    expect(rows).toEqual([
      [
        1,
        '$12.50',
        '123e4567-e89b-12d3-a456-426614174000',
        '10.0.0.5',
        '{a,"b c"}',
        '好',
        '<a/>',
        '1010',
        '12:00:00+08',
        'P1Y2DT3H4M5S',
        'Ab',
        'in',
        'deep',
        'n',
      ],
    ])
  })

  test('are found by their own text, and what is none of the type fails alone', async () => {
    await using session = await open(server, 'values')
    const ask = async (by: string, ...keys: string[]): Promise<unknown[]> => {
      const request = { dataset: 'odd', columns: [{ name: 'id' }], by: [by], keys: keys.map((key) => [key]), limit: 1 }
      return (await session.lookup(request)).answers.map(({ rows, error }) => error?.code ?? rows)
    }
    expect(await ask('guid', '123e4567-e89b-12d3-a456-426614174000', 'none')).toEqual([[[1]], 'VALUE_INVALID'])
    expect(await ask('feeling', '好', 'x')).toEqual([[[1]], 'VALUE_INVALID'])
    expect(await ask('ci', 'aB')).toEqual([[[1]]])
    expect(await ask('doc', '<a/>')).toEqual([[[1]]])
    expect(await ask('tags', '{a,"b c"}')).toEqual([[[1]]])
    const padded = { dataset: 'exact', columns: [{ name: 'id' }], by: ['padded'], keys: [['ab'], ['ab   ']], limit: 1 }
    expect((await session.lookup(padded)).answers.map(({ rows }) => rows)).toEqual([[[1]], [[1]]])
  })

  test('that no canonical value tells are reported, and the others are read', async () => {
    await using session = await open(server, 'values')
    const { rows, unreadable } = await readAll(session, 'bad', ['id', 'd', 's', 'm', 'n', 'f', 't'])
    expect(rows.map(([id]) => id)).toEqual([14])
    expect(unreadable.map(({ row, error }) => [row, error.code, error.details['column']])).toEqual(
      ['d', 'd', 'd', 's', 's', 's', 'm', 'm', 'n', 'n', 'f', 'f', 't'].map((name, at) => [
        at + 1,
        'VALUE_INVALID',
        name,
      ]),
    )
  })

  test('which would be kept as others are refused', async () => {
    await using session = await open(server, 'values', {}, { access: 'write' })
    const field = (name: string, type: string): { name: string; type: { name: never } } => ({
      name,
      type: { name: type as never },
    })
    const result = await session.apply({
      dataset: 'exact',
      fields: [
        field('id', 'integer'),
        field('real_', 'double'),
        field('stamp', 'datetime'),
        field('long_', 'text'),
        field('small', 'integer'),
      ],
      rows: [
        [10, 0.1234567890123, null, null, null],
        [11, null, '2024-01-01T00:00:00.1234567', null, null],
        [12, null, null, 'a\0b', null],
        [13, null, null, null, 40_000],
        [14, 1.1, '2024-01-01T00:00:00.1234560', 'a\\b\tc\nd\r', 1],
      ],
      key: ['id'],
      mode: 'insert',
      batch: 'lossy',
      onReject: 'skip',
    })
    expect(result.rejects).toMatchObject([
      { row: 0, column: 'real_', code: 'VALUE_LOSS' },
      { row: 1, column: 'stamp', code: 'VALUE_LOSS' },
      { row: 2, column: 'long_', code: 'TEXT_UNENCODABLE' },
      { row: 3, code: 'VALUE_INVALID', nativeCode: '22003' },
    ])
    expect(await server.read('values', 'SELECT id, real_, stamp, long_, small FROM exact WHERE id >= 10')).toEqual([
      ['14', '1.1', '2024-01-01 00:00:00.123456', 'a\\b\tc\nd\r', '1'],
    ])
  })

  test('a cell that is too long never leaves the server', async () => {
    await server.run(
      'values',
      `CREATE TABLE long_cells (id integer PRIMARY KEY, t text, b bytea, j jsonb);
INSERT INTO long_cells VALUES (1, repeat('长', 400), NULL, NULL), (2, 'x', decode(repeat('00', 1001), 'hex'), NULL),
 (3, repeat('x', 1000), '', '{}'), (4, NULL, NULL, to_jsonb(repeat('x', 2000)))`,
    )
    await using session = await open(server, 'values', { maxCellBytes: 1000 })
    const { rows, unreadable } = await readAll(session, 'long_cells', ['id', 't', 'b', 'j'])
    expect(rows.map(([id]) => id)).toEqual([3])
    expect(unreadable.map(({ error }) => [error.code, error.details['column'], error.details['length']])).toEqual([
      ['VALUE_TOO_LONG', 't', 1200],
      ['VALUE_TOO_LONG', 'b', 1001],
      ['VALUE_TOO_LONG', 'j', 2002],
    ])
  })
})
