import dns from 'node:dns'
import { once } from 'node:events'
import { copyFileSync, readFileSync, renameSync } from 'node:fs'
import { connect as connectPlainly } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type ConnectionOptions, connect } from 'node:tls'
import { expect, test, vi } from 'vitest'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { RunningDocking } from '../docking/running-docking.ts'
import { Authority, call } from './authority.ts'

test('a connection whose handshake began before its authority was exchanged is kept for one answer only', async () => {
  using another = new Authority()
  using authority = new Authority()
  const server = authority.issue('agent', { usage: 'serverAuth' })
  const own = authority.issue('platform')
  const authorities = join(authority.folder, 'clients.pem')
  const place = (from: string): void => {
    copyFileSync(from, `${authorities}.new`)
    renameSync(`${authorities}.new`, authorities)
  }
  place(authority.file)
  const manifest = { ...marriageManifest, serve: { tls: { ...server, clients: { authorities, callers: {} } } } }
  await using docking = await RunningDocking.start({ manifest, certificatesEveryMs: 10 })
  const { address } = docking.agent
  const health = async (): Promise<number> => (await call(`${address}/health`, { authority, own })).status
  const socket = connectPlainly(Number(new URL(address).port), '127.0.0.1')
  await once(socket, 'connect')
  // It came after, and connections are taken in turn.
  expect(await health()).toBe(200)
  place(another.file)
  await vi.waitFor(async () => expect(await health()).toBe(403), 10_000)

  const shown = { cert: readFileSync(own.certificate), key: readFileSync(own.key), ca: readFileSync(authority.file) }
  const line = connect({ socket, ...shown, host: '127.0.0.1' })
  let told = ''
  line.on('data', (chunk: Buffer) => {
    told += String(chunk)
  })
  line.write('GET /health HTTP/1.1\r\nhost: a\r\n\r\n')
  await vi.waitFor(() => expect(told).toContain('HTTP/1.1 200'), 10_000)
  expect(told).toMatch(/^connection: close\r$/im)
  line.destroy()
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)('no session is resumed, with its certificate: %s', async (version) => {
  using authority = new Authority()
  const server = authority.issue('agent', { usage: 'serverAuth' })
  const own = authority.issue('platform')
  const clients = { authorities: authority.file, callers: {} }
  await using docking = await RunningDocking.start({
    manifest: { ...marriageManifest, serve: { tls: { ...server, clients } } },
  })
  const port = Number(new URL(docking.agent.address).port)
  const asked = async (options: ConnectionOptions): Promise<[Buffer | undefined, string]> => {
    const ca = readFileSync(authority.file)
    const line = connect({ port, host: '127.0.0.1', ca, minVersion: version, maxVersion: version, ...options })
    let session: Buffer | undefined
    line.on('session', (given: Buffer) => {
      session = given
    })
    line.write('GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
    const told = await text(line)
    return [session ?? line.getSession(), told.slice(0, 12)]
  }
  const [session, first] = await asked({ cert: readFileSync(own.certificate), key: readFileSync(own.key) })
  expect(first).toBe('HTTP/1.1 200')
  const [, second] = await asked(session === undefined ? {} : { session })
  expect(second).toBe('HTTP/1.1 403')
})

test('with TLS localhost is one address, whose server takes up what is exchanged', async () => {
  using authority = new Authority()
  const server = authority.issue('agent', { usage: 'serverAuth' })
  const found = [
    { address: '127.0.0.1', family: 4 },
    { address: '127.0.0.2', family: 4 },
  ]
  const real = dns.lookup
  const both = (host: string, ...rest: unknown[]): unknown => {
    const [options] = rest
    const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true
    const told = rest.at(-1) as (error: null, addresses: typeof found) => void
    return host === 'localhost' && all ? told(null, found) : Reflect.apply(real, dns, [host, ...rest])
  }
  const spied = vi.spyOn(dns, 'lookup').mockImplementation(both as typeof dns.lookup)
  try {
    const manifest = { ...marriageManifest, serve: { tls: server } }
    await using docking = await RunningDocking.start({ manifest, listen: { host: 'localhost', port: 0 } })
    const { port } = new URL(docking.agent.address)
    expect((await call(`https://127.0.0.1:${port}/health`, { authority })).status).toBe(200)
    await expect(call(`https://127.0.0.2:${port}/health`, { authority })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  } finally {
    spied.mockRestore()
  }
})
