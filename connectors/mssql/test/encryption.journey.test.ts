import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TdsEncryption, TdsServer } from '../../../test/servers/tds/server.ts'
import { openScripted, startScripted } from './scripted.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-tls-'))
const [keyFile, caFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
let pair: Pick<TdsEncryption, 'key' | 'cert'>
let server: TdsServer | undefined

beforeAll(() => {
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=localhost']
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', keyFile, '-out', caFile], { stdio: 'ignore' })
  pair = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(caFile, 'utf8') }
})
afterEach(async () => await server?.[Symbol.asyncDispose]())
afterAll(() => rmSync(folder, { recursive: true }))

async function start(encryption: Omit<TdsEncryption, 'key' | 'cert'>): Promise<TdsServer> {
  server = await startScripted(() => undefined, { ...pair, ...encryption })
  return server
}

test.each([
  ['negotiated', 'verified'],
  ['strict', 'strict'],
] as const)('a %s line is encrypted, and its certificate is looked at', async (mode, tls) => {
  const running = await start({ mode })
  const refused = openScripted(running, { tls })
  await expect(refused).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    details: { option: 'caFile', problem: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  })
  expect(running.logins).toEqual([])
  const session = await openScripted(running, { tls, caFile })
  expect((await session.ping()).product).toContain('SQL Server')
  expect(running.logins.length).toBe(1)
  await session[Symbol.asyncDispose]()
  await expect.poll(() => running.connections, { timeout: 20_000 }).toBe(0)
})

test('any certificate is taken where the docking says so', async () => {
  const running = await start({ mode: 'negotiated' })
  const session = await openScripted(running, { tls: 'required' })
  expect((await session.ping()).product).toContain('SQL Server')
  await session[Symbol.asyncDispose]()
})

test('a server that encrypts is refused where the docking does not', async () => {
  const running = await start({ mode: 'negotiated' })
  const opening = openScripted(running, { tls: 'disabled' })
  await expect(opening).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'tls' } })
})

test('a server of TLS 1.0 is refused with the option that admits it, and admitted by that', {
  timeout: 30_000,
}, async () => {
  const running = await start({ mode: 'negotiated', maxVersion: 'TLSv1' })
  const settings = { tls: 'verified', caFile, loginTimeoutMs: 5000 }
  await expect(openScripted(running, settings)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    details: { option: 'oldTls' },
  })
  const session = await openScripted(running, { ...settings, oldTls: true })
  expect((await session.ping()).product).toContain('SQL Server')
  await session[Symbol.asyncDispose]()
})
