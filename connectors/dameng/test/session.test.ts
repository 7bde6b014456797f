import type { ApplyRequest, ApplyResult } from '@berth/core'
import { expect, test } from 'vitest'
import { manifest } from '../src/index.ts'
import { columnRow, ScriptedDameng, withTable } from './scripted-driver.ts'

/** What leaves the connector, word by word. That a Dameng server takes it is not shown here: there was none. */
const columns = [
  columnRow('T', 'ID', 'BIGINT', { nullable: 'N' }),
  columnRow('T', 'XM', 'VARCHAR', { length: 30 }),
  columnRow('T', 'JE', 'DEC', { precision: 18, scale: 4 }),
]
const table = (): ScriptedDameng => withTable('T', columns)
const three = [{ name: 'ID' }, { name: 'XM' }, { name: 'JE' }]

test('a connection never commits by itself, cuts no results, and says what it is', async () => {
  const dameng = new ScriptedDameng().answer(/V\$VERSION/, {
    rows: [['DM Database Server 64 V8', '2026-11-23 08:00:00.000', '+08:00']],
  })
  await using session = await dameng.open('write', { schema: 'HY' })
  expect(dameng.attributes).toMatchObject({ connectString: 'db:5236', autoCommit: false, maxRows: 0, schema: 'HY' })
  expect(await session.ping()).toEqual({
    product: 'DM Database Server 64 V8',
    charset: 'UTF-8',
    clock: '2026-11-23T08:00:00.000Z',
    timeZone: '+08:00',
    writable: true,
  })
})

test('questions are bound, limited and asked together', async () => {
  const dameng = table().answer(/UNION ALL/, { rows: [['1', '甲', '1.5', 0]] })
  await using session = await dameng.open()
  const { answers } = await session.lookup({ dataset: 'T', columns: three, by: ['ID'], keys: [['1'], ['2']], limit: 5 })
  expect(answers.map(({ rows }) => rows)).toEqual([[['1', '甲', '1.5000']], []])
  const branch = (at: number): string =>
    `SELECT B${at}.* FROM (SELECT  CAST("ID" AS VARCHAR(20)) AS BERTH_0, "XM" AS BERTH_1, CAST("JE" AS VARCHAR(130)) AS BERTH_2, ${at} AS BERTH_QUESTION FROM "HY"."T" T WHERE "ID" = ? LIMIT 6) B${at}`
  expect(dameng.texts.at(-1)).toBe(`${branch(0)} UNION ALL ${branch(1)}`)
  expect(dameng.sent.at(-1)?.binds).toEqual([1n, 2n])
})

test('a scan reads in a read-only transaction, long cells a few rows at a time', async () => {
  const dameng = table().answer(/ORDER BY "ID"/, {
    rows: Array.from({ length: 5 }, (_, at) => [String(at), 'x', null]),
    types: ['BIGINT', 'CLOB', 'DEC'],
  })
  await using session = await dameng.open()
  const batches = await Array.fromAsync(session.scan({ dataset: 'T', columns: three, key: ['ID'] }))
  expect(batches.flatMap(({ rows }) => rows)).toHaveLength(5)
  expect(dameng.texts.at(-2)).toBe('SET TRANSACTION READ ONLY')
  expect(dameng.calls.slice(-5)).toEqual(['fetch 1', 'fetch 2', 'fetch 4', 'close rows', 'rollback'])
})

const request: ApplyRequest = {
  dataset: 'T',
  fields: [
    { name: 'ID', type: { name: 'int64' } },
    { name: 'XM', type: { name: 'text' } },
  ],
  rows: [
    ['1', '甲'],
    ['2', ''],
  ],
  key: ['ID'],
  mode: 'upsert',
  batch: 'b1',
  onReject: 'skip',
}

async function apply(dameng: ScriptedDameng, changed: Partial<ApplyRequest> = {}, options = {}): Promise<ApplyResult> {
  await using session = await dameng.open('write', options)
  return await session.apply({ ...request, ...changed })
}

test('rows are merged together behind a savepoint', async () => {
  const dameng = table()
  expect(await apply(dameng)).toEqual({ applied: 2, repeated: false, rejects: [] })
  expect(dameng.many).toEqual([
    {
      text: `MERGE INTO "HY"."T" T USING (SELECT ? "ID", ? "XM" FROM DUAL) S ON (T."ID" = S."ID") WHEN MATCHED THEN UPDATE SET T."XM" = S."XM" WHEN NOT MATCHED THEN INSERT ("ID", "XM") VALUES (S."ID", S."XM")`,
      rows: [
        [1n, '甲'],
        [2n, ''],
      ],
    },
  ])
  expect(dameng.texts.slice(-2)).toEqual([
    'INSERT INTO "BERTH_LEDGER" (BATCH, APPLIED_AT) VALUES (?, SYSTIMESTAMP)',
    'SAVEPOINT BERTH_MANY',
  ])
})

test('when one of them is refused, all are undone and sent one by one', async () => {
  const dameng = table().answer(/^MERGE/, ({ binds }) =>
    binds[0] === 2n ? { error: { errCode: -6602, message: '[-6602] canary' } } : {},
  )
  dameng.manyError = { errCode: -6602, message: '[-6602] canary' }
  expect(await apply(dameng)).toEqual({
    applied: 1,
    repeated: false,
    rejects: [{ row: 1, code: 'CONSTRAINT_VIOLATED', nativeCode: '-6602' }],
  })
  expect(dameng.texts).toContain('ROLLBACK TO SAVEPOINT BERTH_MANY')
  expect(dameng.calls).toContain('commit')
})

test('an empty text is an empty text, unless the database keeps it as NULL', async () => {
  const compatible = (): ScriptedDameng => table().answer(/SF_GET_UNICODE_FLAG/, { rows: [['0', 'HY', '1']] })
  expect((await apply(compatible())).rejects).toEqual([{ row: 1, column: 'XM', code: 'VALUE_LOSS' }])
  expect((await apply(compatible(), {}, { emptyText: 'null' })).rejects).toEqual([])
})

test('deletes, a dry run, and a script that undoes', async () => {
  const dameng = table()
    .answer(/USER_OBJECTS/, { rows: [[1]] })
    .answer(/UNION ALL/, { rows: [['1', "o'x", '1.5', 0]] })
  const { undo } = await apply(dameng, { deletes: [['9']], undo: true, dryRun: true })
  expect(dameng.texts.at(-1)).toBe('DELETE FROM "HY"."T" WHERE ("ID" = ?)')
  expect(dameng.calls).toContain('rollback')
  expect(dameng.calls).not.toContain('commit')
  expect(undo?.split('\n')).toEqual([
    'SET DEFINE OFF',
    `DELETE FROM "HY"."T" WHERE "ID" = 2;`,
    `UPDATE "HY"."T" SET "XM" = 'o''x' WHERE "ID" = 1;`,
    '',
  ])
})

test('what the manifest says is asked is what is asked', async () => {
  const dameng = new ScriptedDameng()
    .answer(/FROM ALL_TABLES T/, { rows: [['HY', 'T', 'table', 12, '登记']] })
    .answer(/FROM ALL_TAB_COLUMNS C/, { rows: [columns[0]?.with(3, '编号') ?? []] })
    .answer(/FROM ALL_OBJECTS P/, {
      rows: [['HY', 'SP', null, null, 1, 'P1', 'IN', 'INT', 4, null, null, 4, null, 'CHAR_CS', 'Y', 'NO']],
    })
  await using session = await dameng.open()
  const told = await Array.fromAsync(session.describe())
  expect(dameng.texts).toEqual(manifest.capabilities.describe?.asks)
  expect(told).toEqual([
    {
      name: 'SP',
      kind: 'procedure',
      columns: [],
      key: [],
      parameters: [{ name: 'P1', nativeType: 'INT', type: { name: 'integer' }, nullable: true }],
    },
    {
      name: 'T',
      kind: 'table',
      comment: '登记',
      rowCount: 12,
      key: [],
      columns: [{ name: 'ID', nativeType: 'BIGINT', type: { name: 'int64' }, nullable: false, comment: '编号' }],
    },
  ])
})

test('a procedure is called by the names of its arguments, and prints what it gives', async () => {
  const argument = (position: number, name: string, direction: string, type: string): unknown[] => [
    'HY',
    'SP',
    null,
    null,
    position,
    name,
    direction,
    type,
    8,
    null,
    null,
    8,
    null,
    'CHAR_CS',
    'Y',
    'NO',
  ]
  const dameng = new ScriptedDameng()
    .answer(/FROM ALL_OBJECTS P/, { rows: [argument(1, 'P1', 'IN', 'BIGINT'), argument(2, 'P2', 'OUT', 'NUMBER')] })
    .answer(/^DECLARE/, { outBinds: ['.25'] })
  await using session = await dameng.open('write')
  const { rows } = await session.invoke({
    operation: 'SP',
    input: [{ name: 'P1', type: { name: 'int64' }, value: '7' }],
    output: [{ name: 'P2', type: { name: 'decimal' } }],
    idempotencyKey: 'k',
  })
  expect(rows).toEqual([['0.25']])
  const call = dameng.sent.find(({ text }) => text.startsWith('DECLARE'))
  expect(call?.text).toBe(
    'DECLARE\n  V1 NUMBER;\nBEGIN\n  "HY"."SP"("P1" => ?, "P2" => V1);\n  ? := CAST(V1 AS VARCHAR(130));\nEND;',
  )
  expect(call?.binds).toEqual([7n, { dir: 3003, type: 2001 }])
})

test('a statement that nobody can stop ends with the line', async () => {
  const dameng = table().answer(/FROM "HY"\."T"/, { hangs: true })
  const session = await dameng.open()
  const abort = new AbortController()
  const asked = session.lookup(
    { dataset: 'T', columns: three, by: ['ID'], keys: [['1']], limit: 1 },
    { signal: abort.signal },
  )
  while (!dameng.texts.some((text) => text.includes('FROM "HY"."T"')))
    await new Promise((resolve) => setImmediate(resolve))
  abort.abort()
  await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
  expect(session.usable).toBe(false)
  await session[Symbol.asyncDispose]()
})
