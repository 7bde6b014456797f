import { readFileSync } from 'node:fs'
import { startRelay } from '@berth/conformance'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../test/servers/eventually.ts'
import { describePostgres } from '../../../test/servers/live.ts'
import { openSockets } from '../../../test/servers/open-sockets.ts'
import { open } from './open.ts'

describePostgres('login to PostgreSQL', (server) => {
  beforeAll(() => server.createDatabase('login'))
  afterEach(async () => {
    expect(await eventually(() => openSockets() === 0), 'no socket stays behind').toBe(true)
  })

  async function product(changed: Readonly<Record<string, unknown>>): Promise<string> {
    await using session = await open(server, 'login', changed)
    return (await session.ping()).product
  }

  test('with the right password, a wrong one, and one for nobody', async () => {
    expect(await product({})).toMatch(/^PostgreSQL \d+/)
    await expect(product({ password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
    await expect(product({ user: 'nobody' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
  })

  test('a database that is not there', async () => {
    await expect(open(server, 'not there')).rejects.toMatchObject({ code: 'DATABASE_MISSING' })
  })

  test('a charset that is none', async () => {
    await expect(product({ charset: 'GBKK' })).rejects.toMatchObject({ code: 'CHARSET_UNKNOWN' })
  })

  describe.runIf(server.data.private)('a server of our own', () => {
    beforeAll(() =>
      server.run(
        'login',
        `SET password_encryption = 'md5'; CREATE ROLE old_user LOGIN PASSWORD 'Secret99';
SET password_encryption = 'scram-sha-256'; CREATE ROLE new_user LOGIN PASSWORD 'Secret99';
CREATE ROLE few LOGIN PASSWORD 'Secret99' CONNECTION LIMIT 0;`,
      ),
    )

    test.each(['old_user', 'new_user'])('the password of %s', async (user) => {
      expect(await product({ user, password: 'Secret99' })).toMatch(/^PostgreSQL/)
      await expect(product({ user, password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILED' })
    })

    test('a user who has all the connections that he may', async () => {
      await expect(product({ user: 'few', password: 'Secret99' })).rejects.toMatchObject({ code: 'SYSTEM_BUSY' })
    })

    test('encrypted, with a certificate that is right and one that is not', async () => {
      const isEncrypted =
        "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'berth'"
      const caFile = server.data.certificate ?? ''
      for (const changed of [{}, { tls: 'required' }, { tls: 'verified', caFile }]) {
        await using session = await open(server, 'login', changed)
        await session.ping()
        expect(await server.value('login', isEncrypted)).toBe('t')
      }
      expect(readFileSync(caFile, 'utf8')).toContain('CERTIFICATE')
      await expect(product({ tls: 'verified' })).rejects.toMatchObject({
        code: 'OPTION_INVALID',
        details: { option: 'tls' },
      })
    })

    test('a statement on an encrypted line is cancelled over one that is encrypted too', async () => {
      await server.run('login', `CREATE VIEW slow AS SELECT pg_sleep(600)::text AS x`)
      await using relay = await startRelay(server.data)
      const sent: Buffer[] = []
      relay.order({ at: 'to-server', where: (chunk) => sent.push(chunk) === 0 }, { does: 'lose-answer' })
      const running =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%\"slow\"%' AND pid <> pg_backend_pid()"
      {
        const certificate = { tls: 'verified', caFile: server.data.certificate ?? '' }
        await using session = await open(server, 'login', { ...certificate, port: relay.port })
        const abort = new AbortController()
        const read = session.lookup(
          { dataset: 'slow', columns: [{ name: 'x' }], by: ['x'], keys: [['y']], limit: 1 },
          { signal: abort.signal },
        )
        while ((await server.value('login', running)) === '0') await new Promise((resolve) => setTimeout(resolve, 20))
        abort.abort()
        await expect(read).rejects.toMatchObject({ code: 'ABORTED' })
      }
      while ((await server.value('login', running)) !== '0') await new Promise((resolve) => setTimeout(resolve, 20))
      const cancel = Buffer.from('0000001004d2162e', 'hex')
      expect(sent.filter((chunk) => chunk.toString('hex') === '0000000804d2162f')).toHaveLength(2)
      expect(sent.some((chunk) => chunk.includes(cancel))).toBe(false)
    })
  })
})
