import { request } from 'node:http'
import { connect } from 'node:net'
import type { Session } from '@berth/core'
import { signRequest } from '@berth/trust'
import { expect, test, vi } from 'vitest'
import { grant, platform, RunningDocking } from '../docking/running-docking.ts'

/** Sessions that answer a lookup only when told to, or when its signal aborts. */
function slow() {
  const waiting: (() => void)[] = []
  const closed: number[] = []
  const around = (session: Session): Session => ({
    ...session,
    async lookup(asked, signal) {
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve)
        signal.addEventListener('abort', () => reject(new Error('ended')), { once: true })
      })
      return (await session.lookup?.(asked, signal)) ?? expect.fail()
    },
    async [Symbol.asyncDispose]() {
      closed.push(1)
      await session[Symbol.asyncDispose]()
    },
  })
  return { around, waiting, closed }
}

test('a stop lets what is under way end, refuses what is new, and closes the sessions', async () => {
  const { around, waiting, closed } = slow()
  const docking = await RunningDocking.start({}, around)
  const underWay = docking.ask({ id: 1 })
  await vi.waitFor(() => expect(waiting.length).toBe(1))
  const stopped = docking.agent.close()
  await expect(docking.ask({ id: 2 })).rejects.toThrow()
  waiting[0]?.()
  expect((await underWay).status).toBe(200)
  await stopped
  await docking.agent.close()
  expect(closed.length).toBe(1)
  expect(await docking.state.receipts(0, 10)).toHaveLength(1)
  await docking[Symbol.asyncDispose]()
})

test('a request whose head came before the stop and whose body came after is still answered', async () => {
  const { around, waiting } = slow()
  const docking = await RunningDocking.start({}, around)
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by: { id: 1 } })
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'berth-grant': grant(),
    'berth-signature': signRequest(platform, { method: 'POST', path, body }),
  }
  const sent = request(`${docking.agent.address}${path}`, { method: 'POST', headers })
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
  await new Promise<void>((resolve) => sent.write(body.slice(0, 5), () => resolve()))
  await docking.get('/health')
  const stopped = docking.agent.close()
  sent.end(body.slice(5))
  await vi.waitFor(() => expect(waiting.length).toBe(1))
  waiting[0]?.()
  expect(await status).toBe(200)
  await stopped
  await docking[Symbol.asyncDispose]()
})

test('a request on a connection that is still in use is told that the agent stops', async () => {
  const { around, waiting } = slow()
  const docking = await RunningDocking.start({}, around)
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by: { id: 1 } })
  const socket = connect(Number(new URL(docking.agent.address).port), '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => {
    received += String(chunk)
  })
  const signature = signRequest(platform, { method: 'POST', path, body })
  const lines = [`POST ${path} HTTP/1.1`, 'host: x', 'content-type: application/json', `content-length: ${body.length}`]
  socket.write([...lines, `berth-grant: ${grant()}`, `berth-signature: ${signature}`, '', body].join('\r\n'))
  await vi.waitFor(() => expect(waiting.length).toBe(1))
  const stopped = docking.agent.close()
  socket.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
  await docking.state.receipts(0, 1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  waiting[0]?.()
  await stopped
  await vi.waitFor(() => expect(received).toContain('"code":"STOPPING"'))
  expect(received.indexOf('HTTP/1.1 200')).toBeLessThan(received.indexOf('HTTP/1.1 503'))
  await docking[Symbol.asyncDispose]()
})

test('a stop does not wait longer than it is told to', async () => {
  const { around, waiting } = slow()
  const docking = await RunningDocking.start({ stopTimeoutMs: 50 }, around)
  const cut = expect(docking.ask({ id: 1 })).rejects.toThrow()
  await vi.waitFor(() => expect(waiting.length).toBe(1))
  await docking.agent.close()
  await cut
  await docking[Symbol.asyncDispose]()
})

test('a system that hangs when its session is closed does not hold up the stop', async () => {
  const docking = await RunningDocking.start({ stopTimeoutMs: 50 }, (session) => ({
    ...session,
    [Symbol.asyncDispose]: () => new Promise<void>(() => undefined),
  }))
  expect((await docking.ask({ id: 1 })).status).toBe(200)
  await docking.agent.close()
  await docking[Symbol.asyncDispose]()
})

test('when the caller goes away the system is told to stop', async () => {
  const { around, waiting, closed } = slow()
  const docking = await RunningDocking.start({}, around)
  const gone = new AbortController()
  const question = expect(docking.ask({ id: 1 }, { signal: gone.signal })).rejects.toThrow()
  await vi.waitFor(() => expect(waiting.length).toBe(1))
  gone.abort()
  await question
  await vi.waitFor(() => expect(closed.length).toBe(1))
  await vi.waitFor(async () => expect(await docking.state.receipts(0, 10)).toMatchObject([{ code: 'ABORTED' }]))
  await docking[Symbol.asyncDispose]()
})

test('a port in use, or an address that is not here, is told with a code', async () => {
  await using docking = await RunningDocking.start()
  const port = Number(new URL(docking.agent.address).port)
  const start = (host: string): Promise<RunningDocking> => RunningDocking.start({ listen: { host, port } })
  await expect(start('127.0.0.1')).rejects.toMatchObject({ code: 'PORT_IN_USE', details: { port } })
  await expect(start('192.0.2.1')).rejects.toMatchObject({ code: 'ADDRESS_UNUSABLE' })
})

test('a request that does not arrive whole in time is cut, however it drips', async () => {
  await using docking = await RunningDocking.start({ requestTimeoutMs: 300 })
  const socket = connect(Number(new URL(docking.agent.address).port), '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  socket.resume()
  socket.write('POST /resources/marriage/lookup HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n')
  socket.write('content-length: 1000\r\n\r\n{')
  const drip = setInterval(() => socket.write(' '), 50)
  await closed
  clearInterval(drip)
}, 3000)
