import { readFileSync } from 'node:fs'
import { createServer as createHttp, type Server } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Authority, type IssueOptions } from '../../../agent/test/tls/authority.ts'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { ending, examineTls } from '../../src/doctor/examine-tls.ts'

let authority: Authority
let server: Server | undefined

beforeAll(() => {
  authority = new Authority()
})
afterAll(() => authority[Symbol.dispose]())
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function listening(started: Server): Promise<number> {
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return (started.address() as AddressInfo).port
}

async function examined(options: IssueOptions, trusted: boolean): Promise<Diagnosis> {
  const { certificate, key } = authority.issue('platform', options)
  const port = await listening(createServer({ cert: readFileSync(certificate), key: readFileSync(key) }))
  return await examineTls('platform', {
    host: '127.0.0.1',
    port,
    ...(trusted ? { authorities: authority.file } : {}),
  })
}

test('a certificate of an authority that counts, and that ends in two days, is warned of', async () => {
  const { state, fact, error } = await examined({}, true)
  expect([state, error?.code, error?.details['days']]).toEqual(['warning', 'CERTIFICATE_ENDING', 1])
  expect(fact).toMatch(/^TLSv1\.3 {2}→ \d{4}-\d\d-\d\d$/)
})

test.each([
  [{}, false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [{ expired: true }, true, 'CERT_HAS_EXPIRED'],
  [{ host: 'DNS:other.example' }, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
] as const)('one that is %j, with its authority known: %s, is told as %s', async (options, trusted, nativeCode) => {
  const { state, error } = await examined(options, trusted)
  expect([state, error?.code, error?.details['nativeCode']]).toEqual(['failed', 'CERTIFICATE_REFUSED', nativeCode])
})

test('a port that speaks no TLS is told with what the handshake says', async () => {
  const port = await listening(createHttp())
  const { state, error } = await examineTls('platform', { host: '127.0.0.1', port })
  expect([state, error?.code]).toEqual(['failed', 'CERTIFICATE_REFUSED'])
  expect(error?.details['nativeCode']).toMatch(/SSL|EPROTO/)
})

test.each([
  [365, 'ok', undefined],
  [30, 'ok', undefined],
  [29, 'warning', 'CERTIFICATE_ENDING'],
  [-1, 'failed', 'CERTIFICATE_ENDING'],
])('with %i days left it is %s', (days, state, code) => {
  const found = ending('serve.tls', days)
  expect([found.state, found.error?.code]).toEqual([state, code])
})
