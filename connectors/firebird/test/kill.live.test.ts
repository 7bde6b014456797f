import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startRelay } from '@berth/conformance'
import { type ApplyRequest, BerthError, type ConnectorSession, type Row } from '@berth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PrivateFirebird, startFirebird } from '../../../test/servers/firebird.ts'
import { describeFirebird } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const integer = { name: 'integer' } as const
const by = { kind: 'outbox', key: ['ID'], dataset: 'C_CHANGES' } as const
const column = { kind: 'column', column: 'V', key: ['ID'] } as const
const all = Array.from({ length: 1000 }, (_, id) => id)

const script = `CREATE TABLE C (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER); CREATE TABLE W (ID INTEGER NOT NULL, BATCH INTEGER); COMMIT;
SET TERM ^; EXECUTE BLOCK AS DECLARE I INTEGER = 0; BEGIN WHILE (I < 1000) DO BEGIN INSERT INTO C VALUES (:I, :I / 7); I = I + 1; END END^ SET TERM ;^ COMMIT;`

const kinds = ['scan', 'column', 'outbox'] as const
type Kind = (typeof kinds)[number]

/** Reads rows of `C`, in batches of 40, behind a cursor. */
function reading(
  session: ConnectorSession,
  kind: Kind,
  after: string | undefined,
): AsyncIterable<{ rows: Row[]; cursor?: string }> {
  const settings = { dataset: 'C', columns: [{ name: 'ID' }], batchRows: 40, ...(after === undefined ? {} : { after }) }
  if (kind === 'scan') return session.scan({ ...settings, key: ['ID'] })
  return session.changes({ ...settings, by: kind === 'outbox' ? by : column })
}

const batchOf = (batch: number, rows = 50): ApplyRequest => ({
  dataset: 'W',
  fields: [
    { name: 'ID', type: integer },
    { name: 'BATCH', type: integer },
  ],
  rows: Array.from({ length: rows }, (_, index): Row => [batch * rows + index, batch]),
  key: ['ID'],
  mode: 'insert',
  batch: `b${batch}`,
  onReject: 'abort',
})

describeFirebird('killed in the middle', ({ main }) => {
  describe.runIf(main.data.private)('of a server of its own', () => {
    let own: PrivateFirebird
    let file: string
    /** The database outlives its server. */
    const ownOptions = (): Record<string, unknown> => {
      const { host, port, user, password } = own.server.data
      return { host, port, database: file, user, password }
    }

    beforeAll(async () => {
      own = await startFirebird()
      file = await own.server.createDatabase('killed', 'UTF8')
      await own.server.run(file, script)
      await using session = await open(own.server, file)
      await own.server.run(file, await session.prepareChanges({ dataset: 'C', by }))
    })
    afterAll(() => own.stop())

    async function written(): Promise<number> {
      const select = "SELECT BATCH || ':' || COUNT(*) FROM W GROUP BY BATCH ORDER BY BATCH"
      const batches = await own.server.read(file, select)
      expect(batches).toEqual(batches.map((_, batch) => `${batch}:50`))
      expect(Number((await own.server.read(file, 'SELECT COUNT(*) FROM BERTH_LEDGER'))[0])).toBe(batches.length)
      return batches.length
    }

    /** Runs our program until it has printed so many lines, kills it, and returns the whole lines it printed. */
    async function untilKilled(work: string, first: string, lines: number): Promise<string[]> {
      const program = fileURLToPath(new URL('kill-child.ts', import.meta.url))
      const parameters = ['--conditions=@berth/source', program, JSON.stringify(ownOptions()), work, first]
      const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
      const printed: string[] = []
      for await (const line of createInterface({ input: child.stdout })) {
        printed.push(line)
        if (printed.length === lines) child.kill('SIGKILL')
        if (line === 'end') break
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      return printed.filter((line) => line === 'end' || line.endsWith(']') || /^\d+$/.test(line))
    }

    test('of writing, by the end of the process: whole batches, and none twice', async () => {
      let known = 0
      for (const lines of [3, 7, 5]) {
        await untilKilled('apply', String(Math.max(0, known - 2)), lines)
        known = await written()
      }
      expect(known).toBeGreaterThanOrEqual(3 + 5 + 3)
    })

    test.each(kinds)(
      'of a read by %s, by the end of the process: it goes on behind what was acknowledged',
      async (kind) => {
        const seen: number[] = []
        let cursor = ''
        for (let turn = 0; turn < 40; turn++) {
          const lines = await untilKilled(kind, cursor, 4 + turn)
          for (const line of lines) {
            if (line === 'end') continue
            const [ids, behind] = JSON.parse(line) as [number[], string]
            seen.push(...ids)
            cursor = behind
          }
          if (lines.at(-1) === 'end') break
        }
        expect(seen.toSorted((one, other) => one - other)).toEqual(all)
      },
    )

    test.each(kinds)(
      'of a read by %s, by the end of the server: nothing is lost and nothing comes twice',
      async (kind) => {
        const seen: unknown[] = []
        let after: string | undefined
        const take = async (session: ConnectorSession, upTo: number): Promise<void> => {
          let batches = 0
          for await (const { rows, cursor } of reading(session, kind, after)) {
            seen.push(...rows.map(([id]) => id))
            after = cursor
            if (++batches === upTo) process.kill(own.process.pid(), 'SIGKILL')
          }
        }
        await using session = await open(own.server, file)
        await expect(take(session, 5)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
        expect(seen.length).toBeLessThan(all.length)
        await own.restart()
        await using again = await open(own.server, file)
        await take(again, -1)
        expect(seen).toEqual(seen.toSorted((one, other) => Number(one) - Number(other)))
        expect(seen).toEqual(all)
      },
    )

    test('of writing, by the end of the server: what was not confirmed is sent again, and is there once', async () => {
      const first = await written()
      for (const after of [2, 5]) {
        await using session = await open(own.server, file, {}, { access: 'write' })
        let confirmed = await written()
        const until = confirmed + after
        const writing = async (): Promise<void> => {
          for (;;) {
            const sent = session.apply(batchOf(confirmed))
            if (confirmed === until) setImmediate(() => process.kill(own.process.pid(), 'SIGKILL'))
            await sent
            confirmed++
          }
        }
        const failure: unknown = await writing().catch((error: unknown) => error)
        expect(BerthError.is(failure) && ['CONNECTION_LOST', 'UNKNOWN_OUTCOME'].includes(failure.code)).toBe(true)
        await own.restart()
        await using again = await open(own.server, file, {}, { access: 'write' })
        const { applied, repeated } = await again.apply(batchOf(confirmed))
        expect(applied === 50 || repeated).toBe(true)
        expect(await written()).toBe(confirmed + 1)
      }
      expect(await written()).toBeGreaterThan(first)
    })
  })

  test.each(kinds)('of a read by %s, by a cut of the line: it goes on behind what came', async (kind) => {
    const file = await main.createDatabase(`cut${kind}`, 'UTF8')
    await main.run(file, script)
    await using preparing = await open(main, file)
    if (kind === 'outbox') await main.run(file, await preparing.prepareChanges({ dataset: 'C', by }))
    const seen: unknown[] = []
    let after: string | undefined
    if (kind === 'outbox') {
      for await (const { cursor } of reading(preparing, kind, undefined)) after = cursor
      await main.run(file, 'UPDATE C SET V = V + 1000; COMMIT;')
    }
    for (const upTo of [1, 7, 3, -1]) {
      await using relay = await startRelay(main.data)
      await using session = await open(main, file, { port: relay.port })
      let batches = 0
      const take = async (): Promise<void> => {
        for await (const { rows, cursor } of reading(session, kind, after)) {
          seen.push(...rows.map(([id]) => id))
          after = cursor
          if (++batches === upTo) relay.cut()
        }
      }
      if (upTo === -1) await take()
      else await expect(take()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    }
    expect(seen).toEqual(all)
  })

  test('of writing, by a cut of the line after any of its requests: the same batch again, and it is there once', async () => {
    const file = await main.createDatabase('cutwrites', 'UTF8')
    await main.run(file, script)
    const outcomes = new Set<string>()
    let cut = 0
    while (!outcomes.has('answered') && cut < 100) {
      cut++
      await using relay = await startRelay(main.data)
      await using session = await open(main, file, { port: relay.port, wireCrypt: 'disabled' }, { access: 'write' })
      let requests = 0
      relay.order({ at: 'to-server', where: () => ++requests === cut }, { does: 'lose-answer' })
      const first: unknown = await session.apply(batchOf(cut, 2)).catch((error: unknown) => error)
      outcomes.add(BerthError.is(first) ? first.code : 'answered')
      await using again = await open(main, file, {}, { access: 'write' })
      const { applied, repeated } = await again.apply(batchOf(cut, 2))
      expect(applied === 2 || repeated).toBe(true)
    }
    expect(outcomes).toEqual(new Set(['CONNECTION_LOST', 'UNKNOWN_OUTCOME', 'answered']))
    const counts = await main.read(file, "SELECT BATCH || ':' || COUNT(*) FROM W GROUP BY BATCH ORDER BY BATCH")
    expect(counts).toEqual(Array.from({ length: cut }, (_, index) => `${index + 1}:2`))
  })
})
