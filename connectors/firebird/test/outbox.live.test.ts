import type { ChangeOutbox, ConnectorSession, Value } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { open } from './open.ts'

type Told = readonly [string, ...Value[]]

/** What is told behind a cursor, and where it ends. */
async function read(
  session: ConnectorSession,
  dataset: string,
  names: readonly string[],
  by: ChangeOutbox,
  after?: string,
): Promise<{ readonly told: readonly Told[]; readonly cursor: string | undefined }> {
  const told: Told[] = []
  let cursor = after
  const columns = names.map((each) => {
    const [name = '', charset] = each.split(':')
    return charset === undefined ? { name } : { name, charset }
  })
  const request = { dataset, columns, by, batchRows: 2, ...(after === undefined ? {} : { after }) }
  for await (const batch of session.changes(request)) {
    batch.rows.forEach((row, index) => void told.push([batch.kinds?.[index] ?? 'upsert', ...row]))
    cursor = batch.cursor
  }
  return { told, cursor }
}

describeFirebird('an outbox in Firebird', ({ main }) => {
  let file: string
  const by = { kind: 'outbox', key: ['编 号'], dataset: 'BERTH 变更' } as const
  const names = ['编 号', 'XM']

  beforeAll(async () => {
    file = await main.createDatabase('outbox', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE "人 员" ("编 号" BIGINT NOT NULL PRIMARY KEY, XM VARCHAR(20)); COMMIT;
INSERT INTO "人 员" VALUES (1, '甲'); INSERT INTO "人 员" VALUES (2, '乙'); INSERT INTO "人 员" VALUES (3, '丙'); COMMIT;`,
    )
    await using session = await open(main, file)
    await main.run(file, await session.prepareChanges({ dataset: '人 员', by }))
  })

  test('first all rows, then each that changed as it is now, deletes with their key', async () => {
    await using session = await open(main, file)
    const first = await read(session, '人 员', names, by)
    expect(first.told).toEqual([
      ['upsert', '1', '甲'],
      ['upsert', '2', '乙'],
      ['upsert', '3', '丙'],
    ])
    expect((await read(session, '人 员', names, by, first.cursor)).told).toEqual([])
    await main.run(
      file,
      `UPDATE "人 员" SET XM = 'x'; UPDATE "人 员" SET XM = 'y' WHERE "编 号" = 1; DELETE FROM "人 员" WHERE "编 号" = 2;
UPDATE "人 员" SET "编 号" = 9 WHERE "编 号" = 3; COMMIT;`,
    )
    const second = await read(session, '人 员', names, by, first.cursor)
    const latest = new Map(second.told.map(([kind, key, name]) => [key, [kind, name]]))
    expect(Object.fromEntries(latest)).toEqual({
      '1': ['upsert', 'y'],
      '2': ['delete', null],
      '3': ['delete', null],
      '9': ['upsert', 'x'],
    })
    expect((await read(session, '人 员', names, by, second.cursor)).told).toEqual([])
  })

  test('what a transaction commits late is told when it is committed, what it rolls back never', async () => {
    await using session = await open(main, file)
    const { cursor } = await read(session, '人 员', names, by)
    const late = await main.hold(file, `INSERT INTO "人 员" VALUES (20, '晚')`)
    const undone = await main.hold(file, `INSERT INTO "人 员" VALUES (21, '无')`)
    await main.run(file, `INSERT INTO "人 员" VALUES (22, '先'); COMMIT;`)
    const first = await read(session, '人 员', names, by, cursor)
    expect(first.told).toEqual([['upsert', '22', '先']])
    await late.commit()
    await undone.end()
    const second = await read(session, '人 员', names, by, first.cursor)
    expect(second.told).toEqual([['upsert', '20', '晚']])
    expect((await read(session, '人 员', names, by, second.cursor)).told).toEqual([])
  })

  test.runIf(main.data.private)(
    'neither the clerk who writes nor the docking that reads has rights beyond its own',
    async () => {
      const own = await main.createDatabase('outboxrights', 'UTF8')
      await main.createUser('CLERK', 'Secret99')
      await main.createUser('READER', 'Secret99')
      await main.run(
        own,
        `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY); GRANT ALL ON T TO CLERK; GRANT SELECT ON T TO READER; COMMIT;`,
      )
      const reader = { user: 'reader', password: 'Secret99' }
      const { host, port } = main.data
      await using session = await open(main, own, reader)
      const { kind } = by
      const settings = { kind, key: ['ID'], dataset: 'T_CHANGES' }
      await main.run(own, await session.prepareChanges({ dataset: 'T', by: settings }))
      const asClerk = `COMMIT; CONNECT '${host}/${port}:${own}' USER 'CLERK' PASSWORD 'Secret99';`
      await main.run(own, `${asClerk} INSERT INTO T VALUES (1); DELETE FROM T; INSERT INTO T VALUES (2); COMMIT;`)
      const direct = main.run(own, `${asClerk} INSERT INTO T_CHANGES (BERTH_NUMBER, ID) VALUES (99, 1);`)
      await expect(direct).rejects.toThrow(/no permission/)
      const first = await read(session, 'T', ['ID'], settings)
      expect(first.told).toEqual([['upsert', 2]])
      await main.run(own, `${asClerk} UPDATE T SET ID = 3; COMMIT;`)
      expect((await read(session, 'T', ['ID'], settings, first.cursor)).told).toEqual([
        ['delete', 2],
        ['upsert', 3],
      ])
    },
  )

  test('a key of text in a charset that the database does not know is noted byte for byte', async () => {
    const own = await main.createDatabase('outboxnone', 'UTF8')
    await main.run(
      own,
      `CREATE TABLE T (BH VARCHAR(10) CHARACTER SET NONE NOT NULL, G CHAR(4) CHARACTER SET GBK NOT NULL, V INTEGER, PRIMARY KEY (BH, G)); COMMIT;`,
    )
    await using session = await open(main, own, { charset: 'GBK' })
    const settings = { kind: 'outbox', key: ['BH', 'G'], dataset: 'T_CHANGES' } as const
    await main.run(own, await session.prepareChanges({ dataset: 'T', by: settings }))
    await main.run(
      own,
      `INSERT INTO T VALUES (_NONE x'd6d0cec4', '中文', 1); INSERT INTO T VALUES (_NONE x'cec4', '文', 2); COMMIT;`,
    )
    const first = await read(session, 'T', ['BH', 'G', 'V'], settings)
    await main.run(own, `UPDATE T SET V = 3 WHERE V = 1; DELETE FROM T WHERE V = 2; COMMIT;`)
    const second = await read(session, 'T', ['BH', 'G', 'V'], settings, first.cursor)
    expect(second.told).toEqual([
      ['upsert', '中文', '中文  ', 3],
      ['delete', '文', '文   ', null],
    ])
  })
})
