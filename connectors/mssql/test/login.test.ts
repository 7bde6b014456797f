import { createServer } from 'node:net'
import { BerthError, type Connector, Secret } from '@berth/core'
import { afterEach, expect, test } from 'vitest'
import { startTdsServer, type TdsServer } from '../../../test/servers/tds/server.ts'
import { connector } from '../src/index.ts'
import { openScripted, startScripted } from './scripted.ts'

let server: TdsServer | undefined
afterEach(async () => await server?.[Symbol.asyncDispose]())

test('a login names user, database, application and intent, and the password arrives whole', async () => {
  server = await startScripted(() => undefined)
  const session = await openScripted(server, { readOnlyIntent: true })
  expect(server.logins).toMatchObject([
    { user: 'berth', database: 'registry', application: 'Berth', readOnlyIntent: true },
  ])
  expect(await session.ping()).toEqual({
    product: 'SQL Server 15.0.4300.1',
    charset: 'Chinese_PRC_CI_AS',
    clock: '2024-06-01T04:00:00.123Z',
    timeZone: '+08:00',
    writable: false,
  })
  await session[Symbol.asyncDispose]()
})

test.each([
  [18456, 'AUTH_FAILED'],
  [18470, 'AUTH_FAILED'],
  [4060, 'DATABASE_MISSING'],
  [18461, 'SYSTEM_UNAVAILABLE'],
  [40613, 'SYSTEM_UNAVAILABLE'],
  [17809, 'SYSTEM_BUSY'],
])('a login refused with %i is %s, without the message of the server', async (number, code) => {
  server = await startTdsServer(() => ({ kind: 'error', number, severity: 14, message: 'user 张三 refused' }))
  const error: unknown = await openScripted(server).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code, details: { nativeCode: String(number) } })
  expect(JSON.stringify(error)).not.toContain('张三')
  expect(server.logins.length).toBe(1)
  await expect.poll(() => server?.connections, { timeout: 20_000 }).toBe(0)
})

test('a port where nobody listens, a host that does not exist', async () => {
  server = await startScripted(() => undefined)
  const { port } = server
  await server[Symbol.asyncDispose]()
  await expect(openScripted({ port })).rejects.toMatchObject({ code: 'CONNECT_REFUSED', details: { port } })
  const nowhere = openScripted({ port }, { host: 'nowhere.invalid' })
  await expect(nowhere).rejects.toMatchObject({ code: 'HOST_UNKNOWN', details: { host: 'nowhere.invalid' } })
})

test('a server that says nothing is LOGIN_STALLED, and no line stays open', async () => {
  server = await startScripted(() => undefined)
  server.faults.silent = true
  const opening = openScripted(server, { loginTimeoutMs: 300 })
  await expect(opening).rejects.toMatchObject({ code: 'LOGIN_STALLED', details: { timeoutMs: 300 } })
  await expect.poll(() => server?.connections, { timeout: 20_000 }).toBe(0)
})

test('a server that does not encrypt is refused where encryption is required', async () => {
  server = await startScripted(() => undefined)
  const opening = openScripted(server, { tls: 'required' })
  await expect(opening).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'tls' } })
  expect(server.logins).toEqual([])
})

test('an abort during the login ends it, and no line stays open', async () => {
  server = await startScripted(() => undefined)
  server.faults.silent = true
  const abort = new AbortController()
  const opening = openScripted(server, {}, { signal: abort.signal })
  await expect.poll(() => server?.connections, { timeout: 20_000 }).toBe(1)
  abort.abort()
  await expect(opening).rejects.toMatchObject({ code: 'ABORTED' })
  await expect.poll(() => server?.connections, { timeout: 20_000 }).toBe(0)
})

test('another service at the port is a broken protocol or a lost line, not a hang', async () => {
  const other = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 ftp.example ready\r\n'.repeat(50))
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const opening = openScripted({ port }, { loginTimeoutMs: 2000 })
  await expect(opening).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:PROTOCOL_ERROR|CONNECTION_LOST|LOGIN_STALLED)$/) as string,
  })
  other.close()
})

test('a file with an authority that is not there is told before anything is sent', async () => {
  server = await startScripted(() => undefined)
  const opening = openScripted(server, { caFile: 'nowhere.pem' })
  await expect(opening).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'caFile' } })
  expect(server.connections).toBe(0)
})

test('the login of a Windows domain goes out by NTLM', async () => {
  server = await startTdsServer(() => ({ kind: 'error', number: 18452, severity: 14, message: 'untrusted domain' }))
  await expect(openScripted(server, { domain: 'gov' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
  expect(server.logins).toMatchObject([{ user: '', password: '' }])
})

test('an aborted signal opens nothing', async () => {
  const untyped = connector as Connector<unknown>
  const options = { host: '127.0.0.1', password: new Secret('x') }
  const opening = untyped.open(options, { signal: AbortSignal.abort(), access: 'read', datasets: {} })
  await expect(opening).rejects.toSatisfy((error) => BerthError.is(error) && error.code === 'ABORTED')
})
