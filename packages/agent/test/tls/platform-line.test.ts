import { copyFileSync, readFileSync, renameSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { type CertificateFiles, exportPublicJwk, generateKey } from '@berth/trust'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PlatformClient } from '../../src/index.ts'
import { Authority, type Issued } from './authority.ts'

const key = generateKey('city.registry')
const jwks = JSON.stringify({ keys: [exportPublicJwk(generateKey('platform'))] })
let authority: Authority
let another: Authority
let own: Issued
let server: Server
/** The common name of the certificate that each request came with. */
let seen: (string | undefined)[]
beforeAll(() => {
  authority = new Authority()
  another = new Authority()
  own = authority.issue('city.registry')
})
afterAll(() => {
  authority[Symbol.dispose]()
  another[Symbol.dispose]()
})
beforeEach(() => {
  seen = []
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** A server of node itself that asks for certificates of the authority. Gives its address. */
async function listening(shown: Issued, answer = jwks): Promise<string> {
  const files = {
    cert: readFileSync(shown.certificate),
    key: readFileSync(shown.key),
    ca: readFileSync(authority.file),
  }
  server = createServer({ ...files, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    seen.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN as string | undefined)
    if (answer === '') response.writeHead(200).write('{')
    else response.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function client(url: string, tls: CertificateFiles, timeoutMs = 10_000): PlatformClient {
  return new PlatformClient({ url, key, tls, timeoutMs })
}

test('the platform is known by its authority, and knows the agent by its certificate', async () => {
  const url = await listening(authority.issue('platform'))
  const known = client(url, { authorities: authority.file, ...own })
  expect((await known.keys()).map(({ id }) => id)).toEqual(['platform'])
  await known.keys()
  expect(seen).toEqual(['city.registry', 'city.registry'])
})

test.each<[name: string, shown: () => Issued, code: string]>([
  ['another authority', () => another.issue('platform'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['its time is over', () => authority.issue('platform', { expired: true }), 'CERT_HAS_EXPIRED'],
  ['not for servers', () => authority.issue('platform', { usage: 'clientAuth' }), 'INVALID_PURPOSE'],
  ['another host', () => authority.issue('platform', { host: 'DNS:other.example' }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('nothing is sent to a platform whose certificate is not trusted: %s', async (_name, shown, nativeCode) => {
  const url = await listening(shown())
  const known = client(url, { authorities: authority.file, ...own })
  const refused = { code: 'CERTIFICATE_REFUSED', details: { host: '127.0.0.1', nativeCode } }
  await expect(known.keys()).rejects.toMatchObject(refused)
  // A submission too: it surely was not done.
  await expect(known.submit('a/b', { purpose: 'p', input: {} })).rejects.toMatchObject(refused)
  // Without an authority that is pinned, those that Node knows count, and this is none of them.
  await expect(new PlatformClient({ url, key }).keys()).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' })
  expect(seen).toEqual([])
})

test('the environment cannot have another authority trusted', async () => {
  const url = await listening(another.issue('platform'))
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  try {
    await expect(client(url, { authorities: authority.file, ...own }).keys()).rejects.toMatchObject({
      code: 'CERTIFICATE_REFUSED',
    })
  } finally {
    vi.unstubAllEnvs()
  }
  expect(seen).toEqual([])
})

test('a submission to an address of plain HTTP surely was not done', async () => {
  const url = await listening(authority.issue('platform'))
  const known = client(url.replace('https', 'http'), { authorities: authority.file, ...own })
  await expect(known.submit('a/b', { purpose: 'p', input: {} })).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' })
})

test('a platform that asks for a certificate answers nobody without a good one', async () => {
  const url = await listening(authority.issue('platform'))
  for (const each of [{}, another.issue('city.registry'), authority.issue('city.registry', { expired: true })]) {
    await expect(client(url, { authorities: authority.file, ...each }).keys()).rejects.toMatchObject({
      code: 'PLATFORM_UNREACHABLE',
    })
  }
  expect(seen).toEqual([])
  await expect(client(url, { authorities: '/nowhere.pem' }).keys()).rejects.toMatchObject({
    code: 'CERTIFICATE_UNUSABLE',
  })
})

test('a certificate that is exchanged is shown from the next request on, and a half exchange keeps the old one', async () => {
  const url = await listening(authority.issue('platform'))
  const files = { certificate: join(authority.folder, 'own.pem'), key: join(authority.folder, 'own.key') }
  const place = (from: Issued, file: 'certificate' | 'key'): void => {
    copyFileSync(from[file], `${files[file]}.new`)
    renameSync(`${files[file]}.new`, files[file])
  }
  place(own, 'certificate')
  place(own, 'key')
  const known = client(url, { authorities: authority.file, ...files })
  await known.keys()
  const next = authority.issue('city.registry.next')
  place(next, 'certificate')
  await known.keys()
  place(next, 'key')
  await known.keys()
  expect(seen).toEqual(['city.registry', 'city.registry', 'city.registry.next'])
})

test('an answer that does not end is given up in time', async () => {
  const url = await listening(authority.issue('platform'), '')
  await expect(client(url, { authorities: authority.file, ...own }, 300).keys()).rejects.toMatchObject({
    code: 'PLATFORM_UNREACHABLE',
  })
})
