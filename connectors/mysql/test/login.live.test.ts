import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSession } from '@berth/core'
import { expect, test } from 'vitest'
import { startBlackHole } from '../../../test/servers/black-hole.ts'
import { eventually } from '../../../test/servers/eventually.ts'
import { describeMariadb } from '../../../test/servers/live.ts'
import { startMariadb } from '../../../test/servers/mariadb.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { connector } from '../src/index.ts'
import { open } from './open.ts'

describeMariadb('logging in to MariaDB', (server) => {
  const { host, port, user, password } = server.data

  test('a wrong password, a database that is not there, a port where nobody is', async () => {
    const database = await server.createDatabase('berth_login')
    const options = { host, port, database, user, password }
    const failing = (changed: Record<string, unknown>): Promise<unknown> =>
      openSession(connector, { ...options, ...changed })
    await expect(failing({ password: 'wrong-secret' })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      details: { nativeCode: 1045 },
    })
    await expect(failing({ database: 'not_there' })).rejects.toMatchObject({ code: 'DATABASE_MISSING' })
    await expect(failing({ port: 1 })).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
    await expect(failing({ host: 'not-there.invalid' })).rejects.toMatchObject({ code: 'HOST_UNKNOWN' })
    await expect(failing({ tls: 'required' })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      details: { capability: 'tls with this server' },
    })
    expect(await eventually(() => openSockets() === 0)).toBe(true)
    const error: unknown = await failing({ password: 'wrong-secret' }).catch((each: unknown) => each)
    expect(JSON.stringify(error)).not.toContain('wrong-secret')
  })

  test('an address that nobody answers from ends with the deadline', async () => {
    {
      await using hole = await startBlackHole()
      const options = { host, port: hole.port, database: 'x', user, password }
      const attempt = openSession(connector, options, { connectTimeoutMs: 500 })
      await expect(attempt).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
    }
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test.runIf(server.data.private)('a login that the driver does not know is named', async () => {
    const database = await server.createDatabase('berth_plugins')
    await server.run(
      undefined,
      `INSTALL SONAME 'auth_ed25519';
CREATE OR REPLACE USER modern@'127.0.0.1' IDENTIFIED VIA ed25519 USING PASSWORD('Secret99'); GRANT ALL ON *.* TO modern@'127.0.0.1';`,
    )
    const attempt = openSession(connector, { host, port, database, user: 'modern', password: 'Secret99' })
    await expect(attempt).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      details: { capability: 'login by client_ed25519' },
    })
    expect(await eventually(() => openSockets() === 0)).toBe(true)
  })

  test.runIf(server.data.private)('a line encrypted by TLS, with the certificate checked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'berth-mysql-tls-'))
    const file = (name: string): string => join(folder, name)
    const parameters = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
    const subject = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    execFileSync('openssl', [...parameters, ...subject, '-keyout', file('key.pem'), '-out', file('cert.pem')], {
      stdio: 'ignore',
    })
    const own = await startMariadb({ options: [`--ssl-cert=${file('cert.pem')}`, `--ssl-key=${file('key.pem')}`] })
    try {
      const database = await own.server.createDatabase('encrypted')
      const cipher = async (changed: Record<string, unknown>): Promise<string> => {
        await using session = await open(own.server, database, changed)
        const native = session.native as {
          query(text: string, callback: (error: unknown, rows: string[][]) => void): void
        }
        return await new Promise((resolve) =>
          native.query("SHOW STATUS LIKE 'Ssl_cipher'", (_, rows) => resolve(rows[0]?.[1] ?? '')),
        )
      }
      expect(await cipher({})).not.toBe('')
      expect(await cipher({ tls: 'required' })).not.toBe('')
      expect(await cipher({ tls: 'disabled' })).toBe('')
      expect(await cipher({ tls: 'verified', caFile: file('cert.pem') })).not.toBe('')
      await expect(cipher({ tls: 'verified' })).rejects.toMatchObject({
        code: 'PROTOCOL_ERROR',
        details: { nativeCode: 'HANDSHAKE_SSL_ERROR' },
      })
      await expect(cipher({ tls: 'verified', caFile: file('none.pem') })).rejects.toMatchObject({
        code: 'OPTION_INVALID',
      })
      await using session = await open(own.server, database, { tls: 'required' })
      expect((await session.ping()).writable).toBe(false)
    } finally {
      await own.stop()
      rmSync(folder, { recursive: true })
    }
  })
})
