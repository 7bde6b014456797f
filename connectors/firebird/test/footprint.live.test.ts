import { beforeAll, expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

/** The attachments of this process. */
const ours = `A.MON$REMOTE_PID = ${process.pid}`

describeFirebird('what a session that only reads leaves at Firebird', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('footprint', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, NOTE BLOB SUB_TYPE TEXT); COMMIT;
SET TERM ^; EXECUTE BLOCK AS DECLARE I INTEGER = 0; BEGIN WHILE (I < 3000) DO BEGIN INSERT INTO T VALUES (:I, :I / 7, 'n' || :I); I = I + 1; END END^ SET TERM ;^ COMMIT;`,
    )
  })

  const by = { kind: 'outbox', key: ['ID'], dataset: 'T_CHANGES' } as const
  const columns = ['ID', 'V', 'NOTE'].map((name) => ({ name }))
  const number = async (select: string): Promise<number> => Number((await main.read(file, select))[0])
  const readsAndWrites = async (): Promise<number[]> => {
    const sums = ['SEQ_READS + R.MON$RECORD_IDX_READS', 'INSERTS', 'UPDATES', 'DELETES', 'LOCKS', 'BACKOUTS']
    const from = `FROM MON$RECORD_STATS R JOIN MON$ATTACHMENTS A ON A.MON$STAT_ID = R.MON$STAT_ID WHERE ${ours}`
    return await Promise.all(sums.map((sum) => number(`SELECT SUM(R.MON$RECORD_${sum}) ${from}`)))
  }

  test('no write, no lock of a record, and no transaction that holds anything back', async () => {
    await using preparing = await open(main, file)
    await main.run(file, await preparing.prepareChanges({ dataset: 'T', by }))
    await preparing[Symbol.asyncDispose]()
    await using session = await open(main, file)
    await describeAll(session)
    await session.ping()
    await rowsOf(session, 'T', ['ID', 'NOTE'])
    await session.lookup({ dataset: 'T', columns, by: ['ID'], keys: [[1], [2], [3]], limit: 1 })
    for await (const _ of session.changes({ dataset: 'T', columns, by: { kind: 'column', column: 'V', key: ['ID'] } }));
    let cursor: string | undefined
    for await (const batch of session.changes({ dataset: 'T', columns, by })) cursor = batch.cursor
    await main.run(file, 'UPDATE T SET V = -1 WHERE ID < 5; COMMIT;')
    const rest = session.changes({ dataset: 'T', columns, by, ...(cursor === undefined ? {} : { after: cursor }) })
    let told = 0
    for await (const { rows } of rest) told += rows.length
    expect(told).toBe(5)
    const [reads = 0, ...writes] = await readsAndWrites()
    expect(reads).toBeGreaterThan(10_000)
    expect(writes).toEqual([0, 0, 0, 0, 0])
  })

  test('the oldest transaction that the server waits for moves on while a session is open, and sweeps are free', async () => {
    await using session = await open(main, file)
    await rowsOf(session, 'T', ['ID'])
    await session.lookup({ dataset: 'T', columns, by: ['ID'], keys: [[1]], limit: 1 })
    const kept = `FROM MON$TRANSACTIONS T JOIN MON$ATTACHMENTS A ON A.MON$ATTACHMENT_ID = T.MON$ATTACHMENT_ID WHERE ${ours}`
    expect(await number(`SELECT COUNT(*) ${kept}`)).toBeGreaterThan(0)
    expect(
      await number(`SELECT COUNT(*) ${kept} AND NOT (T.MON$READ_ONLY = 1 AND T.MON$ISOLATION_MODE IN (2, 3))`),
    ).toBe(0)
    const behind = 'SELECT MON$NEXT_TRANSACTION - MON$OLDEST_ACTIVE FROM MON$DATABASE'
    const snapshotBehind = 'SELECT MON$NEXT_TRANSACTION - MON$OLDEST_SNAPSHOT FROM MON$DATABASE'
    for (let round = 0; round < 50; round++) await main.run(file, `UPDATE T SET V = ${round} WHERE ID = 1; COMMIT;`)
    expect(await number(behind)).toBeLessThan(10)
    expect(await number(snapshotBehind)).toBeLessThan(10)
    await session.lookup({ dataset: 'T', columns, by: ['ID'], keys: [[1]], limit: 1 })
  })

  test('a scan under way keeps what it sees, and nothing of it stays when it is left', async () => {
    await using session = await open(main, file)
    const snapshots = `SELECT COUNT(*) FROM MON$TRANSACTIONS T JOIN MON$ATTACHMENTS A ON A.MON$ATTACHMENT_ID = T.MON$ATTACHMENT_ID
      WHERE ${ours} AND T.MON$ISOLATION_MODE IN (0, 1)`
    for await (const _ of session.scan({ dataset: 'T', columns, batchRows: 10 })) {
      expect(await number(snapshots)).toBe(1)
      await main.run(file, 'DELETE FROM T WHERE ID = 2999; ALTER TABLE T ADD EXTRA INTEGER; COMMIT;')
      break
    }
    expect(await number(snapshots)).toBe(0)
  })
})
