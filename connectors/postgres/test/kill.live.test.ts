import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Row } from '@berth/core'
import { afterAll, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describePostgres } from '../../../test/servers/live.ts'
import { open } from './open.ts'

const script = fileURLToPath(new URL('kill-child.ts', import.meta.url))

describePostgres('a process that is killed', (server) => {
  const children: ChildProcess[] = []
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  /** Starts a child and kills it some time after it has printed `lines`; returns the whole lines it printed. */
  async function runUntilKilled(
    database: string,
    what: string,
    from: string,
    lines: number,
    afterMs: number,
  ): Promise<string[]> {
    const { host, port, user, password } = server.data
    const options = JSON.stringify({ host, port, database, user, password })
    const child = spawn(process.execPath, ['--conditions=@berth/source', script, options, what, from])
    children.push(child)
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    const whole = (): string[] => printed.split('\n').slice(0, -1)
    await eventually(() => whole().length >= lines || child.exitCode !== null)
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    child.kill('SIGKILL')
    await once(child, 'close')
    return whole()
  }

  test('leaves whole batches, and a replay repeats none', async () => {
    await server.createDatabase('kill_apply')
    await server.run('kill_apply', 'CREATE TABLE t (id integer PRIMARY KEY, batch integer)')
    let written = 0
    for (const afterMs of [0, 1, 3, 7]) {
      await runUntilKilled('kill_apply', 'apply', String(Math.max(0, written - 3)), 6, afterMs)
      const batches = await server.read('kill_apply', 'SELECT batch, count(*) FROM t GROUP BY batch ORDER BY batch')
      expect(batches).toEqual(batches.map((_, index) => [String(index), '200']))
      expect(await server.value('kill_apply', 'SELECT count(*) FROM "BERTH_LEDGER"')).toBe(String(batches.length))
      written = batches.length
    }
    expect(written).toBeGreaterThanOrEqual(6 + 3 * 3)
  })

  test('loses no change that the log tells, and goes on behind the last batch it handed over', async () => {
    await server.createDatabase('kill_log')
    await server.run(
      'kill_log',
      'CREATE TABLE t (id integer PRIMARY KEY, batch integer); INSERT INTO t SELECT i, 0 FROM generate_series(1, 200) i',
    )
    const by = { kind: 'log', key: ['id'], name: 'berth_kill' } as const
    await using session = await open(server, 'kill_log')
    await server.run('kill_log', await session.prepareChanges({ dataset: 't', by }))
    const known = new Map<unknown, unknown>()
    let cursor = ''
    const take = ({ rows, kinds }: { readonly rows: readonly Row[]; readonly kinds?: readonly string[] }): void => {
      for (const [at, [id, batch]] of rows.entries()) kinds?.[at] === 'delete' ? known.delete(id) : known.set(id, batch)
    }
    for (let round = 1; round <= 4; round++) {
      // After each of these there is something to be told, also while the child reads.
      await server.run(
        'kill_log',
        `UPDATE t SET batch = ${round} WHERE id % 3 = 0; DELETE FROM t WHERE id % 17 = ${round};
INSERT INTO t SELECT i, ${round} FROM generate_series(${round * 1000}, ${round * 1000 + 300}) i`,
      )
      for (const line of await runUntilKilled('kill_log', 'changes', cursor, 3, round)) {
        const batch = JSON.parse(line) as { rows: Row[]; kinds?: string[]; cursor: string }
        take(batch)
        cursor = batch.cursor
      }
    }
    // The server may take a moment to see that the last reader is gone.
    await eventually(
      async () => (await server.value('kill_log', 'SELECT count(*) FROM pg_replication_slots WHERE active')) === '0',
    )
    const columns = [{ name: 'id' }, { name: 'batch' }]
    for await (const batch of session.changes({ dataset: 't', columns, by, after: cursor })) take(batch)
    const there = await server.read('kill_log', 'SELECT id, batch FROM t')
    expect(new Map(there.map(([id, batch]) => [Number(id), Number(batch)]))).toEqual(known)
  })
})
