import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { openSession } from '@berth/core'
import { afterAll, expect, test } from 'vitest'
import { connector } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-kill-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Starts a writer at batch `first` and kills it some time after it has confirmed `count` batches. */
async function writeUntilKilled(
  file: string,
  first: number,
  count: number,
  afterMs: number,
  kept?: number,
): Promise<void> {
  const script = fileURLToPath(new URL('kill-child.ts', import.meta.url))
  const child = spawn(process.execPath, [
    '--conditions=@berth/source',
    script,
    file,
    String(first),
    ...(kept === undefined ? [] : [String(kept)]),
  ])
  children.push(child)
  let confirmed = 0
  while (confirmed < count) confirmed += (await once(child.stdout, 'data')).toString().length
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a kill at any moment leaves whole batches, and a replay repeats none', async () => {
  const file = join(folder, 'kill.db')
  const database = new DatabaseSync(file)
  database.exec('CREATE TABLE T (ID INT, BATCH INT)')
  let written = 0
  for (const afterMs of [0, 1, 2, 5]) {
    await writeUntilKilled(file, Math.max(0, written - 3), 6, afterMs)
    const batches = database.prepare('SELECT BATCH, COUNT(*) AS N FROM T GROUP BY BATCH ORDER BY BATCH').all()
    expect(batches.filter(({ N }) => N !== 200)).toEqual([])
    expect(batches.map(({ BATCH }) => BATCH)).toEqual(batches.map((_, index) => index))
    expect(database.prepare('SELECT COUNT(*) AS N FROM BERTH_LEDGER').get()?.['N']).toBe(batches.length)
    written = batches.length
  }
  expect(written).toBeGreaterThanOrEqual(6 + 3 * 3)
  database.close()
})

test('what triggers note is whole too: a reader that is cut and killed again and again has what the table has', async () => {
  const file = join(folder, 'outbox.db')
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE T (ID INTEGER PRIMARY KEY, BATCH INT)')
  const by = { kind: 'outbox', key: ['ID'], dataset: 'T_CHANGES' } as const
  await using preparing = await openSession(connector, { file })
  database.exec(await preparing.prepareChanges({ dataset: 'T', by }))
  const known = new Map<unknown, unknown>()
  let after: string | undefined
  let written = 0
  for (const afterMs of [0, 1, 3]) {
    await writeUntilKilled(file, Math.max(0, written - 3), 5, afterMs, 4)
    written = Number(database.prepare('SELECT COUNT(*) AS N FROM BERTH_LEDGER').get()?.['N'])
    // Left after some batches, twice, and read to the end.
    for (const upTo of [1, 3, Number.POSITIVE_INFINITY]) {
      await using session = await openSession(connector, { file })
      const columns = [{ name: 'ID' }, { name: 'BATCH' }]
      let batches = 0
      const request = { dataset: 'T', columns, by, batchRows: 150, ...(after === undefined ? {} : { after }) }
      for await (const { rows, kinds, cursor } of session.changes(request)) {
        rows.forEach(([id, batch], at) => {
          if (kinds?.[at] === 'delete') known.delete(id)
          else known.set(id, batch)
        })
        after = cursor
        if (++batches === upTo) break
      }
    }
    const there = database.prepare('SELECT CAST(ID AS TEXT) AS ID, BATCH FROM T ORDER BY T.ID').all()
    expect(there.length).toBe(Math.min(written, 4) * 200)
    const sorted = [...known].toSorted(([one], [other]) => Number(one) - Number(other))
    expect(sorted).toEqual(there.map(({ ID, BATCH }) => [ID, BATCH]))
  }
  database.close()
})
