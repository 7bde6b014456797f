import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { startEngine } from './target.ts'

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a writer at batch `first` and kills it some time after it has confirmed `count` batches. */
async function writeUntilKilled(port: number, first: number, count: number, afterMs: number): Promise<void> {
  const script = fileURLToPath(new URL('kill-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@berth/source', script, String(port), String(first)])
  children.push(child)
  let confirmed = 0
  while (confirmed < count) confirmed += (await once(child.stdout, 'data')).toString().length
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a process killed at any moment leaves whole batches, and a replay repeats none', async () => {
  const { engine, server } = await startEngine()
  engine.run('CREATE TABLE [N] ([ID] int NULL, [BATCH] int NULL)')
  let written = 0
  for (const afterMs of [0, 2, 5, 11]) {
    await writeUntilKilled(server.port, Math.max(0, written - 3), 6, afterMs)
    await expect.poll(() => server.connections, { timeout: 20_000 }).toBe(0)
    const text = 'SELECT BATCH, COUNT(*) AS N, COUNT(DISTINCT ID) AS D FROM "N" GROUP BY BATCH ORDER BY BATCH'
    const batches = engine.database.prepare(text).all()
    expect(batches.filter(({ N, D }) => N !== 150 || D !== 150)).toEqual([])
    expect(batches.map(({ BATCH }) => BATCH)).toEqual(batches.map((_, index) => index))
    written = batches.length
  }
  expect(written).toBeGreaterThanOrEqual(6 + 3 * 3)
  await server[Symbol.asyncDispose]()
  engine.close()
})
