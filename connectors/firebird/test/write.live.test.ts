import { startRelay } from '@berth/conformance'
import { type ApplyRequest, type Field, openSession, type Row } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { startFirebird } from '../../../test/servers/firebird.ts'
import { describeFirebird } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { open } from './open.ts'

const fields: Field[] = [
  { name: 'ID', type: { name: 'integer' } },
  { name: 'CODE', type: { name: 'text', maxLength: 6 } },
  { name: 'AMOUNT', type: { name: 'decimal', precision: 9, scale: 2 } },
  { name: 'NOTE', type: { name: 'text' } },
]

describeFirebird('writes to Firebird', ({ main }) => {
  let file: string
  let batches = 0

  beforeAll(async () => {
    file = await main.createDatabase('writes', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE GOODS (ID INTEGER NOT NULL PRIMARY KEY, CODE VARCHAR(6) UNIQUE,
  AMOUNT NUMERIC(9,2) CHECK (AMOUNT < 100), NOTE BLOB SUB_TYPE TEXT); COMMIT;`,
    )
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
    Number((await main.read(file, `SELECT COUNT(*) FROM GOODS WHERE ${condition}`))[0])

  test('each refused row is named, among many that are sent together', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const rows = Array.from({ length: 350 }, (_, index): Row => [index, `c${index}`, '1.25', `注 ${index}`])
    rows[20] = [20, 'c19', '1.00', null]
    rows[150] = [150, 'c150', '100.00', null]
    rows[340] = [5, 'c340', '1.00', null]
    const result = await session.apply(request(rows))
    expect(result.applied).toBe(347)
    expect(result.rejects).toMatchObject([
      { row: 20, code: 'CONSTRAINT_VIOLATED', nativeCode: '335544665' },
      { row: 150, code: 'CONSTRAINT_VIOLATED', nativeCode: '335544558' },
      { row: 340, code: 'CONSTRAINT_VIOLATED', nativeCode: '335544665' },
    ])
    expect(await count('ID < 1000')).toBe(347)
    expect(await count("NOTE = '注 349'")).toBe(1)
  })

  test('a batch that is to be whole leaves nothing when a row is refused', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    const rows = Array.from({ length: 120 }, (_, index): Row => [2000 + index, `w${index}`, '1.00', null])
    rows[119] = [2000, 'again', '1.00', null]
    const refused = request(rows, { onReject: 'abort' })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, rejects: [{ row: 119 }] })
    expect(await count('ID BETWEEN 2000 AND 2999')).toBe(0)
    rows[119] = [2119, 'last', '1.00', null]
    expect(await session.apply(refused)).toMatchObject({ applied: 120, repeated: false })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, repeated: true })
  })

  test('rows replace those with their key', async () => {
    await using session = await open(main, file, {}, { access: 'write' })
    await session.apply(request([[3000, 'one', '1.00', 'first']], { mode: 'upsert' }))
    await session.apply(request([[3000, 'two', '2.00', null]], { mode: 'upsert' }))
    expect(await count("ID = 3000 AND CODE = 'two' AND AMOUNT = 2 AND NOTE IS NULL")).toBe(1)
  })

  test('a row locked by somebody else is a busy system', async () => {
    await using holder = await openSession(connector, { ...options() }, { access: 'write' })
    await using session = await open(main, file, {}, { access: 'write', callTimeoutMs: 20_000 })
    await holder.apply(request([[4000, 'held', '1.00', null]]))
    const held = await main.hold(file, 'UPDATE GOODS SET AMOUNT = 3 WHERE ID = 4000')
    const attempt = session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))
    await expect(attempt).rejects.toMatchObject({ code: 'SYSTEM_BUSY', action: 'retry' })
    await held.end()
    expect(await session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))).toMatchObject({
      applied: 1,
    })
  }, 30_000)

  test('a line cut behind the commit leaves the outcome open, and the same batch settles it', async () => {
    await using relay = await startRelay(main.data)
    const rows: Row[] = [[5000, 'cut', '1.00', null]]
    const sent = request(rows)
    await using session = await openSession(
      connector,
      { ...options(), port: relay.port, wireCrypt: 'disabled' },
      { access: 'write' },
    )
    await session.ping()
    const commit = 30
    relay.order(
      { at: 'to-server', where: (chunk) => chunk.length >= 8 && chunk.readInt32BE(chunk.length - 8) === commit },
      { does: 'lose-answer' },
    )
    await expect(session.apply(sent)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    await using again = await open(main, file, {}, { access: 'write' })
    const result = await again.apply(sent)
    expect(result.applied + (result.repeated ? 1 : 0)).toBe(1)
    expect(await count('ID = 5000')).toBe(1)
  })

  test.runIf(main.data.private)('a ledger that may not be made is told to the administrator', async () => {
    const own = await main.createDatabase('restricted', 'UTF8')
    await main.createUser('WRITER', 'Secret99')
    await main.run(own, `CREATE TABLE GOODS (ID INTEGER NOT NULL PRIMARY KEY); GRANT ALL ON GOODS TO WRITER; COMMIT;`)
    await using session = await open(main, own, { user: 'WRITER', password: 'Secret99' }, { access: 'write' })
    const attempt = session.apply({ ...request([[1]]), fields: fields.slice(0, 1) })
    await expect(attempt).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect((await session.ping()).writable).toBe(true)
  })

  test.runIf(main.data.private)('a full disk of the server', async () => {
    const own = await startFirebird({ maxFileKilobytes: 6000 })
    try {
      const ownFile = await own.server.createDatabase('full', 'UTF8')
      await own.server.run(
        ownFile,
        'CREATE TABLE GOODS (ID INTEGER NOT NULL PRIMARY KEY, NOTE BLOB SUB_TYPE TEXT); COMMIT;',
      )
      await using session = await open(own.server, ownFile, {}, { access: 'write' })
      const note = 'x'.repeat(100_000)
      const fill = async (): Promise<never> => {
        for (let id = 0; ; id += 10) {
          const rows = Array.from({ length: 10 }, (_, index): Row => [id + index, note])
          await session.apply({ ...request(rows), fields: [fields[0] as Field, fields[3] as Field] })
        }
      }
      await expect(fill()).rejects.toMatchObject({ code: 'SYSTEM_DISK_FULL', action: 'retry' })
    } finally {
      await own.stop()
    }
  })

  function options(): Record<string, unknown> {
    const { host, port, user, password } = main.data
    return { host, port, database: file, user, password }
  }
})
