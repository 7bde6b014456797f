import type { ApplyRequest, ApplyResult } from '@berth/core'
import { expect, test } from 'vitest'
import { bound, columnRow, type ScriptedOracle, scanned, withTable } from './scripted-driver.ts'

/** What leaves the connector, word by word. That an Oracle server takes it is not shown here: there was none. */
const columns = [
  columnRow('T', 'ID', 'NUMBER', { precision: 10, scale: 0, nullable: 'N' }),
  columnRow('T', 'XM', 'VARCHAR2', { length: 30, characters: 30, used: 'B', charset: 'CHAR_CS' }),
  columnRow('T', 'RQ', 'DATE'),
]
const table = (): ScriptedOracle => withTable('T', columns)
const three = [{ name: 'ID' }, { name: 'XM' }, { name: 'RQ' }]
const date = (cell: string): string => `TO_CHAR(${cell}, 'SYYYY-MM-DD"T"HH24:MI:SS')`

test('a question is limited by ROWNUM around its order, which every version understands', async () => {
  const oracle = table().answer(/FROM "HY"\."T"/, { rows: [['7', '张三', ' 2024-01-01T00:00:00']] })
  await using session = await oracle.open()
  const { answers } = await session.lookup({
    dataset: 'T',
    columns: three,
    by: ['XM'],
    keys: [["' OR 1=1 --"]],
    limit: 50,
    orderBy: ['ID'],
  })
  expect(answers).toEqual([{ rows: [['7', '张三', '2024-01-01T00:00:00']], more: false }])
  expect(oracle.texts.at(-1)).toBe(
    `SELECT * FROM (SELECT "ID" AS BERTH_0, "XM" AS BERTH_1, ${date('"RQ"')} AS BERTH_2 FROM "HY"."T" WHERE "XM" = :1 ORDER BY "ID" ) WHERE ROWNUM <= 51`,
  )
  expect(bound(oracle.sent.at(-1))).toEqual([['VARCHAR', "' OR 1=1 --"]])
})

test('questions that come together are asked in one statement and answered apart', async () => {
  const oracle = table().answer(/UNION ALL/, {
    rows: [
      ['1', '0'],
      ['3', '2'],
      ['4', '2'],
    ],
  })
  await using session = await oracle.open()
  const { answers } = await session.lookup({
    dataset: 'T',
    columns: [{ name: 'ID' }],
    by: ['ID'],
    keys: [['1'], ['2'], ['3']],
    limit: 1,
  })
  expect(answers.map(({ rows, more }) => [rows, more])).toEqual([
    [[['1']], false],
    [[], false],
    [[['3']], true],
  ])
  const branch = (at: number): string =>
    `SELECT B${at}.* FROM (SELECT * FROM (SELECT "ID" AS BERTH_0, ${at} AS BERTH_QUESTION FROM "HY"."T" T WHERE "ID" = TO_NUMBER(:${at + 1}) ) WHERE ROWNUM <= 2) B${at}`
  expect(oracle.texts.at(-1)).toBe([0, 1, 2, 3].map(branch).join(' UNION ALL '))
})

test('a table with a LONG is asked one question at a time', async () => {
  const oracle = withTable('T', [columns[0] ?? [], columnRow('T', 'BZ', 'LONG', { length: 0 })])
  await using session = await oracle.open()
  await session.lookup({ dataset: 'T', columns: [{ name: 'BZ' }], by: ['ID'], keys: [['1'], ['2']], limit: 1 })
  const asked = oracle.texts.filter((text) => text.includes('FROM "HY"."T"'))
  expect(asked).toHaveLength(2)
  expect(asked.join()).not.toContain('UNION')
})

test('a scan reads in a transaction that the server keeps read-only, and ends it', async () => {
  const rows = Array.from({ length: 2500 }, (_, at) => [String(at), 'x', null])
  const oracle = table().answer(/ORDER BY "ID"/, { rows })
  await using session = await oracle.open()
  expect(await scanned(session, 'T', ['ID', 'XM', 'RQ'], ['ID'])).toHaveLength(2500)
  expect(oracle.texts.slice(-2)).toEqual([
    'SET TRANSACTION READ ONLY',
    `SELECT  "ID", "XM", ${date('"RQ"')} FROM "HY"."T" ORDER BY "ID" `,
  ])
  expect(oracle.sent.at(-1)?.options).toMatchObject({ resultSet: true, fetchArraySize: 1000, prefetchRows: 1000 })
  expect(oracle.calls).toEqual(expect.arrayContaining(['fetch 1000', 'close rows', 'rollback']))
  expect(oracle.calls.slice(-5)).toEqual(['fetch 1000', 'fetch 1000', 'fetch 1000', 'close rows', 'rollback'])
})

test('a scan goes on behind a cursor, and a read of changes compares times as times', async () => {
  const oracle = table()
    .answer(/SELECT TO_CHAR\(MAX/, { rows: [[' 2024-03-01T00:00:00']] })
    .answer(/FROM "HY"\."T"/, { rows: [['5', 'x', ' 2024-02-01T00:00:00']] })
  await using session = await oracle.open()
  const [batch] = await Array.fromAsync(session.scan({ dataset: 'T', columns: three, key: ['ID'] }))
  await Array.fromAsync(session.scan({ dataset: 'T', columns: three, key: ['ID'], after: batch?.cursor ?? '' }))
  expect(oracle.texts.at(-1)).toContain('WHERE "ID" > TO_NUMBER(:1) ORDER BY "ID"')
  expect(bound(oracle.sent.at(-1))).toEqual([['VARCHAR', '5']])
  const by = { kind: 'column', column: 'RQ', key: ['ID'], overlap: 60_000 } as const
  const [first] = await Array.fromAsync(session.changes({ dataset: 'T', columns: three, by }))
  await Array.fromAsync(session.changes({ dataset: 'T', columns: three, by, after: first?.cursor ?? '' }))
  const parsed = (position: number): string => `TO_DATE(:${position}, 'YYYY-MM-DD"T"HH24:MI:SS')`
  expect(oracle.texts.at(-1)).toContain(
    `WHERE "RQ" <= ${parsed(1)} AND "RQ" >= ${parsed(2)} AND ("RQ" > ${parsed(3)} OR ("RQ" = ${parsed(4)} AND "ID" > TO_NUMBER(:5))) ORDER BY "RQ", "ID"`,
  )
})

test('all statements are fetched alike, with exact texts for numbers', async () => {
  const oracle = table()
  await using session = await oracle.open()
  await scanned(session, 'T', ['ID'])
  await session.lookup({ dataset: 'T', columns: three, by: ['ID'], keys: [['1']], limit: 1 })
  const handlers = new Set(oracle.sent.map(({ options }) => options['fetchTypeHandler']))
  expect(handlers.size).toBe(1)
  const oracledb = (await import('oracledb')).default
  const [handler] = handlers as Set<(metadata: object) => unknown>
  const typeFor = (dbType: unknown): unknown => handler?.({ dbType })
  expect(typeFor(oracledb.DB_TYPE_NUMBER)).toEqual({ type: oracledb.DB_TYPE_VARCHAR })
  expect(typeFor(oracledb.DB_TYPE_NCLOB)).toEqual({ type: oracledb.DB_TYPE_VARCHAR })
  expect(typeFor(oracledb.DB_TYPE_BLOB)).toEqual({ type: oracledb.DB_TYPE_RAW })
  expect(typeFor(oracledb.DB_TYPE_BINARY_DOUBLE)).toBeUndefined()
})

const request: ApplyRequest = {
  dataset: 'T',
  fields: [
    { name: 'ID', type: { name: 'int64' } },
    { name: 'XM', type: { name: 'text' } },
    { name: 'RQ', type: { name: 'datetime' } },
  ],
  rows: [
    ['1', '甲', '2024-01-01T00:00:00'],
    ['2', '乙', null],
  ],
  key: ['ID'],
  mode: 'upsert',
  batch: 'b1',
  onReject: 'skip',
}
const merge = `MERGE INTO "HY"."T" T USING (SELECT TO_NUMBER(:1) "ID", :2 "XM", TO_DATE(:3, 'YYYY-MM-DD"T"HH24:MI:SS') "RQ" FROM DUAL) S ON (T."ID" = S."ID") WHEN MATCHED THEN UPDATE SET T."XM" = S."XM", T."RQ" = S."RQ" WHEN NOT MATCHED THEN INSERT ("ID", "XM", "RQ") VALUES (S."ID", S."XM", S."RQ")`

async function apply(oracle: ScriptedOracle, changed: Partial<ApplyRequest> = {}, options = {}): Promise<ApplyResult> {
  await using session = await oracle.open('write', options)
  return await session.apply({ ...request, ...changed })
}

test('rows are merged together in one answer of the server, which names each refused row', async () => {
  const oracle = table().answer(/USER_OBJECTS/, { rows: [['1']] })
  oracle.batchErrors = [
    {
      code: 'ORA-12899',
      offset: 1,
      message: 'ORA-12899: value too large for column "HY"."T"."XM" (actual: 33, maximum: 30)',
    },
  ]
  const result = await apply(oracle)
  expect(result).toEqual({
    applied: 1,
    repeated: false,
    rejects: [{ row: 1, column: 'XM', code: 'VALUE_TOO_LONG', nativeCode: 'ORA-12899' }],
  })
  expect(oracle.many.map(({ text, rows }) => [text, rows])).toEqual([
    [
      merge,
      [
        ['1', '甲', '2024-01-01T00:00:00'],
        ['2', '乙', null],
      ],
    ],
  ])
  expect(oracle.many[0]?.options).toMatchObject({
    batchErrors: true,
    bindDefs: [{ maxSize: 1 }, { maxSize: 3 }, { maxSize: 19 }],
  })
  expect(oracle.texts.slice(-2)).toEqual([
    'SELECT 1 FROM "BERTH_LEDGER" WHERE BATCH = :1',
    'INSERT INTO "BERTH_LEDGER" (BATCH, APPLIED_AT) VALUES (:1, SYSTIMESTAMP)',
  ])
  expect(oracle.calls.filter((call) => call === 'commit')).toHaveLength(1)
})

test('an error among them that is none of a row fails the batch', async () => {
  const oracle = table().answer(/USER_OBJECTS/, { rows: [['1']] })
  oracle.batchErrors = [{ code: 'ORA-00060', offset: 0, message: 'ORA-00060: deadlock' }]
  await expect(apply(oracle)).rejects.toMatchObject({ code: 'SYSTEM_BUSY' })
  expect(oracle.calls).toContain('rollback')
  expect(oracle.calls).not.toContain('commit')
})

test('one row goes alone; without a ledger it is created first', async () => {
  const oracle = table()
  await apply(oracle, { rows: [['1', '甲', null]], mode: 'insert', key: [] })
  expect(oracle.texts).toContain(
    'CREATE TABLE "BERTH_LEDGER" (BATCH VARCHAR2(210) NOT NULL PRIMARY KEY, APPLIED_AT TIMESTAMP NOT NULL)',
  )
  expect(oracle.texts.at(-1)).toBe(
    `INSERT INTO "HY"."T" ("ID", "XM", "RQ") VALUES (TO_NUMBER(:1), :2, TO_DATE(:3, 'YYYY-MM-DD"T"HH24:MI:SS'))`,
  )
  expect(bound(oracle.sent.at(-1))).toEqual([
    ['VARCHAR', '1'],
    ['VARCHAR', '甲'],
    ['VARCHAR', null],
  ])
})

test('an empty text is a reject, unless its loss is declared; it can still be asked for', async () => {
  const rows = [['1', '', null]]
  const { rejects } = await apply(table(), { rows })
  expect(rejects).toEqual([{ row: 0, column: 'XM', code: 'VALUE_LOSS' }])
  expect(await apply(table(), { rows }, { emptyText: 'null' })).toMatchObject({ applied: 1, rejects: [] })
  await using session = await table().open()
  const { answers } = await session.lookup({ dataset: 'T', columns: three, by: ['XM'], keys: [['']], limit: 1 })
  expect(answers).toEqual([{ rows: [], more: false }])
})

test('long cells are bound as LOBs, short ones like any other, and NULL among them', async () => {
  const wide = [columns[0] ?? [], columnRow('T', 'NR', 'CLOB', { charset: 'CHAR_CS' }), columnRow('T', 'TP', 'BLOB')]
  const fields = [
    ...request.fields.slice(0, 1),
    { name: 'NR', type: { name: 'text' as const } },
    { name: 'TP', type: { name: 'binary' as const } },
  ]
  const long = '长'.repeat(2000)
  const send = async (rows: ApplyRequest['rows']): Promise<string[] | undefined> => {
    const oracle = withTable('T', wide)
    await apply(oracle, { fields, rows })
    return oracle.many[0]?.options.bindDefs.map(({ type }) => type.name)
  }
  expect(
    await send([
      ['1', '短', Uint8Array.of(1)],
      ['2', null, null],
    ]),
  ).toEqual(['DB_TYPE_VARCHAR', 'DB_TYPE_VARCHAR', 'DB_TYPE_RAW'])
  expect(
    await send([
      ['1', null, new Uint8Array(3000)],
      ['2', long, null],
    ]),
  ).toEqual(['DB_TYPE_VARCHAR', 'DB_TYPE_CLOB', 'DB_TYPE_BLOB'])
})

test('deletes, and a script that undoes, fit for SQL*Plus', async () => {
  const oracle = table()
    .answer(/UNION ALL/, { rows: [['1', "o'x\n&y", ' 2024-01-01T00:00:00', '0']] })
    .answer(/WHERE "ID" = TO_NUMBER\(:1\)/, { rows: [] })
  const { undo } = await apply(oracle, { deletes: [['9']], undo: true })
  expect(oracle.texts.at(-1)).toBe('DELETE FROM "HY"."T" WHERE ("ID" = TO_NUMBER(:1))')
  expect(undo?.split('\n')).toEqual([
    'SET DEFINE OFF',
    `DELETE FROM "HY"."T" WHERE "ID" = TO_NUMBER('2');`,
    `UPDATE "HY"."T" SET "XM" = 'o''x'`,
    ' || CHR(10)',
    ` || '&y', "RQ" = TO_DATE('2024-01-01T00:00:00', 'YYYY-MM-DD"T"HH24:MI:SS') WHERE "ID" = TO_NUMBER('1');`,
    '',
  ])
})

test('the outbox script has a sequence and a trigger, which 11g has too', async () => {
  await using session = await table().open()
  const script = await session.prepareChanges({
    dataset: 'T',
    by: { kind: 'outbox', key: ['ID'], dataset: 'BERTH_CHANGES' },
  })
  expect(script).toMatchInlineSnapshot(`
    "SET DEFINE OFF
    CREATE TABLE "BERTH_CHANGES" (
      "BERTH_NUMBER" NUMBER(18) NOT NULL PRIMARY KEY,
      "ID" NUMBER(10) NOT NULL,
      "BERTH_AT" TIMESTAMP NOT NULL
    );
    CREATE SEQUENCE "BERTH_CHANGES_SEQ" NOCACHE ORDER;
    CREATE OR REPLACE TRIGGER "BERTH_CHANGES_TRG" AFTER INSERT OR UPDATE OR DELETE ON "HY"."T" FOR EACH ROW
    BEGIN
      IF DELETING OR (UPDATING AND (:OLD."ID" <> :NEW."ID")) THEN
        INSERT INTO "BERTH_CHANGES" ("BERTH_NUMBER", "ID", "BERTH_AT") VALUES ("BERTH_CHANGES_SEQ".NEXTVAL, :OLD."ID", SYSTIMESTAMP);
      END IF;
      IF INSERTING OR UPDATING THEN
        INSERT INTO "BERTH_CHANGES" ("BERTH_NUMBER", "ID", "BERTH_AT") VALUES ("BERTH_CHANGES_SEQ".NEXTVAL, :NEW."ID", SYSTIMESTAMP);
      END IF;
    END;
    /
    -- TRUNCATE TABLE is seen by no trigger: behind one, the docking starts over with berth sync --restart.
    -- From time to time, older than any docking is behind; the newest entry stays:
    -- DELETE FROM "BERTH_CHANGES" WHERE "BERTH_AT" < SYSTIMESTAMP - INTERVAL '30' DAY
    --   AND "BERTH_NUMBER" < (SELECT MAX("BERTH_NUMBER") FROM "BERTH_CHANGES");
    "
  `)
})
