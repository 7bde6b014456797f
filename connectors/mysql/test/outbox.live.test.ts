import type { ConnectorSession, Row } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describeMariadb } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const by = { kind: 'outbox', key: ['CODE'], dataset: 'BERTH_CHANGES' } as const

describeMariadb('an outbox in MariaDB', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_outbox')
    await server.run(
      database,
      `CREATE TABLE \`人 员\` (CODE VARCHAR(18) CHARACTER SET gbk PRIMARY KEY, XM VARCHAR(20));
CREATE TABLE AUDIT (N INT); CREATE TRIGGER OWN AFTER UPDATE ON \`人 员\` FOR EACH ROW INSERT INTO AUDIT VALUES (1);
INSERT INTO \`人 员\` VALUES ('a', '甲'), ('中', '乙'), ('c', '丙');`,
    )
    await using session = await open(server, database)
    await server.run(database, await session.prepareChanges({ dataset: '人 员', by }))
  })

  const read = async (
    session: ConnectorSession,
    after?: string,
  ): Promise<{ told: [string, ...Row][]; cursor: string }> => {
    const told: [string, ...Row][] = []
    let cursor = after ?? ''
    const request = { dataset: '人 员', columns: [{ name: 'CODE' }, { name: 'XM' }], by, batchRows: 2 }
    for await (const batch of session.changes({ ...request, ...(after === undefined ? {} : { after }) })) {
      batch.rows.forEach((row, index) => void told.push([batch.kinds?.[index] ?? 'upsert', ...row]))
      cursor = batch.cursor
    }
    return { told, cursor }
  }

  test('tells changes and deletes beside a trigger of the department, a key that changed its case among them', async () => {
    await using session = await open(server, database)
    const first = await read(session)
    expect(first.told).toHaveLength(3)
    await server.run(
      database,
      `UPDATE \`人 员\` SET XM = 'x' WHERE CODE = '中'; UPDATE \`人 员\` SET CODE = 'A' WHERE CODE = 'a'; DELETE FROM \`人 员\` WHERE CODE = 'c';
REPLACE INTO \`人 员\` VALUES ('d', '丁');`,
    )
    const second = await read(session, first.cursor)
    expect(second.told).toEqual([
      ['upsert', '中', 'x'],
      ['delete', 'a', null],
      ['upsert', 'A', '甲'],
      ['delete', 'c', null],
      ['upsert', 'd', '丁'],
    ])
    expect((await read(session, second.cursor)).told).toEqual([])
    expect(await server.value(database, 'SELECT COUNT(*) FROM AUDIT')).toBe('2')
  })

  test('an entry that commits late is told', async () => {
    await using session = await open(server, database)
    const { cursor } = await read(session)
    const late = await server.hold(database, "INSERT INTO `人 员` VALUES ('late', '迟')", 'COMMIT')
    await server.run(database, "INSERT INTO `人 员` VALUES ('early', '早')")
    const before = await read(session, cursor)
    expect(before.told).toEqual([['upsert', 'early', '早']])
    await late.end()
    expect((await read(session, before.cursor)).told).toEqual([['upsert', 'late', '迟']])
  })
})
