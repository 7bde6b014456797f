import type { ApplyRequest, Field, Row } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const names = ['SELECT', 'a b', '人员 表', 'a"b', "it's", '--', 'x;DROP TABLE T', 'N'.repeat(31), '表'.repeat(10)]

describeFirebird('names in Firebird', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('names', 'UTF8')
    const tables = names.map((name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      return `CREATE TABLE ${quoted} (ID INTEGER NOT NULL PRIMARY KEY, ${quoted} VARCHAR(40)); COMMIT; INSERT INTO ${quoted} VALUES (1, 'x'); COMMIT;`
    })
    await main.run(file, tables.join('\n'))
  })

  test.each(names)('%s, of a table and of a column', async (name) => {
    await using session = await open(main, file, {}, { access: 'write' })
    const [told] = await describeAll(session, [name])
    expect(told?.columns.map((column) => column.name)).toEqual(['ID', name])
    const request: ApplyRequest = {
      dataset: name,
      fields: [
        { name: 'ID', type: { name: 'integer' } },
        { name, type: { name: 'text' } },
      ],
      rows: [[2, "'); DROP TABLE T; --"]],
      key: ['ID'],
      mode: 'upsert',
      deletes: [[1]],
      batch: `b ${names.indexOf(name)}`,
      onReject: 'abort',
      undo: true,
    }
    const { undo = '' } = await session.apply(request)
    expect(await rowsOf(session, name, ['ID', name])).toEqual([[2, "'); DROP TABLE T; --"]])
    const columns = [{ name: 'ID' }]
    const by = { kind: 'column', column: name, key: ['ID'] } as const
    for await (const { rows } of session.changes({ dataset: name, columns, by })) expect(rows).toEqual([[2]])
    await main.run(file, undo)
    const keys = [['x'], ["' OR '1'='1"]]
    const { answers } = await session.lookup({ dataset: name, columns, by: [name], keys, limit: 9 })
    expect(answers.map(({ rows }) => rows)).toEqual([[[1]], []])
  })

  test('names that nothing has change nothing and are refused', async () => {
    await using session = await open(main, file)
    const count = 'SELECT COUNT(*) FROM RDB$RELATIONS WHERE RDB$SYSTEM_FLAG = 0'
    const before = await main.read(file, count)
    for (const name of [
      'SELECT"; DROP TABLE "SELECT',
      'select',
      'RDB$DATABASE" --',
      '',
      ' ',
      "x'y",
      'X'.repeat(300),
      '\u0000',
    ]) {
      await expect(rowsOf(session, name, ['ID'])).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
      await expect(rowsOf(session, 'SELECT', [name])).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
      const asked = { dataset: 'SELECT', columns: [{ name: 'ID' }], by: [name], keys: [[1]], limit: 1 }
      await expect(session.lookup(asked)).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' })
    }
    expect(await main.read(file, count)).toEqual(before)
  })

  test('300 columns are described, read, found and written', async () => {
    const columns = Array.from({ length: 300 }, (_, index) => `列${index}`)
    await main.run(
      file,
      `CREATE TABLE WIDE (ID INTEGER NOT NULL PRIMARY KEY, ${columns.map((name) => `"${name}" VARCHAR(10)`).join(', ')}); COMMIT;`,
    )
    await using session = await open(main, file, {}, { access: 'write' })
    const [told] = await describeAll(session, ['WIDE'])
    expect(told?.columns.map(({ name }) => name)).toEqual(['ID', ...columns])
    const fields: Field[] = [
      { name: 'ID', type: { name: 'integer' } },
      ...columns.map((name): Field => ({ name, type: { name: 'text' } })),
    ]
    const rows = Array.from({ length: 130 }, (_, row): Row => [row, ...columns.map((name) => `${name} ${row}`)])
    const request = {
      dataset: 'WIDE',
      fields,
      rows,
      key: ['ID'],
      mode: 'insert',
      batch: 'wide',
      onReject: 'abort',
    } as const
    expect(await session.apply(request)).toMatchObject({ applied: 130 })
    expect(await rowsOf(session, 'WIDE', ['ID', ...columns])).toEqual(rows)
    const keys = rows.slice(0, 64).map(([id = null]) => [id])
    const asked = { dataset: 'WIDE', columns: fields.map(({ name }) => ({ name })), by: ['ID'], keys, limit: 1 }
    expect((await session.lookup(asked)).answers.map((answer) => answer.rows[0])).toEqual(rows.slice(0, 64))
  })

  test('about how many rows there are, as the index was last measured', async () => {
    const own = await main.createDatabase('counted', 'UTF8')
    await main.run(
      own,
      `CREATE TABLE T (ID INTEGER NOT NULL, K INTEGER NOT NULL, CONSTRAINT PK_T PRIMARY KEY (ID, K) USING INDEX I_T); CREATE TABLE NO_KEY (ID INTEGER); COMMIT;
SET TERM ^; EXECUTE BLOCK AS DECLARE I INTEGER = 0; BEGIN WHILE (I < 5000) DO BEGIN INSERT INTO T VALUES (:I / 10, :I); I = I + 1; END END^ SET TERM ;^ COMMIT;`,
    )
    await using session = await open(main, own)
    expect((await describeAll(session)).map(({ rowCount }) => rowCount)).toEqual([undefined, undefined])
    await main.run(own, 'SET STATISTICS INDEX I_T; COMMIT;')
    const [noKey, counted] = await describeAll(session)
    expect(noKey?.rowCount).toBeUndefined()
    expect(counted?.rowCount).toBe(5000)
  })
})
