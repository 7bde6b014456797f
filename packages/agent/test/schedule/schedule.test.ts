import { expect, test } from 'vitest'
import { runSchedule } from '../../src/schedule/schedule.ts'

test('a task runs at once and again, never twice at a time, tasks beside each other', async () => {
  const stop = new AbortController()
  let running = 0
  let most = 0
  let slow = 0
  let quick = 0
  await runSchedule(
    [
      {
        name: 'slow',
        everyMs: 1,
        async run() {
          most = Math.max(most, ++running)
          const before = quick
          while (quick < before + 3) await new Promise(setImmediate)
          running--
          if (++slow === 3) stop.abort()
        },
      },
      { name: 'quick', everyMs: 1, run: async () => void quick++ },
    ],
    { signal: stop.signal, onFailure: () => expect.unreachable() },
  )
  expect(most).toBe(1)
  expect(slow).toBe(3)
  expect(quick).toBeGreaterThanOrEqual(9)
})

test('a run that fails is told of and tried again before its time', async () => {
  const stop = new AbortController()
  const failed: unknown[] = []
  let runs = 0
  const run = async (): Promise<void> => {
    if (++runs < 4) throw new Error(`run ${runs}`)
    stop.abort()
  }
  await runSchedule([{ name: 'sync', everyMs: 3_600_000, run }], {
    signal: stop.signal,
    maxRetryMs: 1,
    onFailure: (task, error) => failed.push([task, (error as Error).message]),
  })
  expect(failed).toEqual([
    ['sync', 'run 1'],
    ['sync', 'run 2'],
    ['sync', 'run 3'],
  ])
})

test('an abort ends a wait at once and waits for a run under way; what the run then says is no failure', async () => {
  const stop = new AbortController()
  let ended = false
  const waiting = { name: 'waiting', everyMs: 3_600_000, run: async () => undefined }
  const busy = {
    name: 'busy',
    everyMs: 1,
    async run(signal: AbortSignal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      await new Promise(setImmediate)
      ended = true
      throw new Error('ABORTED')
    },
  }
  setImmediate(() => stop.abort())
  await runSchedule([waiting, busy], { signal: stop.signal, onFailure: () => expect.unreachable() })
  expect(ended).toBe(true)
})
