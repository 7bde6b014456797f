import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'berth-sqlite-kill-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Starts a writer at batch `first` and kills it some time after it has confirmed `count` batches. */
async function writeUntilKilled(file: string, first: number, count: number, afterMs: number): Promise<void> {
  const script = fileURLToPath(new URL('kill-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@berth/source', script, file, String(first)])
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
