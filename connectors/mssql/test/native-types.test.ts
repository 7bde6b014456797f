import { type ConnectorSession, openSession, type Row, type Value } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsEngine } from '../../../test/servers/tds/engine/engine.ts'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import { dialect } from '../src/dialect.ts'
import { connector } from '../src/index.ts'
import { startEngine } from './target.ts'

let engine: TdsEngine
let server: TdsServer
let options: Readonly<Record<string, unknown>>

beforeEach(async () => {
  ;({ engine, server, options } = await startEngine())
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  engine.close()
})

async function withSession<Result>(
  access: 'read' | 'write',
  run: (session: ConnectorSession) => Promise<Result>,
): Promise<Result> {
  await using session = await openSession(connector, options, { access })
  return await run(session)
}

async function readAll(name = 'V', charset?: string): Promise<{ rows: Row[]; unreadable: unknown[] }> {
  const columns = [{ name: 'ID' }, charset === undefined ? { name } : { name, charset }]
  return await withSession('read', async (session) => {
    const rows: Row[] = []
    const unreadable: unknown[] = []
    for await (const batch of session.scan({ dataset: 'T', columns, key: ['ID'] })) {
      rows.push(...batch.rows)
      unreadable.push(...(batch.unreadable ?? []))
    }
    return { rows, unreadable }
  })
}

/** Types and values: how they are kept, and what they are read as. What is written is read back as the same. */
const types: readonly [type: string, logical: string, values: readonly (readonly [stored: unknown, read: Value])[]][] =
  [
    [
      'tinyint',
      'integer',
      [
        [0n, 0],
        [255n, 255],
      ],
    ],
    ['smallint', 'integer', [[-32768n, -32768]]],
    ['int', 'integer', [[-2147483648n, -2147483648]]],
    ['bigint', 'int64', [[-(2n ** 63n), '-9223372036854775808']]],
    [
      'bit',
      'boolean',
      [
        [1n, true],
        [0n, false],
      ],
    ],
    [
      'decimal(38,10)',
      'decimal',
      [['-9999999999999999999999999999.9999999999', '-9999999999999999999999999999.9999999999']],
    ],
    ['numeric(5,0)', 'decimal', [['99999', '99999']]],
    [
      'money',
      'decimal',
      [
        ['-922337203685477.5808', '-922337203685477.5808'],
        ['0.0001', '0.0001'],
      ],
    ],
    ['smallmoney', 'decimal', [['214748.3647', '214748.3647']]],
    [
      'float',
      'double',
      [
        [0.1, 0.1],
        [1.7976931348623157e308, 1.7976931348623157e308],
      ],
    ],
    ['real', 'double', [[1.5, 1.5]]],
    [
      'date',
      'date',
      [
        ['0001-01-01', '0001-01-01'],
        ['2024-02-29', '2024-02-29'],
        ['9999-12-31', '9999-12-31'],
      ],
    ],
    [
      'time(7)',
      'time',
      [
        ['23:59:59.9999999', '23:59:59.9999999'],
        ['00:00:00', '00:00:00'],
      ],
    ],
    ['time(0)', 'time', [['12:30:01', '12:30:01']]],
    [
      'datetime2(7)',
      'datetime',
      [
        ['0001-01-01T00:00:00', '0001-01-01T00:00:00'],
        ['1582-10-10T12:00:00.0000001', '1582-10-10T12:00:00.0000001'],
        ['9999-12-31T23:59:59.9999999', '9999-12-31T23:59:59.9999999'],
      ],
    ],
    ['datetime2(3)', 'datetime', [['1891-01-01T08:05:43.001', '1891-01-01T08:05:43.001']]],
    [
      'datetime',
      'datetime',
      [
        ['1753-01-01T00:00:00.003', '1753-01-01T00:00:00.003'],
        ['9999-12-31T23:59:59.997', '9999-12-31T23:59:59.997'],
      ],
    ],
    [
      'smalldatetime',
      'datetime',
      [
        ['2079-06-06T23:59:00', '2079-06-06T23:59:00'],
        ['1900-01-01T00:00:00', '1900-01-01T00:00:00'],
      ],
    ],
    ['datetimeoffset(7)', 'instant', [['2024-06-01T04:00:00.1234567Z', '2024-06-01T04:00:00.1234567Z']]],
    [
      'nvarchar(20)',
      'text',
      [
        ['', ''],
        ['ab  ', 'ab  '],
        ['\u{20bb7}野家', '\u{20bb7}野家'],
      ],
    ],
    ['nvarchar(max)', 'text', [['长'.repeat(9000), '长'.repeat(9000)]]],
    ['nchar(4)', 'text', [['ab  ', 'ab  ']]],
    ['ntext', 'text', [['旧'.repeat(5000), '旧'.repeat(5000)]]],
    ['xml', 'text', [['<a>张</a>', '<a>张</a>']]],
    ['uniqueidentifier', 'text', [['6F9619FF-8B86-D011-B42D-00C04FC964FF', '6F9619FF-8B86-D011-B42D-00C04FC964FF']]],
    [
      'varbinary(4)',
      'binary',
      [
        [Uint8Array.of(0, 255, 0), Uint8Array.of(0, 255, 0)],
        [new Uint8Array(0), new Uint8Array(0)],
      ],
    ],
    ['binary(3)', 'binary', [[Uint8Array.of(1, 0, 0), Uint8Array.of(1, 0, 0)]]],
    ['varbinary(max)', 'binary', [[new Uint8Array(20_000).fill(7), new Uint8Array(20_000).fill(7)]]],
    ['image', 'binary', [[Uint8Array.of(9), Uint8Array.of(9)]]],
  ]

test.each(types)('%s is %s, and every value is read and written as it is', async (type, logical, values) => {
  engine.run(`CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] ${type} NULL)`)
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?)')
  for (const [index, [stored]] of values.entries()) insert.run(index, stored as string)
  insert.run(99, null)
  const expected: Row[] = [...values.map(([, read], index): Row => [index, read]), [99, null]]
  expect((await readAll()).rows).toEqual(expected)
  const dataset = await withSession(
    'read',
    async (session) => (await Array.fromAsync(session.describe({ names: ['T'] })))[0],
  )
  expect(dataset?.columns[1]).toMatchObject({ name: 'V', nativeType: type, type: { name: logical } })
  engine.database.exec('DELETE FROM "T"')
  const fields = [
    { name: 'ID', type: { name: 'integer' as const } },
    { name: 'V', type: dataset?.columns[1]?.type ?? { name: 'text' } },
  ]
  const many = Array.from({ length: 120 }, (_, at): Row => [at + 100, values[at % values.length]?.[1] ?? null])
  const write = { dataset: 'T', fields, key: ['ID'], mode: 'upsert', onReject: 'abort' } as const
  await withSession('write', async (session) => {
    expect(await session.apply({ ...write, rows: expected, batch: 'few' })).toMatchObject({
      applied: expected.length,
      rejects: [],
    })
    expect(await session.apply({ ...write, rows: many, batch: 'many' })).toMatchObject({ applied: 120, rejects: [] })
    const keys = values.map(([, read]) => [read])
    const { answers } = await session.lookup({ dataset: 'T', columns: [{ name: 'ID' }], by: ['V'], keys, limit: 500 })
    for (const [index, answer] of answers.entries()) expect(answer.rows).toContainEqual([index])
  })
  expect((await readAll()).rows).toEqual([...expected, ...many])
  expect(engine.log.some((text) => /^insert bulk/i.test(text))).toBe(true)
})

const pages: readonly [collation: string, text: string, bytes: readonly number[]][] = [
  ['Chinese_PRC_CI_AS', '张三', [0xd5, 0xc5, 0xc8, 0xfd]],
  ['Chinese_PRC_CI_AS', '€', [0x80]],
  ['Chinese_Taiwan_Stroke_CI_AS', '中文', [0xa4, 0xa4, 0xa4, 0xe5]],
  ['Latin1_General_CI_AS', 'café €', [0x63, 0x61, 0x66, 0xe9, 0x20, 0x80]],
  ['Latin1_General_100_CI_AS_SC_UTF8', '中\u{20bb7}', [0xe4, 0xb8, 0xad, 0xf0, 0xa0, 0xae, 0xb7]],
]

test.each(pages)('varchar under %s holds %s', async (collation, text, bytes) => {
  engine.run(`CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] varchar(40) COLLATE ${collation} NULL)`)
  engine.database.prepare('INSERT INTO "T" VALUES (1, ?)').run(Uint8Array.from(bytes))
  expect((await readAll()).rows).toEqual([[1, text]])
  if (text === '€' && collation.startsWith('Chinese')) return
  await withSession('write', async (session) => {
    const fields = [
      { name: 'ID', type: { name: 'integer' as const } },
      { name: 'V', type: { name: 'text' as const } },
    ]
    const write = { dataset: 'T', fields, key: ['ID'], mode: 'insert', onReject: 'abort', batch: 'b' } as const
    expect(await session.apply({ ...write, rows: [[2, text]] })).toMatchObject({ applied: 1 })
    const { answers } = await session.lookup({
      dataset: 'T',
      columns: [{ name: 'ID' }],
      by: ['V'],
      keys: [[text]],
      limit: 9,
    })
    expect(answers[0]?.rows).toEqual([[1], [2]])
  })
  const kept = engine.database.prepare('SELECT "V" FROM "T" WHERE "ID" = 2').get()?.['V']
  expect(kept).toEqual(Uint8Array.from(bytes))
})

test('a text that the code page cannot hold, or that is too long in its bytes, is refused and never changed', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] varchar(5) COLLATE Chinese_PRC_CI_AS NULL)')
  const fields = [
    { name: 'ID', type: { name: 'integer' as const } },
    { name: 'V', type: { name: 'text' as const } },
  ]
  const rows: Row[] = [
    [1, '张三'],
    [2, '张三丰'],
    [3, '\u{20bb7}'],
    [4, 'abcdef'],
  ]
  const { rejects } = await withSession('write', (session) =>
    session.apply({ dataset: 'T', fields, key: ['ID'], mode: 'insert', onReject: 'skip', batch: 'b', rows }),
  )
  expect(rejects).toEqual([
    { row: 1, column: 'V', code: 'VALUE_TOO_LONG' },
    { row: 2, column: 'V', code: 'TEXT_UNENCODABLE' },
    { row: 3, column: 'V', code: 'VALUE_TOO_LONG' },
  ])
  expect((await readAll()).rows).toEqual([[1, '张三']])
})

test('a bad byte and half a pair are told with their offset, and GBK in a Latin column is read as what it is', async () => {
  engine.run(
    'CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] varchar(20) COLLATE Chinese_PRC_CI_AS NULL, [W] varchar(20) COLLATE Latin1_General_CI_AS NULL, [N] nvarchar(20) NULL)',
  )
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?, ?, ?)')
  insert.run(1, Uint8Array.of(0x41, 0xd5, 0xc5, 0xff), Uint8Array.of(0xd5, 0xc5), 'x')
  expect((await readAll()).unreadable).toMatchObject([
    { row: 1, error: { code: 'TEXT_UNDECODABLE', details: { column: 'V', offset: 3 } } },
  ])
  expect((await readAll('W')).rows).toEqual([[1, 'ÕÅ']])
  expect((await readAll('W', 'GBK')).rows).toEqual([[1, '张']])
})

test.each([
  ['tinyint', 256, 'VALUE_INVALID'],
  ['smallint', -32769, 'VALUE_INVALID'],
  ['real', 0.1, 'VALUE_LOSS'],
  ['datetime', '2024-01-01T00:00:00.001', 'VALUE_LOSS'],
  ['datetime', '1752-12-31T00:00:00', 'VALUE_INVALID'],
  ['smalldatetime', '2024-01-01T00:00:30', 'VALUE_LOSS'],
  ['smalldatetime', '2079-06-07T00:00:00', 'VALUE_INVALID'],
  ['datetime', '2024-01-01T00:00:00.1234', 'VALUE_LOSS'],
  ['datetime2(3)', '2024-01-01T00:00:00.1234', 'VALUE_LOSS'],
  ['time(0)', '00:00:00.5', 'VALUE_LOSS'],
  ['uniqueidentifier', 'x', 'VALUE_INVALID'],
  ['nvarchar(2)', 'a\u{20bb7}', 'VALUE_TOO_LONG'],
  ['decimal(5,2)', '1234.00', 'VALUE_TOO_LONG'],
])('%s refuses %s before the server sees it', async (type, value, code) => {
  engine.run(`CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] ${type} NULL)`)
  const dataset = await withSession(
    'read',
    async (session) => (await Array.fromAsync(session.describe({ names: ['T'] })))[0],
  )
  const fields = [
    { name: 'ID', type: { name: 'integer' as const } },
    { name: 'V', type: dataset?.columns[1]?.type ?? { name: 'text' } },
  ]
  const write = {
    dataset: 'T',
    fields,
    key: ['ID'],
    mode: 'insert',
    onReject: 'skip',
    batch: 'b',
    rows: [[1, value]] as Row[],
  } as const
  const { rejects } = await withSession('write', (session) => session.apply(write))
  expect(rejects).toEqual([{ row: 0, column: 'V', code }])
})

test('a key finds its rows alone: not those of another case, width or padding, and CHAR with its padding', async () => {
  engine.run(
    'CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] nvarchar(20) NULL, [C] char(6) COLLATE Chinese_PRC_CI_AS NULL)',
  )
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?, ?)')
  for (const [id, text] of [
    [1, 'ab'],
    [2, 'AB'],
    [3, 'ab  '],
    [4, 'ａｂ'],
  ] as const)
    insert.run(id, text, Buffer.from('ab    '))
  const ask = async (by: string, key: string): Promise<unknown> =>
    await withSession('read', async (session) => {
      const { answers } = await session.lookup({
        dataset: 'T',
        columns: [{ name: 'ID' }],
        by: [by],
        keys: [[key]],
        limit: 9,
        orderBy: ['ID'],
      })
      return answers[0]?.rows
    })
  expect(await ask('V', 'ab')).toEqual([[1]])
  expect(await ask('V', 'ab  ')).toEqual([[3]])
  expect(await ask('C', 'ab')).toEqual([[1], [2], [3], [4]])
  expect(await ask('C', 'ab    ')).toEqual([[1], [2], [3], [4]])
  expect(await ask('C', 'abcdefg')).toEqual([])
})

test.each([
  ['datetime', '2024-01-01T00:00:00.003', '2024-01-01T00:00:00.002'],
  ['datetime', '2024-01-01T00:00:00.99', '2024-01-01T00:00:00.989'],
  ['smalldatetime', '2024-01-01T00:01:00', '2024-01-01T00:00:59'],
  ['smalldatetime', '1900-01-01T00:00:00', '1899-12-31T23:59:59'],
  ['datetime2(0)', '2024-01-01T00:00:01', '2024-01-01T00:00:00.999'],
  ['datetimeoffset(0)', '2024-01-01T00:00:01Z', '2024-01-01T00:00:00.999Z'],
  ['time(3)', '00:00:00.123', '00:00:00.1234'],
])(
  '%s: a key that would be rounded to %s does not find it, and an overlap reaches behind it',
  async (type, kept, near) => {
    engine.run(`CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] ${type} NULL)`)
    engine.database.prepare('INSERT INTO "T" VALUES (1, ?)').run(kept)
    await withSession('read', async (session) => {
      const request = { dataset: 'T', columns: [{ name: 'ID' }], by: ['V'], keys: [[kept], [near]], limit: 9 }
      const { answers } = await session.lookup(request)
      expect(answers.map(({ rows, error }) => [rows, error?.code])).toEqual([
        [[[1]], undefined],
        [[], undefined],
      ])
      if (type.startsWith('time')) return
      const by = { kind: 'column', column: 'V', key: ['ID'], overlap: 1 } as const
      const changes = { dataset: 'T', columns: [{ name: 'ID' }], by }
      const [first] = await Array.fromAsync(session.changes(changes))
      const again = await Array.fromAsync(session.changes({ ...changes, after: first?.cursor ?? '' }))
      expect(again.flatMap(({ rows }) => rows)).toEqual([[1]])
    })
  },
)

test('a cell beyond the bound never leaves the server', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [V] varbinary(max) NULL)')
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?)')
  insert.run(1, new Uint8Array(100))
  insert.run(2, new Uint8Array(101))
  options = { ...options, maxCellBytes: 100 }
  const { rows, unreadable } = await readAll()
  expect(rows).toEqual([[1, new Uint8Array(100)]])
  expect(unreadable).toMatchObject([
    { row: 2, error: { code: 'VALUE_TOO_LONG', details: { length: 101, maxLength: 100 } } },
  ])
})

test.each(['a\nGO\nDROP TABLE T', '\n:!! touch x', '$(PATH)', 'a\\\nb', '\0'])(
  'what sqlcmd would take for a line of its own is written as bytes: %j',
  (text) => {
    const column = { name: 'X', type: { name: 'text' }, nativeType: 'nvarchar(max)', nullable: true } as const
    const written = dialect.literal?.(text, column) ?? ''
    const [, bytes = ''] = /^CONVERT\(nvarchar\(max\), 0x([0-9a-f]+)\)$/.exec(written) ?? []
    expect(Buffer.from(bytes, 'hex').toString('utf16le')).toBe(text)
    expect(dialect.literal?.("o'x\\$", column)).toBe("N'o''x\\$'")
  },
)
