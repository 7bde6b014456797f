import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { columnRow, ScriptedOracle, scanned, withTable } from './scripted-driver.ts'

const columns = [
  columnRow('T', 'ID', 'NUMBER', { precision: 10, scale: 0, nullable: 'N' }),
  columnRow('T', 'NR', 'CLOB', { charset: 'CHAR_CS' }),
]
const rows = (count: number, cell: unknown = null): unknown[][] =>
  Array.from({ length: count }, (_, at) => [String(at), cell, null])

test('a session settles what its statements depend on, and says what the server is', async () => {
  const oracle = new ScriptedOracle()
  await using session = await oracle.open('write')
  expect(oracle.sent[0]?.text).toBe(
    `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_CALENDAR = 'GREGORIAN' NLS_SORT = 'BINARY' NLS_COMP = 'BINARY'`,
  )
  expect(await session.ping()).toEqual({
    product: 'Oracle 19.0.0.0.0',
    charset: 'AL32UTF8',
    clock: '2026-11-23T08:00:00.000Z',
    timeZone: '+08:00',
    writable: true,
  })
})

test('an abort tells the server to stop, and the call ends as ABORTED', async () => {
  const oracle = withTable('T', columns).answer(/FROM "HY"\."T"/, { hangs: true })
  const session = await oracle.open()
  const abort = new AbortController()
  const asked = session.lookup(
    { dataset: 'T', columns: [{ name: 'ID' }], by: ['ID'], keys: [['1']], limit: 1 },
    { signal: abort.signal },
  )
  while (!oracle.texts.some((text) => text.includes('FROM "HY"."T"')))
    await new Promise((resolve) => setImmediate(resolve))
  abort.abort()
  await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
  expect(oracle.calls).toEqual(expect.arrayContaining(['break']))
  expect(session.usable).toBe(false)
  await session[Symbol.asyncDispose]()
  expect(oracle.calls.at(-1)).toBe('close')
})

test('a consumer that leaves early closes the rows and the transaction, and the session goes on', async () => {
  const oracle = withTable('T', columns).answer(/ORDER BY "ID"/, { rows: rows(5000) })
  await using session = await oracle.open()
  for await (const batch of session.scan({ dataset: 'T', columns: [{ name: 'ID' }], key: ['ID'], batchRows: 100 })) {
    expect(batch.rows).toHaveLength(100)
    break
  }
  expect(oracle.calls.slice(-2)).toEqual(['close rows', 'rollback'])
  expect(oracle.calls.filter((call) => call === 'fetch 100')).toHaveLength(1)
  expect(session.usable).toBe(true)
})

test.each([
  ['ORA-01555', 'SNAPSHOT_TOO_OLD', true],
  ['NJS-500', 'CONNECTION_LOST', false],
])('%s in the middle of a scan is %s; what the line still takes is ended', async (native, code, ends) => {
  const oracle = withTable('T', columns).answer(/ORDER BY "ID"/, {
    error: { code: native, message: `${native}: canary` },
  })
  await using session = await oracle.open()
  await expect(scanned(session, 'T', ['ID'], ['ID'])).rejects.toMatchObject({ code, action: 'retry' })
  expect(oracle.calls.includes('rollback')).toBe(ends)
  expect(session.usable).toBe(ends)
})

test('rows with LOBs are fetched few at a time, by what the last ones held', async () => {
  const small = withTable('T', columns).answer(/FROM "HY"\."T"/, {
    rows: rows(100, 'x'),
    types: ['DB_TYPE_NUMBER', 'DB_TYPE_CLOB', 'DB_TYPE_NUMBER'],
  })
  {
    await using session = await small.open()
    expect(await scanned(session, 'T', ['ID', 'NR'])).toHaveLength(100)
  }
  expect(small.calls.filter((call) => call.startsWith('fetch')).slice(-8)).toEqual(
    [1, 2, 4, 8, 16, 32, 32, 32].map((count) => `fetch ${count}`),
  )
  const large = withTable('T', columns).answer(/FROM "HY"\."T"/, {
    rows: rows(6, 'x'.repeat(3_000_000)),
    types: ['DB_TYPE_NUMBER', 'DB_TYPE_CLOB', 'DB_TYPE_NUMBER'],
  })
  await using session = await large.open()
  expect(await scanned(session, 'T', ['ID', 'NR'])).toHaveLength(6)
  expect(large.calls.filter((call) => call === 'fetch 1')).toHaveLength(7)
})

test('a LOB beyond the bound never leaves the database: the statement asks for its length', async () => {
  const oracle = withTable('T', columns).answer(/FROM "HY"\."T"/, {
    rows: [
      ['1', null, '5000'],
      ['2', 'short', null],
    ],
  })
  await using session = await oracle.open('read', { maxCellBytes: 4096 })
  const [batch] = await Array.fromAsync(session.scan({ dataset: 'T', columns: [{ name: 'ID' }, { name: 'NR' }] }))
  expect(batch?.rows).toEqual([['2', 'short']])
  expect(
    batch?.unreadable?.map(({ row, error }) => [row, error.code, error.details['length'], error.details['maxLength']]),
  ).toEqual([[1, 'VALUE_TOO_LONG', 5000, 2048]])
  expect(oracle.texts.at(-1)).toMatch(
    /^SELECT {2}"ID", CASE WHEN DBMS_LOB\.GETLENGTH\("NR"\) <= 2048 THEN CASE DBMS_LOB\.GETLENGTH\("NR"\) WHEN 0 THEN TO_CLOB\('\w+'\) ELSE "NR" END END, CASE WHEN DBMS_LOB\.GETLENGTH\("NR"\) > 2048 THEN DBMS_LOB\.GETLENGTH\("NR"\) END FROM/,
  )
})

test('a commit that is not answered is told as such', async () => {
  const oracle = withTable('T', columns).answer(/USER_OBJECTS/, { rows: [['1']] })
  const session = await oracle.open('write')
  const native = session.native as { commit(): Promise<void> }
  native.commit = async () => {
    throw Object.assign(new Error('NJS-500: connection to the Oracle Database was broken'), { code: 'NJS-500' })
  }
  const fields = [{ name: 'ID', type: { name: 'int64' as const } }]
  const applying = session.apply({
    dataset: 'T',
    fields,
    rows: [['1']],
    key: [],
    mode: 'insert',
    batch: 'b',
    onReject: 'abort',
  })
  await expect(applying).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  await session[Symbol.asyncDispose]()
})

test('a login that fails behind the connection leaves nothing open', async () => {
  const oracle = new ScriptedOracle().answer(/ALTER SESSION/, {
    error: { code: 'ORA-01045', message: 'ORA-01045: user lacks CREATE SESSION' },
  })
  await expect(oracle.open()).rejects.toSatisfy((error) => BerthError.is(error) && error.code === 'PERMISSION_DENIED')
  expect(oracle.calls).toEqual(['close'])
})

test('a database of US7ASCII is read as bytes, strictly', async () => {
  const facts = { rows: [['US7ASCII', 'AL16UTF16', 'HY', 'PRIMARY', '2026-11-23T08:00:00.000', '+08:00']] }
  const text = [
    columns[0] ?? [],
    columnRow('T', 'XM', 'VARCHAR2', { length: 20, characters: 20, used: 'B', charset: 'CHAR_CS' }),
  ]
  const oracle = withTable('T', text)
    .answer(/NLS_DATABASE_PARAMETERS/, facts)
    .answer(/SELECT {2}"ID"/, {
      rows: [
        ['1', Buffer.from('plain')],
        ['2', Buffer.from([0xd5, 0xc5])],
      ],
    })
    .answer(/FROM "HY"\."T"/, { rows: [[Buffer.from([0xd5, 0xc5])]] })
  await using session = await oracle.open()
  const [batch] = await Array.fromAsync(session.scan({ dataset: 'T', columns: [{ name: 'ID' }, { name: 'XM' }] }))
  expect(batch?.rows).toEqual([['1', 'plain']])
  expect(batch?.unreadable?.[0]?.error).toMatchObject({
    code: 'TEXT_UNDECODABLE',
    details: { column: 'XM', offset: 1 },
  })
  const [gbk] = await Array.fromAsync(session.scan({ dataset: 'T', columns: [{ name: 'XM', charset: 'GBK' }] }))
  expect(gbk?.rows).toEqual([['张']])
})
