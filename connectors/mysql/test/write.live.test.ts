import { spawn } from 'node:child_process'
import { startRelay } from '@berth/conformance'
import { type ApplyRequest, type Field, openSession, type Row } from '@berth/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describeMariadb } from '../../../test/servers/live.ts'
import { startMariadb } from '../../../test/servers/mariadb.ts'
import type { MariadbServer } from '../../../test/servers/mariadb-server.ts'
import { connector } from '../src/index.ts'
import { open } from './open.ts'

const fields: Field[] = [
  { name: 'ID', type: { name: 'integer' } },
  { name: 'CODE', type: { name: 'text', maxLength: 6 } },
  { name: 'AMOUNT', type: { name: 'decimal', precision: 9, scale: 2 } },
  { name: 'NOTE', type: { name: 'text' } },
]

const table = (name: string, engine = 'InnoDB'): string =>
  `CREATE TABLE ${name} (ID INT PRIMARY KEY, CODE VARCHAR(6) UNIQUE, AMOUNT DECIMAL(9,2) CHECK (AMOUNT < 100), NOTE LONGTEXT) ENGINE=${engine};`

describeMariadb('writes to MariaDB', (server) => {
  let database: string
  let batches = 0

  beforeAll(async () => {
    database = await server.createDatabase('berth_writes')
    await server.run(database, `${table('GOODS')} ${table('OLD', 'MyISAM')}`)
  })

  const request = (rows: Row[], changed: Partial<ApplyRequest> = {}): ApplyRequest => ({
    dataset: 'GOODS',
    fields,
    rows,
    key: ['ID'],
    mode: 'insert',
    batch: `batch ${++batches}`,
    onReject: 'skip',
    ...changed,
  })
  const count = async (condition: string): Promise<number> =>
    Number(await server.value(database, `SELECT COUNT(*) FROM GOODS WHERE ${condition}`))

  test('each refused row is named, among many that are sent together', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const rows = Array.from({ length: 1350 }, (_, index): Row => [index, `c${index}`, '1.25', `注 ${index}`])
    rows[20] = [20, 'c19', '1.00', null]
    rows[150] = [150, 'c150', '100.00', null]
    rows[1340] = [5, 'c1340', '1.00', null]
    const result = await session.apply(request(rows))
    expect(result.applied).toBe(1347)
    expect(result.rejects).toMatchObject([
      { row: 20, code: 'CONSTRAINT_VIOLATED', nativeCode: '1062' },
      { row: 150, code: 'CONSTRAINT_VIOLATED', nativeCode: '4025' },
      { row: 1340, code: 'CONSTRAINT_VIOLATED', nativeCode: '1062' },
    ])
    expect(await count('ID < 2000')).toBe(1347)
    expect(await count("ID = 0 AND CODE = 'c0' AND NOTE = '注 0'")).toBe(1)
  })

  test('a refused row costs none of the others where all of them are one statement', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const rows = Array.from({ length: 128 }, (_, index): Row => [3000 + index, `o${index}`, '1.00', null])
    rows[127] = [3005, 'o127', '1.00', null]
    const result = await session.apply(request(rows))
    expect(result).toMatchObject({ applied: 127, rejects: [{ row: 127, code: 'CONSTRAINT_VIOLATED' }] })
    expect(await count('ID BETWEEN 3000 AND 3999')).toBe(127)
  })

  test('a batch that is to be whole leaves nothing when a row is refused', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const rows = Array.from({ length: 620 }, (_, index): Row => [2000 + index, `w${index}`, '1.00', null])
    rows[619] = [2000, 'again', '1.00', null]
    const refused = request(rows, { onReject: 'abort' })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, rejects: [{ row: 619 }] })
    expect(await count('ID BETWEEN 2000 AND 2999')).toBe(0)
    rows[619] = [2619, 'last', '1.00', null]
    expect(await session.apply(refused)).toMatchObject({ applied: 620, repeated: false })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, repeated: true })
  })

  test('many rows of a table with 300 columns, more than one statement can have parameters for', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `C${index}`)
    await server.run(
      database,
      `CREATE TABLE WIDE (${names.map((name) => `${name} INT`).join(', ')}, PRIMARY KEY (C0));`,
    )
    await using session = await open(server, database, {}, { access: 'write', callTimeoutMs: 60_000 })
    const rows = Array.from({ length: 500 }, (_, row): Row => names.map((__, column) => row + column))
    const wide = names.map((name) => ({ name, type: { name: 'integer' as const } }))
    const result = await session.apply(request(rows, { dataset: 'WIDE', fields: wide, key: ['C0'], mode: 'upsert' }))
    expect(result).toMatchObject({ applied: 500, rejects: [] })
    expect(await server.value(database, 'SELECT SUM(C299) FROM WIDE')).toBe(String(500 * 299 + (499 * 500) / 2))
  })

  test('a 0 stays a 0 where the server would count on', async () => {
    await server.run(database, 'CREATE TABLE COUNTED (ID INT AUTO_INCREMENT PRIMARY KEY, NOTE VARCHAR(9));')
    await using session = await open(server, database, {}, { access: 'write' })
    const few = [fields[0] as Field, fields[3] as Field]
    await session.apply(request([[0, "it's \\"]], { dataset: 'COUNTED', fields: few }))
    expect(await server.read(database, 'SELECT ID, NOTE FROM COUNTED')).toEqual([['0', "it's \\"]])
  })

  test('a table whose engine takes nothing back is refused before anything is written', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const attempt = session.apply(request([[1, 'a', '1.00', null]], { dataset: 'OLD' }))
    await expect(attempt).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      details: { capability: 'apply to OLD (engine MyISAM)' },
    })
    await expect(session.apply(request([], { dataset: 'OLD', deletes: [[1]] }))).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    })
    expect(await server.value(database, 'SELECT COUNT(*) FROM OLD')).toBe('0')
  })

  test('a row locked by somebody else is a busy system', async () => {
    await using session = await open(
      server,
      database,
      { lockTimeoutMs: 1000 },
      { access: 'write', callTimeoutMs: 20_000 },
    )
    await session.apply(request([[4000, 'held', '1.00', null]]))
    const held = await server.hold(database, 'UPDATE GOODS SET AMOUNT = 3 WHERE ID = 4000')
    const attempt = session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))
    await expect(attempt).rejects.toMatchObject({ code: 'SYSTEM_BUSY', action: 'retry' })
    await held.end()
    expect(await session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))).toMatchObject({
      applied: 1,
    })
  })

  test('a line cut behind the commit leaves the outcome open, and the same batch settles it', async () => {
    await using relay = await startRelay(server.data)
    const sent = request([[5000, 'cut', '1.00', null]])
    await using session = await open(server, database, { port: relay.port, tls: 'disabled' }, { access: 'write' })
    await session.ping()
    relay.order(
      { at: 'to-server', where: (chunk) => chunk.toString('latin1').endsWith('\x03COMMIT') },
      { does: 'lose-answer' },
    )
    await expect(session.apply(sent)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    await using again = await open(server, database, {}, { access: 'write' })
    const result = await again.apply(sent)
    expect(result.applied + (result.repeated ? 1 : 0)).toBe(1)
    expect(await count('ID = 5000')).toBe(1)
  })

  test('a line cut in the middle leaves nothing', async () => {
    await using relay = await startRelay(server.data)
    const rows = Array.from({ length: 3000 }, (_, index): Row => [10_000 + index, null, '1.00', 'x'.repeat(500)])
    const sent = request(rows)
    await using session = await open(server, database, { port: relay.port, tls: 'disabled' }, { access: 'write' })
    await session.ping()
    let large = 0
    relay.order({ at: 'to-server', where: (chunk) => chunk.length > 10_000 && ++large > 5 }, { does: 'lose-answer' })
    await expect(session.apply(sent)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(await count('ID BETWEEN 10000 AND 20000')).toBe(0)
    await using again = await open(server, database, {}, { access: 'write' })
    expect(await again.apply(sent)).toMatchObject({ applied: 3000, repeated: false })
  })

  test('a row longer than the packets of the server is that row, and costs neither the others nor the line', async () => {
    await using session = await open(server, database, {}, { access: 'write', callTimeoutMs: 60_000 })
    const packet = Number(await server.value(database, 'SELECT @@max_allowed_packet'))
    const result = await session.apply(
      request([
        [6000, 'first', '1.00', null],
        [6001, 'huge', '1.00', 'x'.repeat(packet + 10)],
        [6002, 'third', '1.00', 'y'.repeat(100_000)],
      ]),
    )
    expect(result).toMatchObject({ applied: 2, rejects: [{ row: 1, code: 'VALUE_TOO_LONG' }] })
    expect(await count('ID BETWEEN 6000 AND 6002')).toBe(2)
  })

  describe.runIf(server.data.private)('with users and servers of our own', () => {
    test('a ledger that may not be made is told to the administrator', async () => {
      const own = await server.createDatabase('berth_restricted')
      await server.run(
        own,
        `${table('GOODS')} CREATE OR REPLACE USER writer@'127.0.0.1' IDENTIFIED BY 'Secret99';
GRANT SELECT, INSERT, UPDATE, DELETE ON berth_restricted.* TO writer@'127.0.0.1';`,
      )
      const { host, port } = server.data
      const options = { host, port, database: own, user: 'writer', password: 'Secret99' }
      await using session = await openSession(connector, options, { access: 'write' })
      await expect(session.apply(request([[1, 'a', '1.00', null]]))).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        details: { subject: 'CREATE TABLE BERTH_LEDGER' },
      })
      expect((await session.ping()).writable).toBe(true)
    })

    test('a server killed in the middle is a lost connection, not a guess', async () => {
      const own = await startMariadb()
      try {
        const ownDatabase = await own.server.createDatabase('killed')
        await own.server.run(ownDatabase, table('GOODS'))
        const held = await own.server.hold(ownDatabase, 'INSERT INTO GOODS (ID) VALUES (4500)')
        await using session = await open(own.server, ownDatabase, { lockTimeoutMs: 60_000 }, { access: 'write' })
        const failure = session.apply(request(rowsFrom(0))).catch((error: unknown) => error)
        expect(await eventually(() => isWaiting(own.server))).toBe(true)
        process.kill(own.process.pid(), 'SIGKILL')
        expect(await failure).toMatchObject({ code: 'CONNECTION_LOST' })
        await held.end()
      } finally {
        await own.stop()
      }
    })
  })

  test('a process killed in the middle leaves nothing, and the same batch is written once afterwards', async () => {
    const held = await server.hold(database, 'INSERT INTO GOODS (ID) VALUES (34500)')
    const sent = request(rowsFrom(30_000))
    const { host, port, user, password } = server.data
    const options = { host, port, user, password, database, lockTimeoutMs: 60_000 }
    const child = spawn(
      process.execPath,
      ['--conditions=@berth/source', new URL('kill-child.ts', import.meta.url).pathname],
      {
        stdio: ['pipe', 'ignore', 'inherit'],
      },
    )
    child.stdin.end(JSON.stringify({ options, request: sent }))
    expect(await eventually(() => isWaiting(server))).toBe(true)
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    await ended
    await held.end()
    expect(
      await eventually(
        async () =>
          (await server.value(database, `${settle} SELECT COUNT(*) FROM information_schema.INNODB_TRX`)) === '0',
      ),
    ).toBe(true)
    expect(await count('ID >= 30000')).toBe(0)
    await using session = await open(server, database, {}, { access: 'write', callTimeoutMs: 60_000 })
    expect(await session.apply(sent)).toMatchObject({ applied: 5000, repeated: false })
    expect(await session.apply(sent)).toMatchObject({ applied: 0, repeated: true })
    expect(await count('ID >= 30000')).toBe(5000)
  })
})

const rowsFrom = (first: number): Row[] =>
  Array.from({ length: 5000 }, (_, index): Row => [first + index, null, '1.00', 'x'.repeat(200)])

/** The server looks at its transactions anew only when nobody has asked for a tenth of a second. */
const settle = 'DO SLEEP(0.15);'

async function isWaiting(server: MariadbServer): Promise<boolean> {
  return (
    (await server.value(
      undefined,
      `${settle} SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'`,
    )) !== '0'
  )
}
