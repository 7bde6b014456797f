import { spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { openSession } from '@berth/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startBlackHole } from '../../../test/servers/black-hole.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import type { FirebirdServer } from '../../../test/servers/firebird-server.ts'
import { describeFirebird } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { connector } from '../src/index.ts'
import { attemptBare } from './bare-driver.ts'
import { open } from './open.ts'

const password = 'Secret99'

describeFirebird('login to Firebird', ({ main, twoPlugins }) => {
  let file: string

  beforeAll(async () => {
    file = await main.createDatabase('login', 'UTF8')
  })
  afterEach(async () => {
    expect(await eventually(() => openSockets() === 0), 'no socket stays behind').toBe(true)
  })

  async function product(changed: Readonly<Record<string, unknown>>, server: FirebirdServer = main): Promise<string> {
    await using session = await open(server, server === main ? file : server.file('login'), changed)
    return (await session.ping()).product
  }

  test('with the right password', async () => {
    expect(await product({})).toMatch(/^Firebird \d/)
  })

  test.each([{ user: 'SYSDBA' }, { user: 'NOBODY' }])('with a wrong password: $user', async ({ user }) => {
    await expect(product({ user, password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
  })

  test('a database that is not there', async () => {
    const attempt = open(main, main.file('not-there'))
    await expect(attempt).rejects.toMatchObject({ code: 'DATABASE_MISSING' })
  })

  test('a server that is not there', async () => {
    await expect(product({ port: 1 })).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
    await expect(product({ host: 'no-such-host.invalid' })).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
  })

  test('an address that answers nothing', async () => {
    await using hole = await startBlackHole()
    const attempt = open(main, file, { host: '127.0.0.1', port: hole.port }, { connectTimeoutMs: 500 })
    await expect(attempt).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })

  test('a line without encryption, which the driver alone cannot log in on', async () => {
    const { user } = main.data
    const bare = { user, password: main.data.password, wireCrypt: 0 }
    expect(await attemptBare(main, file, bare)).toBe('refused')
    expect(await product({ wireCrypt: 'disabled' })).toMatch(/^Firebird/)
  })

  test('a line that has to be encrypted', async () => {
    expect(await product({ wireCrypt: 'required' })).toMatch(/^Firebird/)
  })

  describe.runIf(main.data.private)('users made for it', () => {
    beforeAll(async () => {
      for (const digits of [63, 62, 61, 59]) await main.createShortSaltUser(`SALT${digits}`, password, digits)
      await main.createUser('OLD_USER', password, 'Legacy_UserManager')
    })

    test.each([63, 59])('a salt of %i digits, with which the driver alone is refused', async (digits) => {
      const user = `SALT${digits}`
      expect(await attemptBare(main, file, { user, password })).toBe('refused')
      expect(await product({ user, password })).toMatch(/^Firebird/)
      expect(await product({ user, password, wireCrypt: 'disabled' })).toMatch(/^Firebird/)
      await expect(product({ user, password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
    })

    test.each([62, 61])('a salt of %i digits, with which the driver alone ends the process', async (digits) => {
      const user = `SALT${digits}`
      const { host, port } = main.data
      const options = JSON.stringify({ host, port, database: file, user, password })
      const script = `import('node-firebird').then(({ default: driver }) => driver.attach(${options}, () => process.exit(0)))`
      const bare = spawnSync(process.execPath, ['-e', script], { cwd: import.meta.dirname, timeout: 10_000 })
      expect(bare.stderr.toString()).toContain('SyntaxError')
      expect(await product({ user, password })).toMatch(/^Firebird/)
      await expect(product({ user, password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
    })

    test('a user of Legacy_Auth, asked for it or not', async () => {
      const user = 'OLD_USER'
      expect(await product({ user, password })).toMatch(/^Firebird/)
      expect(await product({ user, password, authentication: 'Legacy_Auth' })).toMatch(/^Firebird/)
      expect(await product({ user, password, authentication: 'Legacy_Auth', wireCrypt: 'disabled' })).toMatch(/^Fire/)
      const encrypted = product({ user, password, authentication: 'Legacy_Auth', wireCrypt: 'required' })
      await expect(encrypted).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'wireCrypt' } })
    })
  })

  describe.runIf(twoPlugins !== undefined)('a server with two SRP plugins', () => {
    const server = twoPlugins ?? main
    beforeAll(async () => {
      await server.createDatabase('login', 'UTF8')
    })

    test('the right password', async () => {
      expect(await product({}, server)).toMatch(/^Firebird/)
      expect(await product({ authentication: 'Srp' }, server)).toMatch(/^Firebird/)
    })

    test('a wrong password, with which the driver alone waits for ever', async () => {
      const { user } = server.data
      expect(await attemptBare(server, server.file('login'), { user, password: 'wrong' })).toBe('hangs')
      for (const authentication of ['auto', 'Srp', 'Srp256']) {
        const attempt = product({ password: 'wrong', authentication }, server)
        await expect(attempt).rejects.toMatchObject({ code: 'AUTH_FAILED' })
      }
    })
  })
})

describe('login to what is no Firebird', () => {
  let server: Server
  let answer: (socket: Socket) => void
  let connected: Socket[]

  beforeAll(async () => {
    connected = []
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

  function attempt(changed: object, connectTimeoutMs = 5000): Promise<unknown> {
    const { port } = server.address() as AddressInfo
    const options = { host: '127.0.0.1', port, database: 'any', user: 'ANY', password: 'any', ...changed }
    return openSession(connector, options, { connectTimeoutMs })
  }

  test('a server that says nothing: the login stalls, and the error says that it may be the password', async () => {
    answer = () => undefined
    const error = await attempt({ loginTimeoutMs: 200 }).catch((each: unknown) => each)
    expect(error).toMatchObject({ code: 'LOGIN_STALLED', details: { timeoutMs: 200 } })
    expect((error as { next(language: string): string }).next('en')).toContain('password')
  })

  test('a caller who waits less gets his own deadline', async () => {
    answer = () => undefined
    await expect(attempt({}, 200)).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
  })

  test('a name that the driver cannot send', async () => {
    answer = () => undefined
    await expect(attempt({ user: 'U'.repeat(256) })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })

  test('a web server', async () => {
    answer = (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
    await expect(attempt({})).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
  })

  test('one that hangs up', async () => {
    answer = (socket) => void socket.destroy()
    await expect(attempt({})).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })
})
