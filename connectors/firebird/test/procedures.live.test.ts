import { startRelay } from '@berth/conformance'
import type { Field, InvokeRequest, LogicalTypeName, Value } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const script = `CREATE TABLE DONE (ID INTEGER NOT NULL PRIMARY KEY, XM VARCHAR(20) CHARACTER SET GBK, NOTE BLOB SUB_TYPE TEXT, AT_ TIMESTAMP, N NUMERIC(18,4));
CREATE EXCEPTION E_REFUSED 'refused'; COMMIT;
SET TERM ^;
CREATE PROCEDURE APPLY_ (ID INTEGER NOT NULL, XM VARCHAR(20) CHARACTER SET GBK, NOTE BLOB SUB_TYPE TEXT = 'none', AT_ TIMESTAMP = '2024-01-01 10:00:00.1234', N NUMERIC(18,4) = 7)
RETURNS (NUMBER_ BIGINT, ECHO VARCHAR(20) CHARACTER SET GBK, LONG_ BLOB SUB_TYPE TEXT, WHEN_ TIMESTAMP, MONEY NUMERIC(18,4), EMPTY_ INTEGER) AS
BEGIN
  INSERT INTO DONE VALUES (:ID, :XM, :NOTE, :AT_, :N);
  IF (ID = 13) THEN EXCEPTION E_REFUSED;
  NUMBER_ = 9007199254740993; ECHO = XM; LONG_ = NOTE; WHEN_ = AT_; MONEY = N;
END^
CREATE PROCEDURE "列 表" ("个 数" INTEGER) RETURNS ("序 号" INTEGER, XM VARCHAR(10) CHARACTER SET UTF8) AS
DECLARE I INTEGER = 0;
BEGIN
  INSERT INTO DONE (ID) VALUES (1000 + :"个 数");
  WHILE (I < "个 数") DO BEGIN "序 号" = I; XM = '第' || I; I = I + 1; SUSPEND; END
END^
CREATE PROCEDURE SILENT AS BEGIN INSERT INTO DONE (ID) VALUES (500); END^
CREATE PACKAGE PKG AS BEGIN PROCEDURE ADD_ (A INTEGER, B INTEGER) RETURNS (S INTEGER); END^
CREATE PACKAGE BODY PKG AS BEGIN
  PROCEDURE HIDDEN_ (A INTEGER) AS BEGIN INSERT INTO DONE (ID) VALUES (:A); END
  PROCEDURE ADD_ (A INTEGER, B INTEGER) RETURNS (S INTEGER) AS BEGIN EXECUTE PROCEDURE HIDDEN_(A); S = A + B; END
END^
COMMIT^
COMMENT ON PROCEDURE APPLY_ IS '申请'^ COMMENT ON PROCEDURE PARAMETER APPLY_.XM IS '姓名'^ COMMENT ON PROCEDURE PARAMETER APPLY_.ECHO IS '回显'^
COMMIT^`

const parameter = (name: string, value: Value, type: LogicalTypeName = 'integer'): InvokeRequest['input'][number] => ({
  name,
  type: { name: type },
  value,
})
const outputs = (...names: string[]): Field[] => names.map((name) => ({ name, type: { name: 'text' } }))

describeFirebird('procedures of Firebird', ({ main }) => {
  let file: string
  let keys = 0

  beforeAll(async () => {
    file = await main.createDatabase('procedures', 'UTF8')
    await main.run(file, script)
  })

  const call = (operation: string, input: InvokeRequest['input'], output: readonly Field[] = []): InvokeRequest => ({
    operation,
    input,
    output,
    idempotencyKey: `key ${++keys}`,
  })
  const count = async (condition: string): Promise<number> =>
    Number((await main.read(file, `SELECT COUNT(*) FROM DONE WHERE ${condition}`))[0])

  test('one that is executed answers with its row, exactly', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const output = outputs('LONG_', 'NUMBER_', 'ECHO', 'WHEN_', 'MONEY', 'EMPTY_')
    const input = [
      parameter('ID', 1),
      parameter('XM', "张三'; --", 'text'),
      parameter('NOTE', '注'.repeat(300_000), 'text'),
      parameter('AT_', '0001-01-01T00:00:00.0001', 'datetime'),
      parameter('N', '90071992547409.9301', 'decimal'),
    ]
    const { rows, fields, repeated } = await session.invoke(call('APPLY_', input, output))
    expect(repeated).toBe(false)
    expect(fields.map(({ name, type }) => [name, type.name])).toEqual([
      ['LONG_', 'text'],
      ['NUMBER_', 'int64'],
      ['ECHO', 'text'],
      ['WHEN_', 'datetime'],
      ['MONEY', 'decimal'],
      ['EMPTY_', 'integer'],
    ])
    expect(rows).toEqual([
      ['注'.repeat(300_000), '9007199254740993', "张三'; --", '0001-01-01T00:00:00.0001', '90071992547409.9301', null],
    ])
  })

  test('the last parameters may be left to their defaults, one in between may not', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const output = outputs('LONG_', 'WHEN_', 'MONEY')
    const input = [parameter('ID', 2), parameter('XM', null, 'text')]
    const { rows } = await session.invoke(call('APPLY_', input, output))
    expect(rows).toEqual([['none', '2024-01-01T10:00:00.1234', '7.0000']])
    const gap = [...input, parameter('N', '1', 'decimal')]
    await expect(session.invoke(call('APPLY_', gap))).rejects.toMatchObject({
      code: 'VALUE_MISSING',
      details: { column: 'NOTE' },
    })
    await expect(session.invoke(call('APPLY_', []))).rejects.toMatchObject({ code: 'QUERY_FAILED' })
  })

  test('one with SUSPEND answers with rows, one without anything with none, one of a package by both names', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const listed = await session.invoke(call('列 表', [parameter('个 数', 3)], outputs('XM', '序 号')))
    expect(listed.rows).toEqual([
      ['第0', 0],
      ['第1', 1],
      ['第2', 2],
    ])
    expect(await count('ID = 1003')).toBe(1)
    const silent = call('SILENT', [])
    expect((await session.invoke(silent)).rows.flat()).toEqual([])
    expect(await session.invoke(silent)).toMatchObject({ repeated: true, rows: [] })
    expect(await count('ID = 500')).toBe(1)
    const added = await session.invoke(call('PKG.ADD_', [parameter('A', 600), parameter('B', 2)], outputs('S')))
    expect(added.rows).toEqual([[602]])
    for (const operation of ['PKG.HIDDEN_', 'ADD_', 'apply_', 'APPLY_"; DROP TABLE DONE', 'APPLY_ (1, 2) --'])
      await expect(session.invoke(call(operation, []))).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
  })

  test('an error inside leaves nothing, and the same key may be sent again', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const request = call('APPLY_', [parameter('ID', 13), parameter('XM', 'x', 'text')])
    for (const _ of [1, 2]) await expect(session.invoke(request)).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    expect(await count('ID = 13')).toBe(0)
    expect(
      Number(
        (await main.read(file, `SELECT COUNT(*) FROM BERTH_LEDGER WHERE BATCH = 'call:${request.idempotencyKey}'`))[0],
      ),
    ).toBe(0)
  })

  test('a line cut behind the commit leaves the outcome unknown, and the same call again tells', async () => {
    await using relay = await startRelay(main.data)
    const changed = { port: relay.port, wireCrypt: 'disabled' }
    await using session = await open(main, file, changed, { access: 'write' })
    const request = call('APPLY_', [parameter('ID', 77), parameter('XM', 'x', 'text')])
    const commit = 30
    relay.order(
      { at: 'to-server', where: (chunk) => chunk.length >= 8 && chunk.readInt32BE(chunk.length - 8) === commit },
      { does: 'lose-answer' },
    )
    await expect(session.invoke(request)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    await using again = await open(main, file, {}, { access: 'write' })
    await again.invoke(request)
    expect(await again.invoke(request)).toMatchObject({ repeated: true })
    expect(await count('ID = 77')).toBe(1)
  })

  test('are told with their parameters, answers and comments', async () => {
    await using session = await open(main, file)
    const procedures = (await describeAll(session)).filter(({ kind }) => kind === 'procedure')
    expect(procedures.map(({ name }) => name)).toEqual(['APPLY_', 'PKG.ADD_', 'SILENT', '列 表'])
    const [applied] = procedures
    expect(applied?.comment).toBe('申请')
    expect(
      applied?.parameters?.map(({ name, nativeType, nullable, comment }) => [name, nativeType, nullable, comment]),
    ).toEqual([
      ['ID', 'INTEGER', false, undefined],
      ['XM', 'VARCHAR(20)', true, '姓名'],
      ['NOTE', 'BLOB SUB_TYPE TEXT', true, undefined],
      ['AT_', 'TIMESTAMP', true, undefined],
      ['N', 'NUMERIC(18,4)', true, undefined],
    ])
    expect(applied?.columns.map(({ name, type, comment }) => [name, type.name, comment]).slice(0, 2)).toEqual([
      ['NUMBER_', 'int64', undefined],
      ['ECHO', 'text', '回显'],
    ])
    expect((await describeAll(session, ['列 表'])).map(({ name }) => name)).toEqual(['列 表'])
  })

  test.runIf(main.data.private)('and tables are told only to those who may use them', async () => {
    await main.createUser('VISITOR', 'Secret99')
    const own = await main.createDatabase('rights', 'UTF8')
    await main.run(
      own,
      `CREATE TABLE MINE (ID INTEGER NOT NULL PRIMARY KEY); CREATE TABLE EVERYBODYS (ID INTEGER); CREATE TABLE BY_ROLE (ID INTEGER); CREATE TABLE HIDDEN (ID INTEGER);
CREATE TABLE WRITTEN (ID INTEGER); CREATE VIEW SEEN AS SELECT * FROM HIDDEN; CREATE ROLE CLERKS; COMMIT;
SET TERM ^; CREATE PROCEDURE MAY AS BEGIN END^ CREATE PROCEDURE MAY_NOT AS BEGIN END^ SET TERM ;^ COMMIT;
GRANT SELECT ON MINE TO VISITOR; GRANT SELECT ON EVERYBODYS TO PUBLIC; GRANT SELECT ON BY_ROLE TO ROLE CLERKS; GRANT CLERKS TO VISITOR;
GRANT INSERT ON WRITTEN TO VISITOR; GRANT SELECT ON SEEN TO VISITOR; GRANT SELECT ON HIDDEN TO VIEW SEEN; GRANT EXECUTE ON PROCEDURE MAY TO VISITOR; COMMIT;`,
    )
    const told = async (changed: object): Promise<string[]> => {
      await using session = await open(main, own, { user: 'VISITOR', password: 'Secret99', ...changed })
      const names = (await describeAll(session)).map(({ name }) => name)
      for (const dataset of names.filter((name) => name !== 'MAY'))
        for await (const _ of session.scan({ dataset, columns: [{ name: 'ID' }] }));
      const hidden = session.scan({ dataset: 'HIDDEN', columns: [{ name: 'ID' }] })[Symbol.asyncIterator]()
      await expect(hidden.next()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
      return names
    }
    expect(await told({})).toEqual(['EVERYBODYS', 'MAY', 'MINE', 'SEEN'])
    expect(await told({ role: 'CLERKS' })).toEqual(['BY_ROLE', 'EVERYBODYS', 'MAY', 'MINE', 'SEEN'])
    await using session = await open(main, own)
    expect((await describeAll(session)).map(({ name }) => name)).toHaveLength(8)
  })
})
