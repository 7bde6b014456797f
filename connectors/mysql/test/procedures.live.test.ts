import type { Field, InvokeRequest, Parameter } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { describeAll } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

describeMariadb('procedures of MariaDB', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_procedures')
    await server.run(
      database,
      `CREATE TABLE DONE (ID BIGINT, XM VARCHAR(20));
DELIMITER //
CREATE PROCEDURE SP_ALL (IN P_ID BIGINT, INOUT P_AMOUNT DECIMAL(18,4), OUT P_AT DATETIME(6), OUT P_COUNT INT, OUT P_XM VARCHAR(20) CHARACTER SET gbk)
COMMENT '登记' BEGIN
  INSERT INTO DONE VALUES (P_ID, '甲');
  SET P_AMOUNT = P_AMOUNT + 0.0001, P_AT = '2024-02-29 12:00:00.123456', P_COUNT = 3, P_XM = '中文';
END//
CREATE PROCEDURE SP_ROWS (IN P_ID BIGINT) BEGIN
  SELECT ID, CAST(0.1 AS DOUBLE) AS D, CAST(9007199254740993 AS SIGNED) AS BIG, CAST('1.50' AS DECIMAL(5,2)) AS M,
    DATE('2024-02-29') AS DAY_, TIMESTAMP('2024-02-29 01:02:03') AS AT, X'00FF' AS BYTES, '中𠀀' AS XM, NULL AS NOTHING
    FROM (SELECT P_ID AS ID UNION ALL SELECT P_ID + 1) X;
  SELECT 'second';
END//
CREATE PROCEDURE SP_BAD () BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END//
CREATE PROCEDURE SP_MANY () BEGIN
  INSERT INTO DONE VALUES (99, '多'); SELECT seq AS N FROM seq_1_to_300000; SELECT seq FROM seq_1_to_300000;
END//
CREATE PROCEDURE SP_COMMITS (IN P_ID BIGINT) BEGIN
  INSERT INTO DONE VALUES (P_ID, '乙'); COMMIT; SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'late';
END//
DELIMITER ;`,
    )
  })

  const input = (...given: [string, Parameter['type']['name'], Parameter['value']][]): Parameter[] =>
    given.map(([name, type, value]) => ({ name, type: { name: type }, value }))
  const output = (...names: string[]): Field[] => names.map((name) => ({ name, type: { name: 'text' } }))
  const done = (): Promise<string> => server.value(database, 'SELECT COUNT(*) FROM DONE')

  test('are told with what goes in and comes out', async () => {
    await using session = await open(server, database)
    const [told] = await describeAll(session, ['SP_ALL'])
    expect(told).toMatchObject({ kind: 'procedure', comment: '登记', key: [] })
    expect(told?.parameters?.map(({ name, type }) => [name, type.name])).toEqual([
      ['P_ID', 'int64'],
      ['P_AMOUNT', 'decimal'],
    ])
    expect(told?.columns.map(({ name, type }) => [name, type.name])).toEqual([
      ['P_AMOUNT', 'decimal'],
      ['P_AT', 'datetime'],
      ['P_COUNT', 'integer'],
      ['P_XM', 'text'],
    ])
  })

  test('answer with their output parameters, exactly, once for each key', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const request: InvokeRequest = {
      operation: 'SP_ALL',
      input: input(['P_ID', 'int64', '9007199254740993'], ['P_AMOUNT', 'decimal', '12345678901234.5678']),
      output: output('P_XM', 'P_AT', 'P_AMOUNT', 'P_COUNT'),
      idempotencyKey: 'one',
    }
    const before = Number(await done())
    expect(await session.invoke(request)).toMatchObject({
      repeated: false,
      rows: [['中文', '2024-02-29T12:00:00.123456', '12345678901234.5679', 3]],
    })
    expect(await session.invoke(request)).toMatchObject({ repeated: true, rows: [] })
    expect(Number(await done())).toBe(before + 1)
    expect(await server.value(database, 'SELECT MAX(ID) FROM DONE')).toBe('9007199254740993')
  })

  test('answer with the rows of their first SELECT', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const result = await session.invoke({
      operation: 'SP_ROWS',
      input: input(['P_ID', 'int64', '7']),
      output: output('XM', 'ID', 'D', 'BIG', 'M', 'DAY_', 'AT', 'BYTES', 'NOTHING'),
      idempotencyKey: 'rows',
    })
    const rest = [0.1, '9007199254740993', '1.50', '2024-02-29', '2024-02-29T01:02:03', Uint8Array.of(0, 255), null]
    expect(result.rows).toEqual([
      ['中𠀀', '7', ...rest],
      ['中𠀀', '8', ...rest],
    ])
  })

  test('that fail leave nothing, and one that had committed is never guessed about', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const before = await done()
    const call = (operation: string, idempotencyKey: string, given: Parameter[] = []): Promise<unknown> =>
      session.invoke({ operation, input: given, output: [], idempotencyKey })
    await expect(call('SP_BAD', 'bad')).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
    await expect(call('sp_bad', 'bad')).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
    await expect(call('SP_ROWS', 'missing')).rejects.toMatchObject({
      code: 'VALUE_MISSING',
      details: { column: 'P_ID' },
    })
    expect(await done()).toBe(before)
    const id = input(['P_ID', 'int64', '1'])
    await expect(call('SP_COMMITS', 'late', id)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    await using again = await open(server, database, {}, { access: 'write' })
    const repeat = again.invoke({ operation: 'SP_COMMITS', input: id, output: [], idempotencyKey: 'late' })
    await expect(repeat).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  })

  test('that answer beyond all bounds are refused, and leave nothing', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const before = await done()
    const request = { operation: 'SP_MANY', input: [], output: output('N'), idempotencyKey: 'many' }
    await expect(session.invoke(request)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      details: { nativeCode: 'more than 100000 rows' },
    })
    expect(await done()).toBe(before)
  })
})
