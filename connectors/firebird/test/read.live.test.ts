import { startRelay } from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { startFirebird } from '../../../test/servers/firebird.ts'
import { describeFirebird } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { rowsOf } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const fill = (
  rows: number,
): string => `CREATE TABLE MANY (ID INTEGER NOT NULL PRIMARY KEY, NAME VARCHAR(40), NOTE BLOB SUB_TYPE TEXT);
COMMIT;
SET TERM ^;
EXECUTE BLOCK AS DECLARE I INTEGER = 1; BEGIN
  WHILE (I <= ${rows}) DO BEGIN INSERT INTO MANY VALUES (:I, 'name ' || :I, IIF(MOD(:I, 1000) = 0, 'note ' || :I, NULL)); I = I + 1; END
END^
SET TERM ;^
COMMIT;`

const columns = [{ name: 'ID' }, { name: 'NAME' }]

/** A statement that keeps the server busy for long. */
const endless = 'SELECT COUNT(*) FROM MANY A CROSS JOIN MANY B CROSS JOIN MANY C'

describeFirebird('reads of Firebird', ({ main }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('reads', 'UTF8')
    await main.run(file, fill(20_000))
    await main.run(file, `CREATE VIEW SLOW AS ${endless.replace('COUNT(*)', 'COUNT(*) AS N')}; COMMIT;`)
  })

  const running = async (): Promise<number> => {
    const count = `SELECT COUNT(*) FROM MON$STATEMENTS WHERE MON$STATE <> 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION`
    return Number((await main.read(file, count))[0])
  }

  test('batches of any size hold every row once, in order', async () => {
    await using session = await open(main, file)
    for (const batchRows of [1000, 333, 200, 7]) {
      let next = 1
      for await (const { rows } of session.scan({ dataset: 'MANY', columns, key: ['ID'], batchRows })) {
        expect(rows.length).toBeLessThanOrEqual(batchRows)
        for (const [id] of rows) expect(id).toBe(next++)
        if (next > 3000 && batchRows === 7) break
      }
      if (batchRows !== 7) expect(next).toBe(20_001)
    }
  })

  test('a slow consumer keeps the server waiting', async () => {
    await using session = await open(main, file)
    const read = session.scan({ dataset: 'MANY', columns, batchRows: 200 })[Symbol.asyncIterator]()
    await read.next()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const fetched = `SELECT SUM(R.MON$RECORD_SEQ_READS) FROM MON$STATEMENTS S JOIN MON$RECORD_STATS R USING (MON$STAT_ID)
      WHERE S.MON$SQL_TEXT CONTAINING 'FROM "MANY"' AND S.MON$ATTACHMENT_ID <> CURRENT_CONNECTION`
    expect(Number((await main.read(file, fetched))[0])).toBeLessThan(2500)
    await read.return?.()
  })

  test('large blobs come whole and do not pile up', async () => {
    const big = await main.createDatabase('blobs', 'UTF8')
    await main.run(
      big,
      `CREATE TABLE PAPERS (ID INTEGER NOT NULL PRIMARY KEY, SCAN BLOB, TEXT_ BLOB SUB_TYPE TEXT); COMMIT;
SET TERM ^;
EXECUTE BLOCK AS DECLARE I INTEGER = 0; DECLARE B BLOB = ''; BEGIN
  WHILE (I < 160) DO BEGIN B = B || RPAD('', 8000, 'x'); I = I + 1; END
  WHILE (I > 130) DO BEGIN INSERT INTO PAPERS VALUES (:I, :B, RPAD('文', 8000, '字')); I = I - 1; END
END^
SET TERM ;^
COMMIT;`,
    )
    await using session = await open(main, big)
    const names = ['ID', 'SCAN', 'TEXT_'].map((name) => ({ name }))
    const sizes: number[] = []
    let total = 0
    for await (const { rows } of session.scan({ dataset: 'PAPERS', columns: names })) {
      sizes.push(rows.length)
      for (const [, scan, text] of rows) {
        expect(scan).toHaveLength(1_280_000)
        expect((scan as Uint8Array)[1_279_999]).toBe(0x78)
        expect(text).toBe(`文${'字'.repeat(7999)}`)
        total++
      }
    }
    expect(total).toBe(30)
    expect(Math.max(...sizes)).toBeLessThan(30)
  })

  test('an abort stops the statement at the server', async () => {
    const session = await open(main, file)
    const abort = new AbortController()
    const reading = rowsWith(session.scan({ dataset: 'SLOW', columns: [{ name: 'N' }] }, { signal: abort.signal }))
    expect(await eventually(async () => (await running()) > 0)).toBe(true)
    abort.abort()
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await eventually(async () => (await running()) === 0)).toBe(true)
    await session[Symbol.asyncDispose]()
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test('a missed deadline stops it too', async () => {
    await using session = await open(main, file, {}, { callTimeoutMs: 300 })
    await expect(rowsOf(session, 'SLOW', ['N'])).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    expect(session.usable).toBe(false)
    expect(await eventually(async () => (await running()) === 0)).toBe(true)
  })

  test('a cut line is an error, not an end, and nobody attaches again behind our back', async () => {
    await using relay = await startRelay(main.data)
    const session = await open(main, file, { port: relay.port })
    const read = session.scan({ dataset: 'MANY', columns, batchRows: 100 })[Symbol.asyncIterator]()
    await read.next()
    relay.cut()
    const rest = (async () => {
      while ((await read.next()).done !== true);
    })()
    await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await expect(session.ping()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await session[Symbol.asyncDispose]()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(openSockets()).toBe(0)
  })

  test('a line that goes dead ends with the deadline, and closing does not wait for it', async () => {
    await using relay = await startRelay(main.data)
    const session = await open(main, file, { port: relay.port }, { callTimeoutMs: 300 })
    relay.order({ at: 'to-client' }, { does: 'stall' })
    await expect(session.ping()).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    const started = performance.now()
    await session[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(2500)
  })

  test('a read session cannot write and holds nothing that writers wait for', async () => {
    await using session = await open(main, file)
    await rowsOf(session, 'MANY', ['ID'])
    await session.lookup({ dataset: 'MANY', columns, by: ['ID'], keys: [[1], [2]], limit: 1 })
    const open_ = `SELECT COUNT(*) FROM MON$TRANSACTIONS WHERE MON$READ_ONLY = 0 AND MON$ATTACHMENT_ID <> CURRENT_CONNECTION
      AND MON$ATTACHMENT_ID IN (SELECT MON$ATTACHMENT_ID FROM MON$ATTACHMENTS WHERE MON$SYSTEM_FLAG = 0)`
    expect((await main.read(file, open_))[0]).toBe('0')
    await main.run(file, `UPDATE MANY SET NAME = 'changed' WHERE ID = 1; ALTER TABLE MANY ADD EXTRA INTEGER; COMMIT;`)
    const { answers } = await session.lookup({ dataset: 'MANY', columns, by: ['ID'], keys: [[1], [2]], limit: 1 })
    expect(answers[0]?.rows).toEqual([[1, 'changed']])
  })

  describe.runIf(main.data.private)('a server that stops', () => {
    test('in the middle of a read', async () => {
      const own = await startFirebird()
      try {
        const { server } = own
        const ownFile = await server.createDatabase('stops', 'UTF8')
        await server.run(ownFile, fill(20_000))
        await using session = await open(server, ownFile)
        const read = session.scan({ dataset: 'MANY', columns, batchRows: 100 })[Symbol.asyncIterator]()
        await read.next()
        process.kill(own.process.pid(), 'SIGKILL')
        const rest = (async () => {
          while ((await read.next()).done !== true);
        })()
        await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
        expect(await eventually(() => !own.process.alive())).toBe(true)
        await expect(open(server, ownFile)).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
      } finally {
        await own.stop()
      }
    })
  })

  afterAll(async () => {
    expect(await eventually(() => openSockets() === 0), 'no socket stays behind').toBe(true)
  })
})

async function rowsWith(batches: AsyncIterable<{ readonly rows: readonly unknown[] }>): Promise<number> {
  let rows = 0
  for await (const batch of batches) rows += batch.rows.length
  return rows
}
