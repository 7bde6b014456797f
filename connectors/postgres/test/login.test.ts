import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { openSession } from '@berth/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { connector } from '../src/index.ts'
import { type OpenGaussLogin, startOpenGauss } from './opengauss-server.ts'

async function product(
  port: number,
  changed: Readonly<Record<string, unknown>> = {},
  connectTimeoutMs = 10_000,
): Promise<string> {
  const options = { host: '127.0.0.1', port, database: 'any', user: 'any', password: 'Gauss@123', ...changed }
  await using session = await openSession(connector, options, { connectTimeoutMs })
  return (await session.ping()).product
}

describe('the login of openGauss, request code 10', () => {
  test.each<OpenGaussLogin>(['rounds', 'signature'])(
    'SHA256 with %s, where the driver alone sees SCRAM',
    async (login) => {
      await using server = await startOpenGauss('Gauss@123', login)
      expect(await product(server.port)).toBe('openGauss 5.0.0')
      const { default: pg } = await import('pg')
      const bare = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'any', password: 'Gauss@123' })
      bare.on('error', () => undefined)
      await expect(bare.connect()).rejects.toThrow(/SASL/)
      await bare.end()
    },
  )

  test.each<OpenGaussLogin>(['rounds', 'signature'])('a wrong password, %s', async (login) => {
    await using server = await startOpenGauss('another', login)
    await expect(product(server.port)).rejects.toMatchObject({ code: 'AUTH_FAILED' })
  })

  test.each([
    [11, 'is refused', 0],
    [13, 'ends the process', 1],
  ])('a kind that nobody here knows, %i, with which the driver alone %s', async (kind, _, bareExit) => {
    await using server = await startOpenGauss('Gauss@123', { kind })
    const error: unknown = await product(server.port).catch((each: unknown) => each)
    expect(error).toMatchObject({ code: 'LOGIN_UNSUPPORTED', details: { nativeCode: kind } })
    expect((error as { next(language: string): string }).next('zh')).toContain('password_encryption_type')
    const script = `import('pg').then(({ default: pg }) => {
      const client = new pg.Client({ host: '127.0.0.1', port: ${server.port}, user: 'any', password: 'any' })
      client.on('error', () => undefined)
      client.connect().catch(() => process.exit(0))
    })`
    const bare = spawn(process.execPath, ['-e', script], { cwd: import.meta.dirname, stdio: 'ignore' })
    const [exitCode] = (await once(bare, 'close')) as [number]
    expect(exitCode).toBe(bareExit)
  })
})

describe('login to what is no PostgreSQL', () => {
  let server: Server
  let answer: (socket: Socket) => void
  const connected: Socket[] = []

  beforeAll(async () => {
    server = createServer((socket) => {
      connected.push(socket)
      socket.on('error', () => undefined)
      socket.resume()
      answer(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    expect(await eventually(() => connected.every((socket) => socket.destroyed))).toBe(true)
    connected.length = 0
  })
  afterAll(() => server.close())

  const attempt = (changed: Readonly<Record<string, unknown>> = {}, timeoutMs = 10_000): Promise<string> =>
    product((server.address() as AddressInfo).port, { tls: 'disabled', ...changed }, timeoutMs)

  test('a server that says nothing', async () => {
    answer = () => undefined
    await expect(attempt({}, 300)).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })

  test('a web server', async () => {
    answer = (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
    await expect(attempt()).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
  })

  test('an answer that no driver knows', async () => {
    answer = (socket) => void socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 99]))
    await expect(attempt()).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
  })

  test('one that asks for the password as it is, on a line without encryption: it does not get it', async () => {
    const received: Buffer[] = []
    answer = (socket) => {
      socket.on('data', (chunk) => void received.push(chunk))
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'tls' } })
    await eventually(() => connected.every((socket) => socket.destroyed))
    expect(Buffer.concat(received).toString('latin1')).not.toContain('Gauss@123')
  })

  test('one that hangs up', async () => {
    answer = (socket) => void socket.destroy()
    await expect(attempt()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })

  test('one without encryption where it is asked for', async () => {
    answer = (socket) => void socket.write('N')
    const error = { code: 'OPTION_INVALID', details: { option: 'tls', problem: 'the server offers no encryption' } }
    await expect(attempt({ tls: 'required' })).rejects.toMatchObject(error)
  })

  test('a web server that is asked for encryption', async () => {
    answer = (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
    await expect(attempt({ tls: 'preferred' })).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
    expect(connected.length).toBe(1)
  })

  test('one that offers no encryption is asked again without, where it is only preferred', async () => {
    answer = (socket) => void (connected.length === 1 ? socket.write('N') : socket.destroy())
    await expect(attempt({ tls: 'preferred' })).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(connected.length).toBe(2)
  })

  test('a file of certificates that is not there', async () => {
    const error = { code: 'OPTION_INVALID', details: { option: 'caFile' } }
    await expect(attempt({ tls: 'verified', caFile: '/nowhere/ca.pem' })).rejects.toMatchObject(error)
  })

  test('nobody', async () => {
    await expect(product(1)).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
    await expect(product(1, { host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
  })
})
