import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import { afterEach, expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { DeadServer, type DeadServerBehaviour } from './dead-server.ts'

/** The real library against a server that never lets it in. */
const servers: DeadServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]()
})

async function dead(behaviour: DeadServerBehaviour): Promise<DeadServer> {
  const server = await DeadServer.start(behaviour)
  servers.push(server)
  return server
}

function open(
  port: number,
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  return openSession(
    connector,
    { host: '127.0.0.1', port, user: 'SYSDBA', password: 'canary-password', ...changed },
    settings,
  )
}

test('the first packet is a header of 64 bytes with the length of what follows', async () => {
  const server = await dead('hang')
  await expect(open(server.port, { loginTimeoutMs: 300 })).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  const [first = Buffer.alloc(64)] = server.first
  expect(first.readUInt16LE(4)).toBe(200)
  expect(first.readInt32LE(6)).toBe(first.length - 64)
  expect(first.includes('canary')).toBe(false)
})

test.each([
  ['cut', 'CONNECTION_LOST'],
  ['cut at once', 'CONNECTION_LOST'],
  ['zeros', 'PROTOCOL_ERROR'],
  ['hang', 'CONNECT_TIMEOUT'],
  ['garbage', 'CONNECT_TIMEOUT'],
  ['half', 'CONNECT_TIMEOUT'],
  ['drip', 'CONNECT_TIMEOUT'],
] as const)(
  'a server that answers with %s is %s, and no socket stays; the library alone would wait for ever',
  async (behaviour, code) => {
    const server = await dead(behaviour)
    await expect(
      open(server.port, { loginTimeoutMs: code === 'CONNECT_TIMEOUT' ? 300 : 20_000 }),
    ).rejects.toMatchObject({ code, action: 'retry' })
    expect(await server.allClosed()).toBe(true)
  },
)

test('a caller that gives up leaves nothing behind', async () => {
  const server = await dead('hang')
  const abort = new AbortController()
  const opening = open(server.port, {}, { signal: abort.signal })
  while (server.first.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  abort.abort()
  await expect(opening).rejects.toMatchObject({ code: 'ABORTED' })
  expect(await server.allClosed()).toBe(true)
})

test('nobody listens, and no such host', async () => {
  const server = await DeadServer.start('hang')
  await server[Symbol.asyncDispose]()
  await expect(open(server.port)).rejects.toMatchObject({
    code: 'CONNECT_REFUSED',
    details: { nativeCode: 'ECONNREFUSED', port: server.port },
  })
  await expect(open(1, { host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
})

test('no password in what is printed', async () => {
  const server = await dead('zeros')
  expect(JSON.stringify(await open(server.port).catch((error: unknown) => error))).not.toContain('canary')
})
