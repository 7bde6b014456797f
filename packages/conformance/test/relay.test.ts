import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LineFault, startRelay } from '../src/index.ts'

let echo: Server
let system: { readonly host: string; readonly port: number }

beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  system = { host: '127.0.0.1', port: (echo.address() as AddressInfo).port }
})
afterAll(() => echo.close())

/** What a client that says a text hears until the line ends, or until it has heard as much as it said. */
async function said(port: number, text: string): Promise<{ heard: string; ended: 'heard' | 'closed' | 'reset' }> {
  const socket: Socket = connect(port, '127.0.0.1')
  let heard = ''
  let failed = false
  socket.on('error', () => {
    failed = true
  })
  const whole = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (heard.length >= text.length) resolve()
    })
  })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(text)
  await Promise.race([whole, closed])
  const ended = heard.length >= text.length ? 'heard' : failed ? 'reset' : 'closed'
  socket.destroy()
  return { heard, ended }
}

const corrupt: LineFault = { does: 'corrupt', mask: 0x20 }

describe('a relay', () => {
  test('hands on what is said, and counts it', async () => {
    await using relay = await startRelay(system)
    expect(await said(relay.port, 'abcd')).toEqual({ heard: 'abcd', ended: 'heard' })
    expect(relay.passed()).toEqual({ toServer: 4, toClient: 4 })
    await expect.poll(() => relay.open()).toBe(0)
  })

  test.each([
    [{ at: 'connect' }, { does: 'refuse' }, { heard: '', ended: 'reset' }],
    [{ at: 'connect', nth: 2 }, { does: 'refuse' }, { heard: 'abcd', ended: 'heard' }],
    [{ at: 'first-byte' }, { does: 'cut' }, { heard: '', ended: 'closed' }],
    [{ at: 'first-byte' }, { does: 'reset' }, { heard: '', ended: 'reset' }],
    [{ at: 'to-client' }, { does: 'truncate' }, { heard: 'ab', ended: 'closed' }],
    [{ at: 'to-client', behindBytes: 3 }, { does: 'cut' }, { heard: 'abc', ended: 'closed' }],
    [{ at: 'to-client', behindBytes: 2 }, corrupt, { heard: 'abCd', ended: 'heard' }],
    [{ at: 'to-server', behindBytes: 1 }, corrupt, { heard: 'aBcd', ended: 'heard' }],
    [{ at: 'to-server' }, { does: 'cut' }, { heard: '', ended: 'closed' }],
    [{ at: 'to-client' }, { does: 'pieces', bytes: 3 }, { heard: 'abcd', ended: 'heard' }],
    [{ at: 'to-client' }, { does: 'slow', bytesPerSecond: 200 }, { heard: 'abcd', ended: 'heard' }],
    [
      { at: 'to-server', where: (sent: Buffer) => sent.includes('bc') },
      { does: 'lose-answer' },
      { heard: '', ended: 'closed' },
    ],
    [
      { at: 'to-server', where: (sent: Buffer) => sent.includes('x') },
      { does: 'cut' },
      { heard: 'abcd', ended: 'heard' },
    ],
  ] as const)('at %j: %j', async (event, fault, expected) => {
    await using relay = await startRelay(system)
    const ordered = relay.order(event, fault)
    expect(await said(relay.port, 'abcd')).toEqual(expected)
    const falls = !('nth' in event) && !('where' in event && !event.where(Buffer.from('abcd')))
    expect(ordered.fired).toBe(falls)
    expect((await said(relay.port, 'efgh')).heard, 'the line behind it').toBe('nth' in event ? '' : 'efgh')
  })

  test('what is said twice is heard twice', async () => {
    await using relay = await startRelay(system)
    relay.order({ at: 'to-server' }, { does: 'duplicate' })
    const socket = connect(relay.port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    socket.write('abcd')
    await expect.poll(() => heard).toBe('abcdabcd')
    socket.destroy()
  })

  test('a line that stalls stays open and says nothing, until its client goes', async () => {
    await using relay = await startRelay(system)
    const ordered = relay.order({ at: 'to-server' }, { does: 'stall' })
    const socket = connect(relay.port, '127.0.0.1')
    let heard = 0
    socket.on('data', (chunk) => {
      heard += chunk.length
    })
    socket.write('abcd')
    await ordered.whenFired
    expect([relay.open(), relay.passed().toServer]).toEqual([1, 0])
    socket.destroy()
    await expect.poll(() => relay.open()).toBe(0)
    expect(heard).toBe(0)
  })

  test('a client that is slow to take what is said slows the server down', async () => {
    const flood = createServer((socket) => {
      socket.on('error', () => undefined)
      const more = (): void => {
        while (socket.write(Buffer.alloc(65_536)));
      }
      socket.on('drain', more)
      more()
    })
    await new Promise<void>((resolve) => flood.listen(0, '127.0.0.1', resolve))
    {
      await using relay = await startRelay({ host: '127.0.0.1', port: (flood.address() as AddressInfo).port })
      const socket = connect(relay.port, '127.0.0.1')
      await once(socket, 'connect')
      socket.pause()
      let before = -1
      await expect
        .poll(
          () => {
            const now = relay.passed().toClient
            const still = now === before
            before = now
            return still && now > 0
          },
          { interval: 100 },
        )
        .toBe(true)
      expect(before).toBeLessThan(32_000_000)
      socket.destroy()
    }
    flood.close()
  })
})
