import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import { afterEach, expect, test } from 'vitest'
import { type ListenerBehaviour, OracleListener } from '../../../test/servers/oracle-listener.ts'
import { connector } from '../src/index.ts'

/** The real driver in thin mode against a listener that never lets it in. */
const listeners: OracleListener[] = []
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener[Symbol.asyncDispose]()
})

async function listening(behaviour: ListenerBehaviour): Promise<OracleListener> {
  const listener = await OracleListener.start(behaviour)
  listeners.push(listener)
  return listener
}

function open(
  port: number,
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  const options = { host: '127.0.0.1', port, service: 'HYDJ', user: 'berth', password: 'canary-password', ...changed }
  return openSession(connector, options, settings)
}

/** Waits until the listener sees no open connection; false when that did not come within five seconds. */
async function allClosed(listener: OracleListener): Promise<boolean> {
  const end = Date.now() + 5000
  while (listener.open > 0) {
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}

test.each([
  [
    'an unknown service',
    { does: 'refuse', code: 12514 },
    { code: 'DATABASE_MISSING', details: { nativeCode: 'NJS-518', database: 'HYDJ' } },
  ],
  [
    'no free handler',
    { does: 'refuse', code: 12519 },
    { code: 'SYSTEM_BUSY', action: 'retry', details: { nativeCode: 'ORA-12519' } },
  ],
  [
    'a restricted database',
    { does: 'refuse', code: 12526 },
    { code: 'SYSTEM_UNAVAILABLE', details: { nativeCode: 'ORA-12526' } },
  ],
  ['another refusal', { does: 'refuse', code: 1189 }, { code: 'CONNECT_REFUSED' }],
  ['a line that is cut', { does: 'cut' }, { code: 'CONNECTION_LOST' }],
  ['an answer that is cut', { does: 'cut-in-the-middle' }, { code: 'CONNECTION_LOST' }],
  ['packets of no length', { does: 'zeros' }, { code: 'CONNECTION_LOST' }],
] as const)('%s has its own code, and no socket stays', async (_, behaviour, expected) => {
  const listener = await listening(behaviour)
  await expect(open(listener.port)).rejects.toMatchObject(expected)
  expect(await allClosed(listener)).toBe(true)
})

test('an unknown SID', async () => {
  const listener = await listening({ does: 'refuse', code: 12505 })
  await expect(open(listener.port, { service: undefined, sid: 'ORCL' })).rejects.toMatchObject({
    code: 'DATABASE_MISSING',
    details: { nativeCode: 'NJS-519', database: 'ORCL' },
  })
  expect(listener.asked[0]).toContain('(SID=ORCL)')
})

test('a server before 12.1 needs Instant Client, which the error says; the socket that the driver forgets is closed', async () => {
  const listener = await listening({ does: 'accept', version: 314 })
  const failed = open(listener.port)
  await expect(failed).rejects.toMatchObject({
    code: 'CLIENT_LIBRARY_NEEDED',
    details: { nativeCode: 'NJS-138', library: 'Oracle Instant Client', option: 'thick' },
  })
  const error = (await failed.catch((caught: unknown) => caught)) as { next(language: 'en' | 'zh'): string }
  expect(error.next('en')).toContain('install Oracle Instant Client')
  expect(error.next('zh')).toContain('thick')
  expect(await allClosed(listener)).toBe(true)
})

test.each(['hang', 'garbage', 'drip', 'resend'] as const)(
  'a listener that can %s ends at our own deadline',
  async (does) => {
    const listener = await listening({ does })
    await expect(open(listener.port, { loginTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
      details: { host: '127.0.0.1', port: listener.port, timeoutMs: 300 },
    })
    expect(await allClosed(listener)).toBe(true)
  },
)

test('a caller that gives up leaves nothing behind', async () => {
  const listener = await listening({ does: 'hang' })
  const abort = new AbortController()
  const opening = open(listener.port, {}, { signal: abort.signal })
  while (listener.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  abort.abort()
  await expect(opening).rejects.toMatchObject({ code: 'ABORTED' })
  expect(await allClosed(listener)).toBe(true)
})

test('a redirect is followed, and one that goes in a circle ends', async () => {
  const target = await listening({ does: 'refuse', code: 12514 })
  const first = await listening({ does: 'redirect', port: target.port })
  await expect(open(first.port)).rejects.toMatchObject({ code: 'DATABASE_MISSING' })
  expect(target.asked).toHaveLength(1)
  const listener = await OracleListener.start({ does: 'hang' })
  const { port } = listener
  await listener[Symbol.asyncDispose]()
  await expect(open(port)).rejects.toMatchObject({ code: 'CONNECT_REFUSED', details: { nativeCode: 'ECONNREFUSED' } })
})

test('a host that does not exist', async () => {
  await expect(open(1521, { host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
})

test('names that would change the connect descriptor are refused before anything is sent', async () => {
  const listener = await listening({ does: 'refuse', code: 12514 })
  for (const changed of [
    { service: 'X)(SERVER=DEDICATED' },
    { service: undefined, sid: 'a b' },
    { host: '127.0.0.1)(PORT=1' },
  ])
    await expect(open(listener.port, changed)).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  await expect(open(listener.port, { service: undefined })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    details: { option: 'service' },
  })
  await expect(open(listener.port, { service: undefined, connectString: '(DESCRIPTION=(' })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
  expect(listener.asked).toEqual([])
})

test('a folder without Instant Client', async () => {
  await expect(open(1, { thick: '/nowhere' })).rejects.toMatchObject({ code: 'CLIENT_LIBRARY_NEEDED' })
})

test('no password in what is printed', async () => {
  const listener = await listening({ does: 'refuse', code: 12514 })
  const error = await open(listener.port).catch((caught: unknown) => caught)
  expect(JSON.stringify(error)).not.toContain('canary')
})
