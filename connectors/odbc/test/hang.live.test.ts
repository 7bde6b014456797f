import { type ConnectorSession, openSession } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { type PrivateMariadb, startMariadb } from '../../../test/servers/mariadb.ts'
import { DriverLine } from '../src/driver-line.ts'
import { connector } from '../src/index.ts'
import { mariadbOptions } from './options.ts'

const database = 'odbc_hang'
const columns = [{ name: 'ID' }]

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until the process of a driver is gone; the test's own time limit ends the wait. */
async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

function driverOf(session: ConnectorSession): number {
  const { native } = session
  if (!(native instanceof DriverLine) || native.pid === undefined) throw new Error('no driver process')
  return native.pid
}

describeServer('odbc', 'a driver that hangs', ({ mariadb }) => {
  describeServer('mariadb', 'with a server of its own', () => {
    let own: PrivateMariadb
    const open = (): Promise<ConnectorSession> =>
      openSession(connector, mariadbOptions(mariadb, own.server.data, database), { access: 'read' })

    beforeAll(async () => {
      own = await startMariadb()
      await own.server.createDatabase(database)
      await own.server.run(
        database,
        'CREATE TABLE T (ID INT PRIMARY KEY); INSERT INTO T SELECT seq FROM seq_1_to_5000;',
      )
    })
    afterAll(async () => await own.stop())

    test('a statement that waits is cancelled at the server when the call is aborted', async () => {
      await using session = await open()
      const held = await own.server.hold(database, 'SELECT 1')
      const aborting = new AbortController()
      const line = session.native
      if (!(line instanceof DriverLine)) throw new Error('no driver process')
      const sleeping = line.call({ name: 'query', text: 'SELECT SLEEP(600)', parameters: [] }, 'read', aborting.signal)
      const running = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO = 'SELECT SLEEP(600)'"
      while ((await own.server.value(database, running)) === '0');
      aborting.abort()
      await expect(sleeping).rejects.toMatchObject({ code: 'ABORTED' })
      while ((await own.server.value(database, running)) !== '0');
      await held.end()
    })

    test('a server that stands still is a missed deadline, and the process of the driver is gone', async () => {
      const session = await open()
      const pid = driverOf(session)
      process.kill(own.process.pid(), 'SIGSTOP')
      try {
        const lookup = { dataset: 'T', columns, by: ['ID'], keys: [[1]], limit: 1 }
        await expect(session.lookup(lookup, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
        await gone(pid)
      } finally {
        process.kill(own.process.pid(), 'SIGCONT')
      }
      await session[Symbol.asyncDispose]()
    })

    test('a connect to a server that stands still ends with its deadline', async () => {
      process.kill(own.process.pid(), 'SIGSTOP')
      try {
        const options = mariadbOptions(mariadb, own.server.data, database)
        const opening = openSession(connector, options, { access: 'read', connectTimeoutMs: 300 })
        await expect(opening).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
      } finally {
        process.kill(own.process.pid(), 'SIGCONT')
      }
    })

    test('a driver that dies in the middle of a scan is a lost connection', async () => {
      await using session = await open()
      const seen: unknown[] = []
      const scan = async (): Promise<void> => {
        for await (const batch of session.scan({ dataset: 'T', columns, key: ['ID'], batchRows: 1000 })) {
          seen.push(...batch.rows)
          process.kill(driverOf(session), 'SIGKILL')
          await gone(driverOf(session))
        }
      }
      await expect(scan()).rejects.toMatchObject({ code: 'CONNECTION_LOST', action: 'retry' })
      expect(seen).toHaveLength(1000)
    })

    test('a connection that the server ends in the middle of a scan is lost, and a resumed scan loses nothing', async () => {
      const ids: unknown[] = []
      let after: string | undefined
      const scan = async (session: ConnectorSession, cut: boolean): Promise<void> => {
        const resumed = after === undefined ? {} : { after }
        for await (const batch of session.scan({ dataset: 'T', columns, key: ['ID'], batchRows: 1000, ...resumed })) {
          ids.push(...batch.rows.map(([id]) => id))
          after = batch.cursor
          if (!cut) continue
          const others = await own.server.read(
            database,
            `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${database}' AND ID <> CONNECTION_ID()`,
          )
          for (const [id] of others) await own.server.run(undefined, `KILL ${id};`)
        }
      }
      await using first = await open()
      await expect(scan(first, true)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
      await using second = await open()
      await scan(second, false)
      expect(ids).toHaveLength(5000)
      expect(new Set(ids).size).toBe(5000)
    })

    test('a read session cannot write, and the server says so', async () => {
      await using session = await open()
      const line = session.native
      if (!(line instanceof DriverLine)) throw new Error('no driver process')
      const writing = line.call({ name: 'query', text: 'INSERT INTO T VALUES (0)', parameters: [] }, 'write')
      await expect(writing).rejects.toMatchObject({ code: 'PERMISSION_DENIED', details: { nativeCode: '25006/1792' } })
    })

    test('a wrong password, a closed port and a missing driver are told apart', async () => {
      const { data } = own.server
      const attempt = (options: Readonly<Record<string, unknown>>): Promise<ConnectorSession> =>
        openSession(connector, options, { access: 'read' })
      const wrong = mariadbOptions(mariadb, { ...data, password: 'synthetic-wrong' }, database)
      const failure = await attempt(wrong).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'AUTH_FAILED' })
      expect(JSON.stringify([failure, (failure as Error).cause])).not.toContain('synthetic-wrong')
      await expect(attempt(mariadbOptions(mariadb, { ...data, port: 1 }, database))).rejects.toMatchObject({
        code: 'CONNECT_REFUSED',
        details: { host: '127.0.0.1', port: '1' },
      })
      await expect(attempt(mariadbOptions(mariadb, data, 'odbc_absent'))).rejects.toMatchObject({
        code: 'DATABASE_MISSING',
      })
      await expect(attempt(mariadbOptions('No Such Driver', data, database))).rejects.toMatchObject({
        code: 'OPTION_INVALID',
      })
    })
  })
})
