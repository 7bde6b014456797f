import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as forward } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { type CertificateFiles, certifiedLine, generateKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agentExchange } from '../../src/forward/agent-exchange.ts'
import { startPlatform } from '../../src/index.ts'
import type { PlatformContext } from '../../src/platform-context.ts'
import { json, startDepartment } from '../department.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { enrolled } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
const resource = `${system}/marriage`
const answer = {
  resource,
  items: ['husbandId'],
  withheld: [],
  rows: [],
  more: false,
  receipt: { number: 7, hash: 'f'.repeat(64) },
}

let folder = ''
const at = (name: string): string => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-certified-'))
  for (const name of ['agent', 'platform']) {
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
    const words = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
    const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)]
    execFileSync('openssl', ['req', ...kind, ...words, ...files], { stdio: 'ignore' })
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** TLS in front of a department: it asks for the platform's certificate and passes on what comes with it. */
async function inFront(url: string, seen: unknown[]): Promise<Server> {
  const files = {
    cert: readFileSync(at('agent.pem')),
    key: readFileSync(at('agent.key')),
    ca: readFileSync(at('platform.pem')),
  }
  const server = createServer({ ...files, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    seen.push((request.socket as TLSSocket).getPeerCertificate().subject.CN)
    const { method, headers } = request
    const passed = forward(
      `${url}${request.url}`,
      { ...(method === undefined ? {} : { method }), headers },
      (answered) => {
        response.writeHead(answered.statusCode ?? 500, answered.headers)
        answered.pipe(response)
      },
    )
    request.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const trusted = (): CertificateFiles => ({
  authorities: at('agent.pem'),
  certificate: at('platform.pem'),
  key: at('platform.key'),
})

test('the platform shows agents its certificate', { timeout: 120_000 }, async () => {
  const seen: unknown[] = []
  await using platform = await startedPlatform({ agentTls: trusted() })
  await using department = await startDepartment(system, () => platform.url)
  department.answering = (_arrived, response) => json(response, 200, answer)
  const server = await inFront(department.url, seen)
  const agentUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const registry = await enrolled(platform, 'system', system)
  const consumer = await enrolled(platform, 'consumer', 'service-hall', 3)
  await registry.send('PUT', `/api/catalogue/${system}`, marriagePublication({ agentUrl }))
  const grant = { consumer: 'service-hall', clearance: 3 as const, resource, items: ['husbandId'] }
  await platform.administer.issueGrant({ ...grant, purpose: 'housing-loan' })
  const by = { husbandId: '110105194912310021' }
  const { status } = await consumer.send('POST', `/api/ask/${resource}`, { purpose: 'housing-loan', by })
  server.closeAllConnections()
  server.close()
  expect([status, seen]).toEqual([200, ['platform']])
})

test('it reaches no agent without its certificate, and none of another authority', async () => {
  const seen: unknown[] = []
  const server = await inFront('http://127.0.0.1:9', seen)
  const agentUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const exchange = (tls: CertificateFiles | undefined): Promise<unknown> => {
    const bounds = { now: Date.now, forwardTimeoutMs: 10_000, maxAnswerBytes: 1000 }
    const line = tls === undefined ? {} : { agentLine: certifiedLine(tls) }
    const context = { key: generateKey('platform'), ...bounds, ...line } as unknown as PlatformContext
    const request = { system, agentUrl, path: '/x', body: new Uint8Array(), grantToken: 'g', claims: {} }
    return agentExchange(context, { ...request, language: 'zh' }).catch((error: unknown) => error)
  }
  for (const tls of [undefined, { authorities: at('agent.pem') }, { ...trusted(), authorities: at('platform.pem') }]) {
    expect(await exchange(tls)).toMatchObject({ code: 'AGENT_UNREACHABLE' })
  }
  server.closeAllConnections()
  server.close()
  expect(seen).toEqual([])
})

test('what never left is not of an unknown outcome: the files are gone, or the address is plain HTTP', async () => {
  const exchange = async (agentUrl: string, tls: CertificateFiles): Promise<unknown> => {
    const bounds = { now: Date.now, forwardTimeoutMs: 10_000, maxAnswerBytes: 1000 }
    const context = { key: generateKey('platform'), ...bounds, agentLine: certifiedLine(tls) } as unknown
    const request = { system, agentUrl, path: '/x', body: new Uint8Array(), grantToken: 'g', claims: {} }
    const submission = { ...request, language: 'zh' as const, idempotencyKey: 'key' }
    return agentExchange(context as PlatformContext, submission).catch((error: unknown) => error)
  }
  const gone = { ...trusted(), key: at('gone.key') }
  expect(await exchange('https://127.0.0.1:9', gone)).toMatchObject({ code: 'AGENT_UNREACHABLE' })
  expect(await exchange('http://127.0.0.1:9', trusted())).toMatchObject({ code: 'AGENT_UNREACHABLE' })
})

test('a platform whose files cannot be used does not start', async () => {
  const agentTls = { ...trusted(), key: at('agent.key') }
  await expect(startPlatform({ agentTls })).rejects.toMatchObject({ code: 'CERTIFICATE_UNUSABLE' })
})
