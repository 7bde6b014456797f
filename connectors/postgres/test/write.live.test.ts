import { startRelay } from '@berth/conformance'
import { type ApplyRequest, type Field, openSession, type Row } from '@berth/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { open } from './open.ts'

const fields: Field[] = [
  { name: 'id', type: { name: 'integer' } },
  { name: 'code', type: { name: 'text', maxLength: 6 } },
  { name: 'amount', type: { name: 'decimal', precision: 9, scale: 2 } },
  { name: 'note', type: { name: 'text' } },
]

describePostgres('writes to PostgreSQL', (server) => {
  const database = 'writes'
  let batches = 0

  beforeAll(async () => {
    await server.createDatabase(database)
    await server.run(
      database,
      `CREATE TABLE goods (id integer PRIMARY KEY, code varchar(6) UNIQUE, amount numeric(9,2) CHECK (amount < 100), note text);
CREATE TABLE made (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text, twice text GENERATED ALWAYS AS (code || code) STORED);`,
    )
  })

  const request = (rows: Row[], changed: Partial<ApplyRequest> = {}): ApplyRequest => ({
    dataset: 'goods',
    fields,
    rows,
    key: ['id'],
    mode: 'insert',
    batch: `batch ${++batches}`,
    onReject: 'skip',
    ...changed,
  })
  const count = async (condition: string): Promise<number> =>
    Number(await server.value(database, `SELECT count(*) FROM goods WHERE ${condition}`))
  const many = (from: number, rows: number, note: (at: number) => string): Row[] =>
    Array.from({ length: rows }, (_, at): Row => [from + at, `c${from + at}`, '1.25', note(at)])

  test('each refused row is named, among many that are sent together', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const rows = many(0, 350, (at) => `注\t${at}\\`)
    rows[20] = [20, 'c19', '1.00', null]
    rows[150] = [150, 'c150', '100.00', null]
    rows[340] = [5, 'c340', '1.00', null]
    const result = await session.apply(request(rows))
    expect(result.applied).toBe(347)
    expect(result.rejects).toMatchObject([
      { row: 20, code: 'CONSTRAINT_VIOLATED', nativeCode: '23505' },
      { row: 150, code: 'CONSTRAINT_VIOLATED', nativeCode: '23514' },
      { row: 340, code: 'CONSTRAINT_VIOLATED', nativeCode: '23505' },
    ])
    expect(await count("note = E'注\\t349\\\\'")).toBe(1)
  })

  test('many rows replace those with their key, the same key twice in a batch too', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    await session.apply(request(many(1000, 300, () => 'first')))
    const again = many(1000, 400, () => 'second')
    expect(await session.apply(request(again, { mode: 'upsert' }))).toMatchObject({ applied: 400, rejects: [] })
    expect(await count("id >= 1000 AND note = 'second'")).toBe(400)
    again[399] = [1000, 'c1000', '9.00', 'last']
    expect(await session.apply(request(again, { mode: 'upsert' }))).toMatchObject({ applied: 400, rejects: [] })
    expect(await count("id = 1000 AND note = 'last' AND amount = 9")).toBe(1)
  })

  test('a batch that is to be whole leaves nothing when a row is refused', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const rows = many(2000, 120, () => 'w')
    rows[119] = [2000, 'again', '1.00', null]
    const refused = request(rows, { onReject: 'abort' })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, rejects: [{ row: 119 }] })
    expect(await count('id BETWEEN 2000 AND 2999')).toBe(0)
    rows[119] = [2119, 'last', '1.00', null]
    expect(await session.apply(refused)).toMatchObject({ applied: 120, repeated: false })
    expect(await session.apply(refused)).toMatchObject({ applied: 0, repeated: true })
  })

  test('columns that the database alone fills', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const few = fields.slice(0, 2)
    const own = { dataset: 'made', fields: few, rows: many(1, 150, () => '').map((row) => row.slice(0, 2)) }
    const { applied, rejects } = await session.apply({ ...request([]), ...own })
    expect([applied, rejects[0]?.code, rejects[0]?.nativeCode]).toEqual([0, 'CONSTRAINT_VIOLATED', '428C9'])
    const without = { dataset: 'made', fields: few.slice(1), rows: own.rows.map((row) => row.slice(1)) }
    expect((await session.apply({ ...request([]), ...without })).applied).toBe(150)
    expect(
      await server.value(database, "SELECT count(*) FROM made WHERE twice = code || code AND code LIKE 'c%'"),
    ).toBe('150')
  })

  test('a row locked by somebody else is a busy system', async () => {
    await using session = await open(server, database, {}, { access: 'write', callTimeoutMs: 30_000 })
    await session.apply(request([[4000, 'held', '1.00', null]]))
    const held = await server.hold(database, 'UPDATE goods SET amount = 3 WHERE id = 4000')
    const attempt = session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))
    await expect(attempt).rejects.toMatchObject({ code: 'SYSTEM_BUSY', action: 'retry' })
    await held.end()
    expect(await session.apply(request([[4000, 'mine', '2.00', null]], { mode: 'upsert' }))).toMatchObject({
      applied: 1,
    })
  }, 60_000)

  test('a line cut behind the commit leaves the outcome open, and the same batch settles it', async () => {
    await using relay = await startRelay(server.data)
    const { host, user, password } = server.data
    const sent = request([[5000, 'cut', '1.00', null]])
    await using session = await openSession(
      connector,
      { host, port: relay.port, database, user, password, tls: 'disabled' },
      { access: 'write' },
    )
    await session.ping()
    relay.order({ at: 'to-server', where: (chunk) => chunk.includes('COMMIT\0') }, { does: 'lose-answer' })
    await expect(session.apply(sent)).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    await using again = await open(server, database, {}, { access: 'write' })
    const result = await again.apply(sent)
    expect(result.applied + (result.repeated ? 1 : 0)).toBe(1)
    expect(await count('id = 5000')).toBe(1)
  })

  test('a constraint that is looked at when the transaction ends', async () => {
    await server.run(
      database,
      `CREATE TABLE late_ (id integer PRIMARY KEY, parent integer REFERENCES goods DEFERRABLE INITIALLY DEFERRED)`,
    )
    await using session = await open(server, database, {}, { access: 'write' })
    const late = {
      dataset: 'late_',
      fields: [{ ...(fields[0] as Field) }, { name: 'parent', type: { name: 'integer' } } as Field],
    }
    await expect(session.apply({ ...request([[1, 99_999]]), ...late })).rejects.toMatchObject({
      code: 'CONSTRAINT_VIOLATED',
    })
    expect(await session.apply({ ...request([[1, 5000]]), ...late })).toMatchObject({ applied: 1 })
  })

  describe.runIf(server.data.private)('by a user with few rights', () => {
    test('a ledger that may not be made is told, and one that is there is used; no temporary tables', async () => {
      await server.run(
        database,
        `CREATE ROLE writer LOGIN PASSWORD 'Secret99'; REVOKE TEMPORARY ON DATABASE writes FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT SELECT, INSERT, UPDATE ON goods TO writer;`,
      )
      const own = { user: 'writer', password: 'Secret99', ledger: 'office.seen' }
      await server.run(database, 'CREATE SCHEMA office')
      {
        await using session = await open(server, database, own, { access: 'write' })
        await expect(session.apply(request([[6000, 'x', '1.00', null]]))).rejects.toMatchObject({
          code: 'PERMISSION_DENIED',
        })
      }
      await server.run(
        database,
        `CREATE TABLE office.seen (batch varchar(200) NOT NULL PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
GRANT USAGE ON SCHEMA office TO writer; GRANT SELECT, INSERT ON office.seen TO writer;`,
      )
      await using session = await open(server, database, own, { access: 'write' })
      expect(
        await session.apply(
          request(
            many(6000, 250, () => 'a'),
            { mode: 'upsert' },
          ),
        ),
      ).toMatchObject({ applied: 250 })
      expect(
        await session.apply(
          request(
            many(6000, 250, () => 'b'),
            { mode: 'upsert' },
          ),
        ),
      ).toMatchObject({ applied: 250 })
      expect(await count("id >= 6000 AND note = 'b'")).toBe(250)
      const denied = { ...request([[1, 'x']]), dataset: 'made', fields: fields.slice(0, 2) }
      await expect(session.apply(denied)).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' })
    })
  })
})
