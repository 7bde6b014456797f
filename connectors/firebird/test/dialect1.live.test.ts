import type { ApplyRequest, Value } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

describeFirebird('a database of dialect 1', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('dialectone', 'UTF8', 1)
    await main.run(file, 'CREATE TABLE DAYS (BORN DATE); COMMIT;')
    await main.run(
      file,
      `CREATE TABLE OLD (ID INTEGER NOT NULL PRIMARY KEY, BORN TIMESTAMP, AMOUNT NUMERIC(15,2), FEW NUMERIC(9,2), NM VARCHAR(20), HALF COMPUTED BY (ID / 2)); COMMIT;
INSERT INTO OLD VALUES (1, '1999-12-31 23:59:58.5', 1234.56, 7.5, '甲'); INSERT INTO OLD VALUES (2, '2000-01-01', 71992547409.93, -0.05, NULL);
INSERT INTO OLD VALUES (3, NULL, NULL, NULL, 'x'); COMMIT;
CREATE VIEW THIRDS (ID, THIRD) AS SELECT ID, ID / 4 FROM OLD; COMMIT;`,
    )
  })

  const fields = [
    { name: 'ID', type: { name: 'integer' as const } },
    { name: 'BORN', type: { name: 'datetime' as const } },
    { name: 'AMOUNT', type: { name: 'double' as const } },
    { name: 'FEW', type: { name: 'decimal' as const, precision: 9, scale: 2 } },
    { name: 'NM', type: { name: 'text' as const } },
  ]
  const names = fields.map(({ name }) => name)

  test('is described, scanned, asked and followed: DATE is a time, long NUMERIC and divisions are doubles', async () => {
    await using session = await open(main, file, { dialect: 1 })
    const [days, old, thirds] = await describeAll(session, ['DAYS', 'OLD', 'THIRDS'])
    expect(days?.columns[0]).toMatchObject({ nativeType: 'TIMESTAMP', type: { name: 'datetime' } })
    expect(old?.columns.map(({ name, type }) => [name, type.name])).toEqual([
      ['ID', 'integer'],
      ['BORN', 'datetime'],
      ['AMOUNT', 'double'],
      ['FEW', 'decimal'],
      ['NM', 'text'],
      ['HALF', 'double'],
    ])
    expect(thirds?.columns[1]?.type.name).toBe('double')
    expect((await rowsOf(session, 'OLD', [...names, 'HALF'])).slice(0, 2)).toEqual([
      [1, '1999-12-31T23:59:58.5', 1234.56, '7.50', '甲', 0.5],
      [2, '2000-01-01T00:00:00', 71992547409.93, '-0.05', null, 1],
    ])
    expect(await rowsOf(session, 'THIRDS', ['THIRD'])).toEqual([[0.25], [0.5], [0.75]])
    const ask = async (by: string, key: Value): Promise<unknown> =>
      (await session.lookup({ dataset: 'OLD', columns: [{ name: 'ID' }], by: [by], keys: [[key]], limit: 5 }))
        .answers[0]?.rows
    expect(await ask('BORN', '1999-12-31T23:59:58.5')).toEqual([[1]])
    expect(await ask('AMOUNT', 1234.56)).toEqual([[1]])
    expect(await ask('FEW', '-0.05')).toEqual([[2]])
    expect(await ask('NM', "x' OR 1=1")).toEqual([])
    const seen: unknown[] = []
    const by = { kind: 'column', column: 'BORN', key: ['ID'] } as const
    for await (const { rows } of session.changes({ dataset: 'OLD', columns: [{ name: 'ID' }], by })) seen.push(...rows)
    expect(seen).toEqual([[3], [1], [2]])
  })

  test('is written, deleted from and put back, noted by an outbox, with a ledger of its own', async () => {
    await using session = await open(main, file, { dialect: 1 }, { access: 'write' })
    const by = { kind: 'outbox', key: ['ID'], dataset: 'OLD_CHANGES' } as const
    const script = await session.prepareChanges({ dataset: 'OLD', by })
    expect(script).not.toContain('"')
    await main.run(file, script)
    const before = await rowsOf(session, 'OLD', names)
    const request: ApplyRequest = {
      dataset: 'OLD',
      fields,
      rows: [
        [1, '2024-02-29T08:00:00.1234', 0.1, '1.25', '改'],
        [9, '2024-02-29T08:00:00', 1e12, '0.00', "o'x"],
      ],
      key: ['ID'],
      mode: 'upsert',
      deletes: [[2]],
      batch: 'd1',
      onReject: 'abort',
      undo: true,
    }
    const { undo = '', applied } = await session.apply(request)
    expect(applied).toBe(2)
    expect(await session.apply(request)).toMatchObject({ repeated: true })
    expect(await rowsOf(session, 'OLD', names)).toEqual([request.rows[0], before[2], request.rows[1]])
    const told = new Set<string>()
    const columns = [{ name: 'ID' }]
    let cursor = ''
    for await (const batch of session.changes({ dataset: 'OLD', columns, by })) cursor = batch.cursor
    await main.run(file, undo)
    expect(new Set(await rowsOf(session, 'OLD', names))).toEqual(new Set(before))
    for await (const { rows, kinds } of session.changes({ dataset: 'OLD', columns, by, after: cursor }))
      rows.forEach(([id], at) => void told.add(`${kinds?.[at]} ${String(id)}`))
    expect(told).toEqual(new Set(['delete 9', 'upsert 1', 'upsert 2']))
    expect((await main.read(file, 'SELECT COUNT(*) FROM BERTH_LEDGER'))[0]).toBe('1')
  })

  test('that is not said to be one can be read, and is told when a table has to be made', async () => {
    const own = await main.createDatabase('dialectunsaid', 'UTF8', 1)
    await main.run(own, 'CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY); COMMIT; INSERT INTO T VALUES (1); COMMIT;')
    await using session = await open(main, own, {}, { access: 'write' })
    expect(await rowsOf(session, 'T', ['ID'])).toEqual([[1]])
    const rows = [[2]]
    const request = {
      dataset: 'T',
      fields: fields.slice(0, 1),
      rows,
      key: [],
      mode: 'insert',
      batch: 'b',
      onReject: 'skip',
    } as const
    await expect(session.apply(request)).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { option: 'dialect' },
    })
    await expect(open(main, own, { dialect: 2 })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    await expect(open(main, own, { dialect: 1, ledger: 'my ledger' })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  })
})
