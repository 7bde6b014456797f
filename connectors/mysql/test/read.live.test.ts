import { startRelay } from '@berth/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describeMariadb } from '../../../test/servers/live.ts'
import { startMariadb } from '../../../test/servers/mariadb.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { readAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { bare } from './bare-driver.ts'
import { open } from './open.ts'

const fill = (rows: number): string =>
  `CREATE TABLE MANY (ID INT PRIMARY KEY, NAME VARCHAR(40), NOTE VARCHAR(2000));
INSERT INTO MANY SELECT seq, CONCAT('name ', seq), REPEAT('x', 1500) FROM seq_1_to_${rows};`

const columns = [{ name: 'ID' }, { name: 'NOTE' }]

/** A statement that keeps the server busy for long. */
const endless = 'SELECT COUNT(*) AS N FROM MANY A CROSS JOIN MANY B CROSS JOIN MANY C'

describeMariadb('reads of MariaDB', (server) => {
  let database: string

  beforeAll(async () => {
    database = await server.createDatabase('berth_reads')
    await server.run(database, `${fill(20_000)} CREATE VIEW SLOW AS ${endless};`)
  })

  const running = async (): Promise<number> =>
    Number(
      await server.value(
        database,
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = 'berth_reads' AND COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()",
      ),
    )

  test('batches of any size hold every row once, in order', async () => {
    await using session = await open(server, database)
    for (const batchRows of [1000, 333, 7]) {
      let next = 1
      for await (const { rows } of session.scan({ dataset: 'MANY', columns, key: ['ID'], batchRows })) {
        expect(rows.length).toBeLessThanOrEqual(batchRows)
        for (const [id] of rows) expect(id).toBe(next++)
        if (next > 3000 && batchRows === 7) break
      }
      if (batchRows !== 7) expect(next).toBe(20_001)
    }
    expect((await session.ping()).product).toMatch(/^(MariaDB|MySQL|TiDB|OceanBase) \d/)
  })

  test('a read that is left early ends at the server, and the session goes on', async () => {
    await using session = await open(server, database)
    for (let round = 0; round < 5; round++) {
      for await (const { rows } of session.scan({ dataset: 'MANY', columns, batchRows: 10 })) {
        expect(rows).toHaveLength(10)
        break
      }
      expect(await running()).toBe(0)
      const { answers } = await session.lookup({ dataset: 'MANY', columns, by: ['ID'], keys: [[7]], limit: 1 })
      expect(answers[0]?.rows[0]?.[0]).toBe(7)
    }
  })

  test('a slow consumer keeps the server waiting', async () => {
    await using session = await open(server, database)
    const read = session.scan({ dataset: 'MANY', columns, batchRows: 100 })[Symbol.asyncIterator]()
    await read.next()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await running()).toBe(1)
    const state = `SELECT STATE FROM information_schema.PROCESSLIST WHERE DB = 'berth_reads' AND COMMAND = 'Query' AND ID <> CONNECTION_ID()`
    expect(await server.value(database, state)).toMatch(/writing to net|sending data/i)
    await read.return?.()
    expect(await running()).toBe(0)
  })

  test('an abort stops the statement at the server', async () => {
    const session = await open(server, database)
    const abort = new AbortController()
    const reading = count(session.scan({ dataset: 'SLOW', columns: [{ name: 'N' }] }, { signal: abort.signal }))
    expect(await eventually(async () => (await running()) > 0)).toBe(true)
    abort.abort()
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await running()).toBe(0)
    await session[Symbol.asyncDispose]()
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test('a missed deadline stops it too; the timeout of the driver alone lets it run on', async () => {
    await using session = await open(server, database, {}, { callTimeoutMs: 300 })
    await expect(rowsOf(session, 'SLOW', ['N'])).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    expect(session.usable).toBe(false)
    expect(await eventually(async () => (await running()) === 0)).toBe(true)
    const driver = bare(server, database)
    await expect(driver.query(endless, 200)).rejects.toMatchObject({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' })
    expect(await running()).toBe(1)
    const id = await server.value(
      database,
      "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = 'berth_reads' AND COMMAND = 'Query' AND ID <> CONNECTION_ID()",
    )
    await server.run(undefined, `KILL ${id};`)
    driver.close()
  })

  test('the server itself ends a statement that is longer than it may be', async () => {
    await using session = await open(server, database, { statementTimeoutMs: 200 })
    await expect(rowsOf(session, 'SLOW', ['N'])).rejects.toMatchObject({
      code: 'CALL_TIMEOUT',
      details: { timeoutMs: 200 },
    })
    expect(await running()).toBe(0)
  })

  test('a cut line is an error, not an end', async () => {
    await using relay = await startRelay(server.data)
    const session = await open(server, database, { port: relay.port })
    const read = session.scan({ dataset: 'MANY', columns, batchRows: 100 })[Symbol.asyncIterator]()
    await read.next()
    relay.cut()
    const rest = (async () => {
      while ((await read.next()).done !== true);
    })()
    await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await expect(session.ping()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await session[Symbol.asyncDispose]()
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test('a line that goes dead ends with the deadline, and leaves no socket', async () => {
    await using relay = await startRelay(server.data)
    const session = await open(server, database, { port: relay.port }, { callTimeoutMs: 300 })
    relay.order({ at: 'to-client' }, { does: 'stall' })
    await expect(session.ping()).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    await session[Symbol.asyncDispose]()
    relay.cut()
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test('a session killed by an administrator is a lost connection', async () => {
    const session = await open(server, database)
    const read = session.scan({ dataset: 'MANY', columns, batchRows: 10 })[Symbol.asyncIterator]()
    await read.next()
    const id = await server.value(
      database,
      "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = 'berth_reads' AND ID <> CONNECTION_ID()",
    )
    await server.run(undefined, `KILL ${id};`)
    const rest = (async () => {
      while ((await read.next()).done !== true);
    })()
    await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await session[Symbol.asyncDispose]()
  })

  test('a read session cannot write, and holds nothing that writers wait for', async () => {
    await using session = await open(server, database)
    await rowsOf(session, 'MANY', ['ID'])
    const native = session.native as { query(text: string, callback: (error: { errno: number } | null) => void): void }
    const refused = await new Promise((resolve) =>
      native.query("UPDATE MANY SET NAME = 'x'", (error) => resolve(error?.errno)),
    )
    expect(refused).toBe(1792)
    const open_ = 'DO SLEEP(0.15); SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> 0'
    expect(await server.value(database, open_)).toBe('0')
    await server.run(
      database,
      "SET lock_wait_timeout = 1; ALTER TABLE MANY ADD COLUMN EXTRA INT; UPDATE MANY SET NAME = 'changed' WHERE ID = 1;",
    )
    const { answers } = await session.lookup({
      dataset: 'MANY',
      columns: [{ name: 'NAME' }],
      by: ['ID'],
      keys: [[1]],
      limit: 1,
    })
    expect(answers[0]?.rows).toEqual([['changed']])
  })

  test('a read by key of a table without transactions does not lock out its writers', async () => {
    await server.run(
      database,
      `CREATE TABLE OLD (ID INT PRIMARY KEY, NOTE VARCHAR(2000)) ENGINE=MyISAM;
INSERT INTO OLD SELECT seq, REPEAT('x', 1500) FROM seq_1_to_20000;`,
    )
    const write = (id: number): Promise<void> =>
      server.run(database, `SET lock_wait_timeout = 2; UPDATE OLD SET NOTE = 'new' WHERE ID = ${id};`)
    const driver = bare(server, database)
    await driver.query('SELECT 1')
    const paused = driver.native.query('SELECT * FROM OLD')
    await new Promise((resolve) => paused.once('result', resolve))
    driver.native.pause()
    const locked = server.run(
      database,
      "SET STATEMENT max_statement_time = 1 FOR UPDATE OLD SET NOTE = 'x' WHERE ID = 1;",
    )
    await expect(locked).rejects.toThrow()
    driver.native.destroy()
    ;(driver.native as unknown as { stream: { destroy(): void } }).stream.destroy()
    await using session = await open(server, database)
    for (const key of [undefined, ['ID']]) {
      const read = session.scan({ dataset: 'OLD', columns, batchRows: 10, ...(key === undefined ? {} : { key }) })
      let rows = 0
      for await (const batch of read) {
        if (rows === 0) await write(20_000)
        rows += batch.rows.length
      }
      expect(rows).toBe(20_000)
    }
  })

  test('long cells come whole up to the bound, in small batches; beyond it they stay at the server', async () => {
    await server.run(
      database,
      `CREATE TABLE PAPERS (ID INT PRIMARY KEY, SCAN LONGBLOB, TEXT_ LONGTEXT, G LONGTEXT CHARACTER SET gbk);
INSERT INTO PAPERS SELECT seq, REPEAT('x', 2000000), REPEAT('字', 1000), REPEAT('字', 1000) FROM seq_1_to_20;
INSERT INTO PAPERS VALUES (21, REPEAT('x', 5000000), NULL, NULL), (22, NULL, REPEAT('字', 2000000), NULL), (23, NULL, NULL, REPEAT('字', 2000001));`,
    )
    await using session = await open(server, database, { maxCellBytes: 4_000_000 })
    const sizes: number[] = []
    const unreadable: unknown[] = []
    for await (const batch of session.scan({
      dataset: 'PAPERS',
      columns: ['ID', 'SCAN', 'TEXT_', 'G'].map((name) => ({ name })),
    })) {
      sizes.push(batch.rows.length)
      for (const [, scan, text, gbk] of batch.rows) {
        expect(scan).toHaveLength(2_000_000)
        expect([text, gbk]).toEqual(['字'.repeat(1000), '字'.repeat(1000)])
      }
      unreadable.push(
        ...(batch.unreadable ?? []).map(({ row, error }) => [
          row,
          error.code,
          error.details['column'],
          error.details['length'],
        ]),
      )
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20)
    expect(Math.max(...sizes)).toBeLessThan(10)
    expect(unreadable).toEqual([
      [21, 'VALUE_TOO_LONG', 'SCAN', 5_000_000],
      [22, 'VALUE_TOO_LONG', 'TEXT_', 6_000_000],
      [23, 'VALUE_TOO_LONG', 'G', 4_000_002],
    ])
  })

  test.runIf(server.data.private)(
    'a cell longer than the packets of the server is read as it is, and told where a function would make it NULL',
    async () => {
      await server.run(database, 'SET GLOBAL max_allowed_packet = 67108864;')
      await server.run(
        database,
        `CREATE TABLE HUGE (ID INT PRIMARY KEY, SCAN LONGBLOB, G LONGTEXT CHARACTER SET gbk);
INSERT INTO HUGE VALUES (1, REPEAT('x', 20000000), NULL), (2, NULL, REPEAT('g', 20000000)), (3, 'x', 'g');
SET GLOBAL max_allowed_packet = 16777216;`,
      )
      const driver = bare(server, database)
      expect(await driver.query('SELECT CAST(G AS BINARY) FROM HUGE WHERE ID = 2')).toEqual([[null]])
      driver.close()
      await using session = await open(server, database)
      const { rows, unreadable } = await readAll(session, 'HUGE', ['ID', 'SCAN', 'G'])
      expect(rows.map(([id, scan]) => [id, (scan as Uint8Array).length])).toEqual([
        [1, 20_000_000],
        [3, 1],
      ])
      expect(unreadable).toMatchObject([{ row: 2, error: { code: 'VALUE_TOO_LONG', details: { length: 20_000_000 } } }])
    },
  )

  test('a table without a key, and tables with odd names', async () => {
    const names = ['SELECT', '有 空格', 'a`b', "o'x", 'x;y']
    const tables = names.map((name) => {
      const quoted = `\`${name.replaceAll('`', '``')}\``
      return `CREATE TABLE ${quoted} (\`order\` INT, \`列 名\` VARCHAR(9), \`c\`\`d\` INT); INSERT INTO ${quoted} VALUES (1, '一', 2);`
    })
    await server.run(database, tables.join('\n'))
    await using session = await open(server, database)
    for (const name of names) {
      expect(await rowsOf(session, name, ['order', '列 名', 'c`d']), name).toEqual([[1, '一', 2]])
      const request = {
        dataset: name,
        columns: [{ name: 'c`d' }],
        by: ['列 名'],
        keys: [['一'], ["' OR 1=1 -- "], ['\\']],
        limit: 2,
      }
      expect((await session.lookup(request)).answers.map(({ rows }) => rows)).toEqual([[[2]], [], []])
    }
    await expect(rowsOf(session, 'select', ['order'])).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
  })

  describe.runIf(server.data.private)('a server that stops', () => {
    test('in the middle of a read, and is there again', async () => {
      const own = await startMariadb()
      try {
        const ownDatabase = await own.server.createDatabase('stops')
        await own.server.run(ownDatabase, fill(20_000))
        await using session = await open(own.server, ownDatabase)
        const read = session.scan({ dataset: 'MANY', columns, batchRows: 100 })[Symbol.asyncIterator]()
        await read.next()
        process.kill(own.process.pid(), 'SIGKILL')
        const rest = (async () => {
          while ((await read.next()).done !== true);
        })()
        await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
        expect(await eventually(() => !own.process.alive())).toBe(true)
        await expect(open(own.server, ownDatabase)).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
      } finally {
        await own.stop()
      }
    })
  })

  afterAll(async () => {
    expect(await eventually(() => openSockets() === 0), 'no socket stays behind').toBe(true)
  })
})

async function count(batches: AsyncIterable<{ readonly rows: readonly unknown[] }>): Promise<number> {
  let rows = 0
  for await (const batch of batches) rows += batch.rows.length
  return rows
}
