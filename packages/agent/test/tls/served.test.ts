import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import type { DockingManifest, ServeTls } from '@berth/manifest'
import { generateKey, signRequest } from '@berth/trust'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ServedTls } from '../../src/tls/served-tls.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { grant, platform, RunningDocking } from '../docking/running-docking.ts'
import { Authority, call, fingerprint, type Issued, type TlsAnswer } from './authority.ts'

let authority: Authority
let another: Authority
let server: Issued
let own: Issued
beforeAll(() => {
  authority = new Authority()
  another = new Authority()
  server = authority.issue('agent', { usage: 'serverAuth' })
  own = authority.issue('platform')
})
afterAll(() => {
  authority[Symbol.dispose]()
  another[Symbol.dispose]()
})

/** The marriage docking with TLS of its own. */
function serving(clients?: ServeTls['clients'], files: Issued = server): DockingManifest {
  return { ...marriageManifest, serve: { tls: { ...files, ...(clients === undefined ? {} : { clients }) } } }
}

const asked = (): NonNullable<ServeTls['clients']> => ({ authorities: authority.file, callers: {} })

/** Asks as the platform does, over a connection of its own. */
function ask(docking: RunningDocking, shown: Issued | undefined, key = platform): Promise<TlsAnswer> {
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by: { id: 1 } })
  const headers = {
    'content-type': 'application/json',
    'berth-signature': signRequest(key, { method: 'POST', path, body }),
    'berth-grant': grant(),
  }
  return call(`${docking.agent.address}${path}`, { authority, own: shown, headers, body })
}

test('without authorities nobody has to show a certificate, and the line is encrypted', async () => {
  await using docking = await RunningDocking.start({ manifest: serving() })
  expect(docking.agent.address).toMatch(/^https:/)
  expect(await ask(docking, undefined)).toMatchObject({ status: 200, server: 'agent' })
  await expect(fetch(docking.agent.address.replace('https', 'http'))).rejects.toThrow()
})

test('with authorities only their certificates count, each for the caller that it was given to', async () => {
  await using docking = await RunningDocking.start({ manifest: serving(asked()) })
  expect((await ask(docking, own)).status).toBe(200)
  const refusals: [Issued | undefined, string][] = [
    [undefined, '没有出示'],
    [authority.issue('platform', { expired: true }), 'CERT_HAS_EXPIRED'],
    [another.issue('platform'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [authority.issue('platform', { usage: 'serverAuth' }), 'INVALID_PURPOSE'],
  ]
  for (const [shown, problem] of refusals) {
    const { status, body } = await ask(docking, shown)
    expect([status, body['code']], problem).toEqual([403, 'CLIENT_CERTIFICATE_REFUSED'])
    expect(body['message']).toContain(problem)
  }
  const foreign = await ask(docking, authority.issue('housing-fund'))
  expect([foreign.status, foreign.body['code']]).toEqual([403, 'CLIENT_CERTIFICATE_FOREIGN'])
  const receipts = await docking.state.receipts(0, 10)
  expect(receipts.map(({ outcome, code, consumer }) => [outcome, code, consumer])).toEqual([
    ['answered', undefined, 'housing-fund'],
    ['refused', 'CLIENT_CERTIFICATE_FOREIGN', 'platform'],
  ])
  const address = docking.agent.address
  expect((await call(`${address}/health`, { authority })).status).toBe(403)
  const { text } = await call(`${address}/metrics`, { authority, own })
  expect(text).toContain('berth_refusals_total{reason="certificate-refused"} 5')
  expect(text).toContain('berth_refusals_total{reason="certificate-foreign"} 1')
})

test('a caller is known by the fingerprints or the name that are written, and by no other', async () => {
  const [second, third] = [authority.issue('second'), authority.issue('third')]
  const prints = [own, second].map((each) => fingerprint(each).replaceAll(':', '').toLowerCase())
  const clients = { ...asked(), callers: { platform: { fingerprints: prints }, other: { commonName: 'third' } } }
  const other = generateKey('other')
  await using docking = await RunningDocking.start({ manifest: serving(clients), platformKeys: [platform, other] })
  expect((await ask(docking, own)).status).toBe(200)
  expect((await ask(docking, second)).status).toBe(200)
  expect((await ask(docking, third)).body['code']).toBe('CLIENT_CERTIFICATE_FOREIGN')
  // The grant is another platform's, which is what is wrong once the certificate is right.
  expect((await ask(docking, third, other)).body['code']).toBe('GRANT_INVALID')
  expect((await ask(docking, second, other)).body['code']).toBe('CLIENT_CERTIFICATE_FOREIGN')
})

test('files that are replaced are taken up without a stop; those that do not fit are not', async () => {
  const files = { certificate: join(authority.folder, 'live.pem'), key: join(authority.folder, 'live.key') }
  const authorities = join(authority.folder, 'clients.pem')
  const place = (from: string, to: string): void => {
    copyFileSync(from, `${to}.new`)
    renameSync(`${to}.new`, to)
  }
  place(server.certificate, files.certificate)
  place(server.key, files.key)
  place(authority.file, authorities)
  const manifest = serving({ authorities, callers: {} }, files)
  await using docking = await RunningDocking.start({ manifest, certificatesEveryMs: 10 })
  expect(await ask(docking, own)).toMatchObject({ status: 200, server: 'agent' })

  const next = authority.issue('agent-next', { usage: 'serverAuth' })
  place(next.certificate, files.certificate)
  await vi.waitFor(() => expect(docking.log.join('')).toContain('not the key of the certificate'), 10_000)
  expect(await ask(docking, own)).toMatchObject({ status: 200, server: 'agent' })
  place(next.key, files.key)
  await vi.waitFor(async () => expect((await ask(docking, own)).server).toBe('agent-next'), 10_000)

  place(another.file, authorities)
  await vi.waitFor(async () => expect((await ask(docking, own)).status).toBe(403), 10_000)
  expect((await ask(docking, another.issue('platform'))).status).toBe(200)
})

test.each<[problem: string, files: (at: Authority) => Partial<Issued>]>([
  ['ENOENT', () => ({ certificate: '/nowhere.pem' })],
  ['it holds no certificate', ({ folder }) => ({ certificate: join(folder, 'ca.key') })],
  ['others may read it', ({ file }) => ({ key: file })],
  ['no private key', ({ folder }) => ({ key: written(folder, 'no PEM') })],
  ['passphrase', ({ folder }) => ({ key: written(folder, '-----BEGIN ENCRYPTED PRIVATE KEY-----') })],
  ['not the key', (at) => ({ key: at.issue('other').key })],
])('an agent whose files cannot be used does not start: %s', async (problem, files) => {
  const broken = { ...server, ...files(authority) }
  await expect(ServedTls.open(serving(undefined, broken), pino({ enabled: false }))).rejects.toMatchObject({
    code: 'CERTIFICATE_UNUSABLE',
    message: expect.stringContaining(problem),
  })
})

test('authorities of which one is damaged are not used: TLS would leave it out, with all behind it', async () => {
  const cut = `${readFileSync(authority.file, 'utf8')}${readFileSync(another.file, 'utf8').slice(0, 200)}`
  const both = `${readFileSync(authority.file, 'utf8')}${readFileSync(another.file, 'utf8')}`
  const open = (text: string): Promise<ServedTls | undefined> => {
    const authorities = written(authority.folder, text)
    return ServedTls.open(serving({ authorities, callers: {} }), pino({ enabled: false }))
  }
  await expect(open(cut)).rejects.toMatchObject({
    code: 'CERTIFICATE_UNUSABLE',
    details: { problem: 'certificate-no-pem' },
  })
  expect((await open(both))?.asksClients).toBe(true)
})

test('a certificate that comes to its end while the agent runs is warned of, once a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const day = 86_400_000
  const now = Date.now()
  try {
    const lines: string[] = []
    vi.setSystemTime(now - 40 * day)
    const log = pino({}, { write: (line: string) => lines.push(line) })
    const tls = (await ServedTls.open(serving(), log)) ?? expect.fail()
    const served = createServer(tls.options)
    await tls.renew(served)
    expect(lines).toEqual([])
    for (const time of [now, now + 1000, now + day]) {
      vi.setSystemTime(time)
      await tls.renew(served)
    }
    expect(lines.filter((line) => line.includes('ends soon'))).toHaveLength(2)
  } finally {
    vi.useRealTimers()
  }
})

function written(folder: string, text: string): string {
  const file = join(folder, 'written.key')
  writeFileSync(file, text, { mode: 0o600 })
  return file
}
