import { type ConnectorSession, openSession, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsEngine } from '../../../test/servers/tds/engine/engine.ts'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import { connector } from '../src/index.ts'
import { startEngine } from './target.ts'

let engine: TdsEngine
let server: TdsServer
let session: ConnectorSession

async function begin(snapshot: boolean, access: 'read' | 'write' = 'read'): Promise<void> {
  const started = await startEngine(snapshot)
  ;({ engine, server } = started)
  session = await openSession(connector, started.options, { access })
}

beforeEach(async () => await begin(false))
afterEach(async () => {
  await session[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  engine.close()
})

function version(number: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(number, 4)
  return new Uint8Array(bytes)
}

async function changed(after?: string): Promise<{ rows: Row[]; cursor: string }> {
  const by = { kind: 'column', column: 'BB', key: ['ID'] } as const
  const request = { dataset: 'T', columns: [{ name: 'ID' }], by, ...(after === undefined ? {} : { after }) }
  const rows: Row[] = []
  let cursor = after ?? ''
  for await (const batch of session.changes(request)) {
    rows.push(...batch.rows)
    cursor = batch.cursor
  }
  return { rows, cursor }
}

test('row versions are followed only up to where no transaction is still to commit', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [BB] rowversion NOT NULL)')
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?, ?)')
  insert.run(1, version(1001))
  insert.run(3, version(1003))
  // 1002 is taken by a transaction that has not committed.
  engine.values.set('MIN_ACTIVE_ROWVERSION', version(1002))
  const first = await changed()
  expect(first.rows).toEqual([[1]])
  insert.run(2, version(1002))
  engine.values.set('MIN_ACTIVE_ROWVERSION', version(1004))
  expect((await changed(first.cursor)).rows).toEqual([[2], [3]])
})

test('without change tracking a log is not supported, and the script switches it on', async () => {
  engine.run('CREATE TABLE [登记 表] ([ID] int NOT NULL PRIMARY KEY, [X] int NULL)')
  const by = { kind: 'log', key: ['ID'] } as const
  const request = { dataset: '登记 表', columns: [{ name: 'ID' }], by }
  await expect(Array.fromAsync(session.changes(request))).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  expect(
    await session.prepareChanges({ dataset: '登记 表', by }),
  ).toBe(`IF NOT EXISTS (SELECT 1 FROM sys.change_tracking_databases WHERE database_id = DB_ID())
  ALTER DATABASE [registry] SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 14 DAYS, AUTO_CLEANUP = ON);
ALTER TABLE [dbo].[登记 表] ENABLE CHANGE_TRACKING;
GRANT VIEW CHANGE TRACKING ON [dbo].[登记 表] TO [berth];
-- To be without it again:
-- ALTER TABLE [dbo].[登记 表] DISABLE CHANGE_TRACKING;
`)
})

test('versions that end before the cursor are of another database, and nothing is taken for told', async () => {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY)')
  const by = { kind: 'log', key: ['ID'] } as const
  const request = { dataset: 'T', columns: [{ name: 'ID' }], by }
  engine.track('T')
  engine.run('INSERT INTO [T] VALUES (1)')
  const [batch] = await Array.fromAsync(session.changes(request))
  const after = batch?.cursor ?? ''
  engine.database.exec('UPDATE "sys.version" SET version = version - 1')
  await expect(Array.fromAsync(session.changes({ ...request, after }))).rejects.toMatchObject({
    code: 'CURSOR_EXPIRED',
  })
})

test('the outbox is filled by one trigger for all rows of a statement', async () => {
  engine.run(
    'CREATE TABLE [T] ([区] varchar(6) COLLATE Chinese_PRC_CI_AS NOT NULL, [ID] int NOT NULL, PRIMARY KEY ([区], [ID]))',
  )
  const by = { kind: 'outbox', key: ['区', 'ID'], dataset: 'BERTH_CHANGES' } as const
  expect(await session.prepareChanges({ dataset: 'T', by })).toBe(`CREATE TABLE [dbo].[BERTH_CHANGES] (
  BERTH_NUMBER bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
  [区] varchar(6) COLLATE Chinese_PRC_CI_AS NOT NULL,
  [ID] int NOT NULL,
  BERTH_AT datetime2(3) NOT NULL DEFAULT SYSUTCDATETIME()
);
GO
CREATE TRIGGER [dbo].[BERTH_CHANGES_T] ON [dbo].[T] AFTER INSERT, UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  INSERT INTO [dbo].[BERTH_CHANGES] ([区], [ID])
  SELECT D.[区], D.[ID] FROM deleted AS D
  WHERE NOT EXISTS (SELECT 1 FROM inserted AS I WHERE CONVERT(varbinary(8000), I.[区]) = CONVERT(varbinary(8000), D.[区]) AND I.[ID] = D.[ID]);
  INSERT INTO [dbo].[BERTH_CHANGES] ([区], [ID])
  SELECT I.[区], I.[ID] FROM inserted AS I;
END;
GO
-- From time to time, older than any docking is behind; the newest entry stays:
-- DELETE FROM [dbo].[BERTH_CHANGES] WHERE BERTH_AT < DATEADD(day, -30, SYSUTCDATETIME())
--   AND BERTH_NUMBER < (SELECT MAX(BERTH_NUMBER) FROM [dbo].[BERTH_CHANGES]);
`)
})

async function readsOf(): Promise<string[]> {
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY)')
  const insert = engine.database.prepare('INSERT INTO "T" VALUES (?)')
  for (let id = 0; id < 25; id++) insert.run(id)
  engine.log.length = 0
  const scan = session.scan({ dataset: 'T', columns: [{ name: 'ID' }], key: ['ID'], batchRows: 10 })
  expect((await Array.fromAsync(scan)).map(({ rows }) => rows.length)).toEqual([10, 10, 5])
  return engine.log.filter((text) => text.includes('FROM [dbo].[T]'))
}

test('where readers lock, a scan is made of short statements, and nothing but SELECT is sent', async () => {
  expect((await readsOf()).length).toBe(3)
  expect(engine.log.filter((text) => !text.startsWith('SELECT'))).toEqual([])
  expect(engine.settings.join(' ')).toContain('SET LOCK_TIMEOUT 5000')
  expect(engine.settings.join(' ')).not.toContain('SNAPSHOT')
})

test('where snapshots are allowed, a read session reads them, and a scan is one statement', async () => {
  await session[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  engine.close()
  await begin(true)
  expect((await readsOf()).length).toBe(1)
  expect(engine.settings.join(' ')).toContain('SET TRANSACTION ISOLATION LEVEL SNAPSHOT')
})

test('values for an identity column are given under IDENTITY_INSERT', async () => {
  await session[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  engine.close()
  await begin(false, 'write')
  engine.run('CREATE TABLE [T] ([ID] int IDENTITY(1,1) NOT NULL PRIMARY KEY, [X] int NULL)')
  const integer = { name: 'integer' } as const
  const fields = [
    { name: 'ID', type: integer },
    { name: 'X', type: integer },
  ]
  const write = { dataset: 'T', fields, key: ['ID'], mode: 'upsert', onReject: 'abort' } as const
  expect(await session.apply({ ...write, rows: [[7, 1]], batch: 'a' })).toMatchObject({ applied: 1 })
  const many = Array.from({ length: 150 }, (_, id): Row => [id, 2])
  expect(await session.apply({ ...write, rows: many, batch: 'b' })).toMatchObject({ applied: 150 })
  expect(engine.database.prepare('SELECT COUNT(*) AS n, SUM(X) AS s FROM "T"').get()).toEqual({ n: 150, s: 300 })
  for (const text of engine.log.filter((each) => each.includes('MERGE')))
    expect(text).toMatch(/^SET IDENTITY_INSERT \[dbo\]\.\[T\] ON; MERGE .*; SET IDENTITY_INSERT \[dbo\]\.\[T\] OFF$/)
})

test('a key that is twice in a bulk write is written in order, the last one stays', async () => {
  await session[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  engine.close()
  await begin(false, 'write')
  engine.run('CREATE TABLE [T] ([ID] int NOT NULL PRIMARY KEY, [X] int NULL)')
  const integer = { name: 'integer' } as const
  const fields = [
    { name: 'ID', type: integer },
    { name: 'X', type: integer },
  ]
  const rows = Array.from({ length: 150 }, (_, at): Row => [at % 100, at])
  const write = { dataset: 'T', fields, key: ['ID'], mode: 'upsert', onReject: 'abort', batch: 'a' } as const
  expect(await session.apply({ ...write, rows })).toMatchObject({ applied: 150, rejects: [] })
  expect(engine.database.prepare('SELECT X FROM "T" WHERE ID = 3').get()).toEqual({ X: 103 })
})
