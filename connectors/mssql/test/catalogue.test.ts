import { type ConnectorSession, type Dataset, openSession } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addObject, comment, insert, typeCells } from '../../../test/servers/tds/engine/catalogue.ts'
import type { TdsEngine } from '../../../test/servers/tds/engine/engine.ts'
import { EngineError } from '../../../test/servers/tds/engine/engine-error.ts'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import { parseType } from '../../../test/servers/tds/tds-type.ts'
import { connector } from '../src/index.ts'
import { asks } from '../src/questions.ts'
import { startEngine } from './target.ts'

let engine: TdsEngine
let server: TdsServer
let options: Readonly<Record<string, unknown>>
let session: ConnectorSession | undefined

beforeEach(async () => {
  ;({ engine, server, options } = await startEngine())
})
afterEach(async () => {
  await session?.[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  engine.close()
})

async function open(access: 'read' | 'write' = 'read'): Promise<ConnectorSession> {
  session = await openSession(connector, options, { access })
  return session
}

async function describe(names?: readonly string[]): Promise<Dataset[]> {
  return await Array.fromAsync((await open()).describe(names === undefined ? {} : { names }))
}

test('tables of other schemas are told under schema.name, exactly as they are spelled', async () => {
  engine.run('CREATE TABLE [hr].[员工] ([ID] int NOT NULL PRIMARY KEY)')
  engine.run('CREATE TABLE [员工] ([ID] int NOT NULL PRIMARY KEY, [V] int NULL)')
  engine.database.exec('INSERT INTO "hr.员工" VALUES (7)')
  expect((await describe()).map(({ name }) => name)).toEqual(['hr.员工', '员工'])
  const rows = await Array.fromAsync((await open()).scan({ dataset: 'hr.员工', columns: [{ name: 'ID' }] }))
  expect(rows.flatMap((batch) => batch.rows)).toEqual([[7]])
  expect(await describe(['HR.员工', 'dbo.员工', 'hr.员工3'])).toEqual([])
})

test('comments, identity, row counts, charsets and types are told', async () => {
  engine.run(`CREATE TABLE [T] ([ID] int IDENTITY(1,1) NOT NULL PRIMARY KEY,
[XM] varchar(30) COLLATE Chinese_PRC_CI_AS NULL, [BZ] nvarchar(max) NULL, [BB] rowversion NOT NULL)`)
  comment(engine.database, 1, 0, '登记')
  comment(engine.database, 1, 2, '姓名')
  engine.database.exec('UPDATE "sys.partitions" SET rows = 12345')
  expect(await describe(['T'])).toEqual([
    {
      name: 'T',
      kind: 'table',
      comment: '登记',
      rowCount: 12345,
      key: ['ID'],
      columns: [
        { name: 'ID', nativeType: 'int', type: { name: 'integer' }, nullable: false },
        {
          name: 'XM',
          nativeType: 'varchar(30)',
          type: { name: 'text', maxLength: 30 },
          nullable: true,
          charset: 'cp936',
          comment: '姓名',
        },
        { name: 'BZ', nativeType: 'nvarchar(max)', type: { name: 'text' }, nullable: true },
        { name: 'BB', nativeType: 'timestamp', type: { name: 'binary', maxLength: 8 }, nullable: false },
      ],
    },
  ])
})

test('what describe sends is what the manifest says that it asks', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY)')
  engine.values.set('SERVER PRODUCTVERSION', '15.0.4300.1')
  addObject(engine.database, 'P', 'P')
  const reading = await open()
  engine.log.length = 0
  await Array.fromAsync(reading.describe())
  const byOne = (text: string): string => text.replace(/ AND p\.object_id IN \(CONVERT\(int, @p1\)\)/, '')
  for (const text of engine.log) expect(asks).toContain(byOne(text))
})

test('a synonym has the columns of what it stands for; one of another database is left out', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY)')
  const here = addObject(engine.database, 'S', 'SN')
  const there = addObject(engine.database, 'S2', 'SN')
  insert(engine.database, 'synonyms', [
    [here, '[dbo].[T]', null],
    [there, '[other].[dbo].[T]', null],
  ])
  expect((await describe()).map(({ name, kind, key }) => [name, kind, key])).toEqual([
    ['S', 'synonym', ['ID']],
    ['T', 'table', ['ID']],
  ])
})

function procedure(): void {
  engine.values.set('SERVER PRODUCTVERSION', '11.0.2100.60')
  const id = addObject(engine.database, 'SP_CX', 'P')
  insert(engine.database, 'parameters', [
    [id, 1, '@je', ...typeCells('decimal(38,10)'), 0],
    [id, 2, '@rq', ...typeCells('datetime2(7)'), 0],
  ])
  const result = (at: number, name: string, type: string): (string | number | null)[] => {
    const collation = type.startsWith('varchar') ? 'Chinese_PRC_CI_AS' : null
    return [id, at, name, ...(typeCells(type) as number[]), 1, collation, 0, null]
  }
  const columns = [
    result(1, '金额', 'decimal(38,10)'),
    result(2, '时间', 'datetime2(7)'),
    result(3, 'XM', 'nvarchar(20)'),
  ]
  insert(engine.database, 'dm_exec_describe_first_result_set_for_object', columns)
}

test('the rows of a procedure come back exactly, from SQL Server 2012 on', async () => {
  procedure()
  const amount = '9999999999999999999999999999.0123456789'
  engine.procedures.set('SP_CX', ({ je, rq }) => ({
    columns: ['金额', '时间', 'XM'].map((name) => ({ name, type: parseType('nvarchar(41)') })),
    rows: [[je, rq, '张三']],
  }))
  const [told] = await describe(['SP_CX'])
  expect(told).toMatchObject({ kind: 'procedure', parameters: [{ name: 'je' }, { name: 'rq' }] })
  expect(told?.columns.map(({ name, type }) => [name, type.name])).toEqual([
    ['金额', 'decimal'],
    ['时间', 'datetime'],
    ['XM', 'text'],
  ])
  const writing = await open('write')
  const result = await writing.invoke({
    operation: 'SP_CX',
    input: [
      { name: 'je', type: { name: 'decimal' }, value: amount },
      { name: 'rq', type: { name: 'datetime' }, value: '2024-02-29T23:59:59.9999999' },
    ],
    output: (told?.columns ?? []).map(({ name, type }) => ({ name, type })),
    idempotencyKey: 'k1',
  })
  expect(result.rows).toEqual([[amount, '2024-02-29T23:59:59.9999999', '张三']])
})

test('rows of a procedure that nobody can describe before are told by the columns that come', async () => {
  addObject(engine.database, 'SP_DT', 'P')
  const types = {
    编号: 'bigint',
    金额: 'decimal(18,4)',
    钱: 'money',
    时间: 'datetime2(7)',
    姓名: 'varchar(20)',
    备注: 'nvarchar(max)',
    图: 'varbinary(8)',
  }
  const columns = Object.entries(types).map(([name, type]) => ({ name, type: parseType(type) }))
  const row = [
    '9007199254740993',
    '12345678.1234',
    '-0.0500',
    '2024-02-29T12:00:00.0000001',
    '张三',
    '长',
    Uint8Array.of(1),
  ]
  let rows: unknown[][] = [row, columns.map(() => null)]
  engine.procedures.set('SP_DT', () => ({ columns, rows }))
  const output = columns.map(({ name }) => ({ name, type: { name: 'text' as const } }))
  const writing = await open('write')
  const call = { operation: 'SP_DT', input: [], output, idempotencyKey: 'k1' }
  const result = await writing.invoke(call)
  expect(result.rows).toEqual([row, columns.map(() => null)])
  expect(result.fields.map(({ type }) => type.name)).toEqual([
    'int64',
    'decimal',
    'decimal',
    'datetime',
    'text',
    'text',
    'binary',
  ])
  rows = [row.with(1, '12345678901234.5678')]
  const lossy = writing.invoke({ ...call, idempotencyKey: 'k2' })
  await expect(lossy).rejects.toMatchObject({ code: 'VALUE_LOSS', details: { column: '金额' } })
  rows = [row.with(4, Uint8Array.of(0xd5, 0xff))]
  const garbled = writing.invoke({ ...call, idempotencyKey: 'k3' })
  await expect(garbled).rejects.toMatchObject({ code: 'TEXT_UNDECODABLE', details: { column: '姓名' } })
  rows = []
  const unknown = writing.invoke({ ...call, idempotencyKey: 'k4', output: [{ name: '无', type: { name: 'text' } }] })
  await expect(unknown).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
})

test('a procedure that ends the transaction and fails has an unknown outcome, and is not done again', async () => {
  const id = addObject(engine.database, 'SP_TJ', 'P')
  insert(engine.database, 'parameters', [[id, 1, '@id', ...typeCells('int'), 0]])
  engine.run('CREATE TABLE [T] ([ID] int NULL)')
  let calls = 0
  engine.procedures.set('SP_TJ', (given, { database }) => {
    calls += 1
    database.prepare('INSERT INTO "T" VALUES (?)').run(given['id'] ?? null)
    database.exec('COMMIT')
    throw new EngineError(50_001)
  })
  const writing = await open('write')
  const call = {
    operation: 'SP_TJ',
    input: [{ name: 'id', type: { name: 'integer' as const }, value: 1 }],
    output: [],
    idempotencyKey: 'k1',
  }
  await expect(writing.invoke(call)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  const again = await open('write')
  await expect(again.invoke(call)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect(calls).toBe(1)
})
