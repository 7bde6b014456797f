import { memory } from '@berth/connector-memory'
import { BerthError, type ConnectorSession } from '@berth/core'
import { expect, test, vi } from 'vitest'
import { SessionPool, type SessionPoolOptions } from '../../src/sessions/session-pool.ts'
import { opener } from '../docking/running-docking.ts'

/** A pool of real sessions that counts what it opens and closes. */
function watchedPool(options: SessionPoolOptions = {}) {
  const counts = { opened: 0, closed: 0 }
  const open = opener(memory([]), (session) => {
    counts.opened++
    return {
      ...session,
      async [Symbol.asyncDispose]() {
        counts.closed++
        await session[Symbol.asyncDispose]()
      },
    }
  })
  return { counts, pool: new SessionPool((signal) => open('x', { access: 'read', signal }), options) }
}

/** Holds a session until it is told to let go. */
function hold(pool: SessionPool): { readonly done: Promise<void>; readonly letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { done: pool.use(() => promise), letGo: resolve }
}

test('sessions are opened when needed, used again, and never more than the bound', async () => {
  const { pool, counts } = watchedPool({ maxSessions: 2 })
  expect(counts.opened).toBe(0)
  for (let round = 0; round < 3; round++) await pool.use((session) => session.ping())
  expect(counts.opened).toBe(1)
  const holds = [hold(pool), hold(pool), hold(pool)]
  await vi.waitFor(() => expect(pool.counts).toEqual({ busy: 2, idle: 0, waiting: 1 }))
  for (const { letGo } of holds) letGo()
  await Promise.all(holds.map(({ done }) => done))
  expect(counts.opened).toBe(2)
  expect(pool.counts).toEqual({ busy: 0, idle: 2, waiting: 0 })
  await pool[Symbol.asyncDispose]()
  expect(counts.closed).toBe(2)
})

test('those that wait come in the order they came', async () => {
  const { pool } = watchedPool({ maxSessions: 1 })
  const first = hold(pool)
  const order: number[] = []
  const others = [1, 2, 3].map((number) => pool.use(async () => void order.push(number)))
  first.letGo()
  await Promise.all(others)
  expect(order).toEqual([1, 2, 3])
  await pool[Symbol.asyncDispose]()
})

test('too many waiting, or too long a wait, is OVERLOADED', async () => {
  const { pool } = watchedPool({ maxSessions: 1, maxWaiting: 1, waitMs: 30 })
  const first = hold(pool)
  const waiting = pool.use(async () => undefined)
  await expect(pool.use(async () => undefined)).rejects.toMatchObject({ code: 'OVERLOADED' })
  await expect(waiting).rejects.toMatchObject({ code: 'OVERLOADED' })
  first.letGo()
  await first.done
  await expect(pool.use(async () => 'free again')).resolves.toBe('free again')
  await pool[Symbol.asyncDispose]()
})

test('a session that broke is discarded and the next caller gets a fresh one', async () => {
  const { pool, counts } = watchedPool({ maxSessions: 1 })
  const freshness: boolean[] = []
  const run = async (session: ConnectorSession, fresh: boolean): Promise<void> => {
    freshness.push(fresh)
    await session.ping()
  }
  await pool.use(run)
  await pool.use(run)
  await pool.use((session) => session[Symbol.asyncDispose]())
  await pool.use(run)
  expect(freshness).toEqual([true, false, true])
  expect(counts).toEqual({ opened: 2, closed: 2 })
  await pool[Symbol.asyncDispose]()
})

test('a failure to open is told and costs no place', async () => {
  let refuse = true
  const open = opener(memory([]))
  const pool = new SessionPool(
    (signal) => {
      if (refuse) return Promise.reject(new BerthError('CONNECT_REFUSED', { host: 'h', port: 1 }))
      return open('x', { access: 'read', signal })
    },
    { maxSessions: 1 },
  )
  for (let round = 0; round < 3; round++) {
    await expect(pool.use(async () => undefined)).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
  }
  refuse = false
  await expect(pool.use(async () => 'open')).resolves.toBe('open')
  await pool[Symbol.asyncDispose]()
})

test('an idle session is closed after a while', async () => {
  const { pool, counts } = watchedPool({ idleMs: 20 })
  await pool.use((session) => session.ping())
  await vi.waitFor(() => expect(counts.closed).toBe(1))
  expect(pool.counts.idle).toBe(0)
  await pool.use((session) => session.ping())
  expect(counts.opened).toBe(2)
  await pool[Symbol.asyncDispose]()
})

test('the end waits for those at work and refuses the others', async () => {
  const { pool, counts } = watchedPool({ maxSessions: 1 })
  const first = hold(pool)
  await vi.waitFor(() => expect(counts.opened).toBe(1))
  const waiting = pool.use(async () => undefined)
  const refused = expect(waiting).rejects.toMatchObject({ code: 'STOPPING' })
  let ended = false
  const end = pool[Symbol.asyncDispose]().then(() => {
    ended = true
  })
  await refused
  await expect(pool.use(async () => undefined)).rejects.toMatchObject({ code: 'STOPPING' })
  expect(ended).toBe(false)
  first.letGo()
  await end
  expect(counts).toEqual({ opened: 1, closed: 1 })
})
