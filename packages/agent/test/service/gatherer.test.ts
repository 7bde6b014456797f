import { setTimeout } from 'node:timers/promises'
import { memory } from '@berth/connector-memory'
import { BerthError } from '@berth/core'
import { expect, test, vi } from 'vitest'
import { Gatherer } from '../../src/service/gatherer.ts'
import { SessionPool } from '../../src/sessions/session-pool.ts'
import { opener } from '../docking/running-docking.ts'

interface Call {
  readonly group: string
  readonly keys: readonly number[]
  readonly signal: AbortSignal
  readonly answer: () => void
  readonly fail: (error: unknown) => void
}

/** A gatherer whose calls end only when the test says so. */
function held(options: { maxSessions?: number; maxTogether?: number; maxWaiting?: number; waitMs?: number } = {}) {
  const calls: Call[] = []
  const open = opener(memory([]))
  const pool = new SessionPool((signal) => open('x', { access: 'read', signal }), {
    maxSessions: options.maxSessions ?? 1,
  })
  const gatherer = new Gatherer<{ group: string }, number, string>(pool, {
    ...options,
    ask: (_session, { group }, keys, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<(string | BerthError)[]>()
      const answers = (): (string | BerthError)[] =>
        keys.map((key) => (key < 0 ? new BerthError('VALUE_INVALID', { column: 'k' }) : `${group}${key}`))
      calls.push({ group, keys, signal, answer: () => resolve(answers()), fail: reject })
      return promise
    },
  })
  return { calls, pool, gatherer }
}

const a = { group: 'a' }
const b = { group: 'b' }
const call = (calls: Call[], index: number): Promise<Call> =>
  vi.waitFor(() => calls[index] ?? expect.fail(`call ${index} was not made`))

test('what comes in one turn shares a call; what comes meanwhile shares the next', async () => {
  const { gatherer, calls } = held()
  const first = [1, 2, 3].map((key) => gatherer.ask(a, key))
  expect((await call(calls, 0)).keys).toEqual([1, 2, 3])
  const second = [4, 5].map((key) => gatherer.ask(a, key))
  calls[0]?.answer()
  expect(await Promise.all(first)).toEqual(['a1', 'a2', 'a3'])
  expect((await call(calls, 1)).keys).toEqual([4, 5])
  calls[1]?.answer()
  expect(await Promise.all(second)).toEqual(['a4', 'a5'])
})

test('a question goes at once when a session is free, while another is under way', async () => {
  const { gatherer, calls } = held({ maxSessions: 2 })
  const first = gatherer.ask(a, 1)
  await call(calls, 0)
  const second = gatherer.ask(a, 2)
  expect((await call(calls, 1)).keys).toEqual([2])
  for (const each of calls) each.answer()
  expect(await Promise.all([first, second])).toEqual(['a1', 'a2'])
})

test('groups never share a call, and none waits for all of another', async () => {
  const { gatherer, calls } = held({ maxTogether: 2 })
  const blocker = gatherer.ask(a, 0)
  await call(calls, 0)
  const questions = [gatherer.ask(a, 1), gatherer.ask(a, 2), gatherer.ask(a, 3), gatherer.ask(b, 4)]
  for (let index = 0; index < 4; index++) (await call(calls, index)).answer()
  await Promise.all([blocker, ...questions])
  expect(calls.map(({ group, keys }) => [group, keys])).toEqual([
    ['a', [0]],
    ['a', [1, 2]],
    ['b', [4]],
    ['a', [3]],
  ])
})

test('one question fails alone', async () => {
  const { gatherer, calls } = held()
  const questions = [1, -1, 2].map((key) => gatherer.ask(a, key))
  const settled = Promise.allSettled(questions)
  ;(await call(calls, 0)).answer()
  expect((await settled).map((each) => (each.status === 'fulfilled' ? each.value : each.reason.code))).toEqual([
    'a1',
    'VALUE_INVALID',
    'a2',
  ])
})

test('a caller that went away leaves the others their call; when all went, it is ended', async () => {
  const { gatherer, calls } = held()
  const gone = [new AbortController(), new AbortController()]
  const questions = gone.map(({ signal }, index) => gatherer.ask(a, index, signal))
  const settled = Promise.allSettled(questions)
  const { signal } = await call(calls, 0)
  gone[0]?.abort()
  await expect(questions[0]).rejects.toMatchObject({ code: 'ABORTED' })
  expect(signal.aborted).toBe(false)
  gone[1]?.abort()
  expect(signal.aborted).toBe(true)
  calls[0]?.fail(new BerthError('ABORTED', { call: 'lookup' }))
  await settled
  await expect(gatherer.ask(a, 1, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
})

test('a caller that went away while waiting is not asked for', async () => {
  const { gatherer, calls } = held()
  const blocker = gatherer.ask(a, 0)
  await call(calls, 0)
  const gone = new AbortController()
  const waiting = gatherer.ask(a, 1, gone.signal)
  const other = gatherer.ask(a, 2)
  gone.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
  calls[0]?.answer()
  expect((await call(calls, 1)).keys).toEqual([2])
  calls[1]?.answer()
  await Promise.all([blocker, other])
  expect(gatherer.waiting).toBe(0)
})

test('too many waiting, or too long a wait, is OVERLOADED', async () => {
  const { gatherer, calls } = held({ maxWaiting: 2, waitMs: 40 })
  const blocker = gatherer.ask(a, 0)
  await call(calls, 0)
  const waiting = Promise.allSettled([gatherer.ask(a, 1), gatherer.ask(b, 2)])
  await expect(gatherer.ask(a, 3)).rejects.toMatchObject({ code: 'OVERLOADED' })
  expect((await waiting).map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
    'OVERLOADED',
    'OVERLOADED',
  ])
  calls[0]?.answer()
  await expect(blocker).resolves.toBe('a0')
  expect(gatherer.waiting).toBe(0)
})

test('a line that was lost while idle is not the question’s fault: it is asked again, once', async () => {
  const { gatherer, calls, pool } = held()
  const warm = gatherer.ask(a, 0)
  ;(await call(calls, 0)).answer()
  await warm
  await vi.waitFor(() => expect(pool.counts.idle).toBe(1))
  const question = gatherer.ask(a, 1)
  ;(await call(calls, 1)).fail(new BerthError('CONNECTION_LOST'))
  ;(await call(calls, 2)).answer()
  await expect(question).resolves.toBe('a1')
  const busy = [gatherer.ask(a, 2)]
  await call(calls, 3)
  busy.push(gatherer.ask(a, 3))
  const settled = Promise.allSettled(busy)
  calls[3]?.answer()
  ;(await call(calls, 4)).fail(new BerthError('CONNECTION_LOST'))
  expect((await settled).map((each) => each.status)).toEqual(['fulfilled', 'rejected'])
})

test('a system that cannot be reached is told to each who asks', async () => {
  const refused = new BerthError('CONNECT_REFUSED', { host: 'h', port: 1 })
  const pool = new SessionPool(() => Promise.reject(refused))
  const gatherer = new Gatherer<{ group: string }, number, string>(pool, { ask: async () => [] })
  const settled = await Promise.allSettled([gatherer.ask(a, 1), gatherer.ask(b, 2), gatherer.ask(a, 3)])
  for (const each of settled) expect(each).toMatchObject({ status: 'rejected', reason: refused })
  await expect(gatherer.ask(a, 1)).rejects.toBe(refused)
})

test('while another session is at work, a system that refuses is not stormed with attempts', async () => {
  const open = opener(memory([]))
  let attempts = 0
  const pool = new SessionPool(
    (signal) => {
      if (attempts++ > 0) return Promise.reject(new BerthError('CONNECT_REFUSED', { host: 'h', port: 1 }))
      return open('x', { access: 'read', signal })
    },
    { maxSessions: 2 },
  )
  const answer = Promise.withResolvers<string[]>()
  const ask = vi.fn((_session, _selection, keys: readonly number[]) =>
    keys[0] === 1 ? answer.promise : Promise.resolve(['second']),
  )
  const gatherer = new Gatherer<{ group: string }, number, string>(pool, { ask })
  const first = gatherer.ask(a, 1)
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1))
  const second = gatherer.ask(a, 2)
  await setTimeout(50)
  expect(attempts).toBe(2)
  answer.resolve(['first'])
  expect(await Promise.all([first, second])).toEqual(['first', 'second'])
})
