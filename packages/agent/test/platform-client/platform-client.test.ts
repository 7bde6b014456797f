import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BerthError } from '@berth/core'
import { generateKey, MemoryReplayStore, verifyRequest } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PlatformClient } from '../../src/platform-client/platform-client.ts'

type Act = (request: IncomingMessage, response: ServerResponse, body: Buffer) => unknown

const key = generateKey('housing')
let server: Server
let url: string
let act: Act
let client: PlatformClient

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => act(request, response, Buffer.concat(parts)))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = new PlatformClient({ url, key, timeoutMs: 300, maxAnswerBytes: 10_000 })
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
})

function answer(status: number, body: unknown): Act {
  return (_request, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

function submit(options: { idempotencyKey?: string; signal?: AbortSignal } = {}): Promise<unknown> {
  return client.submit('water/connect', { purpose: 'p', input: {} }, options)
}

function ask(signal?: AbortSignal): Promise<unknown> {
  return client.ask('civil/marriage', { purpose: 'p', by: {} }, signal === undefined ? {} : { signal })
}

test('a batch is sent as it is, counted and signed over its path and bytes', async () => {
  const content = Buffer.from('{"a":1}\n')
  const seen: unknown[] = []
  act = (request, response, body) => {
    const { method = '', url: path = '', headers } = request
    const replay = new MemoryReplayStore()
    const signed = { method, path, body }
    verifyRequest(String(headers['berth-signature']), signed, { now: Date.now(), replay, keyOf: () => key }).then(
      ({ issuer }) => {
        seen.push({ issuer, method, path, rows: headers['berth-rows'], type: headers['content-type'], body })
        response.end('{"number":3,"repeated":false,"receipt":{"number":1,"hash":"ab"}}')
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }
  const batch = { system: 'housing', resource: 'house', stream: 'full 1/2', number: 3, rows: 1, content }
  expect(await client.deliver(batch)).toEqual({ number: 3, repeated: false, receipt: { number: 1, hash: 'ab' } })
  expect(seen).toEqual([
    {
      issuer: 'housing',
      method: 'PUT',
      path: '/api/exchange/housing/house/full%201%2F2/3',
      rows: '1',
      type: 'application/x-ndjson',
      body: content,
    },
  ])
})

test('a platform behind a path is spoken to below it', async () => {
  let path = ''
  act = (request, response) => {
    path = request.url ?? ''
    response.end('{"entries":[]}')
  }
  const below = new PlatformClient({ url: `${url}/berth/`, key })
  expect(await below.search('结婚 登记')).toEqual([])
  expect(path).toBe(`/berth/api/catalogue?q=${encodeURIComponent('结婚 登记')}`)
})

test('a submission has an idempotency key of its own unless one is given', async () => {
  const keys: unknown[] = []
  act = (request, response) => {
    keys.push(request.headers['idempotency-key'])
    response.end('{"accepted":true,"repeated":false,"operation":"connect"}')
  }
  await submit()
  await submit()
  await submit({ idempotencyKey: 'mine' })
  expect(new Set(keys).size).toBe(3)
  expect(keys[2]).toBe('mine')
})

test.each([
  [422, { code: 'PUBLICATION_REFUSED', action: 'fail', origin: 'platform-rule', message: '不行' }, 'PLATFORM_REFUSED'],
  [503, { code: 'OVERLOADED', action: 'retry', origin: 'kit', message: '忙' }, 'PLATFORM_NOT_READY'],
  [502, { code: 'AGENT_UNREACHABLE', action: 'retry', origin: 'remote-department' }, 'PLATFORM_NOT_READY'],
  [504, { code: 'UNKNOWN_OUTCOME', action: 'unknown-outcome', origin: 'network' }, 'UNKNOWN_OUTCOME'],
])('a problem %s %j is %s with the remote code', async (status, problem, code) => {
  act = answer(status, problem)
  const error: unknown = await ask().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code, details: { remoteCode: problem.code } })
  expect(error).toMatchObject(
    'message' in problem ? { details: { reason: problem.message }, origin: problem.origin } : {},
  )
})

test.each<[number, unknown, string, string]>([
  [404, '<html>', 'PLATFORM_REFUSED', 'PLATFORM_REFUSED'],
  [401, { code: 'not a code' }, 'PLATFORM_REFUSED', 'PLATFORM_REFUSED'],
  [307, '', 'PLATFORM_REFUSED', 'PLATFORM_REFUSED'],
  [502, '<html>', 'PLATFORM_NOT_READY', 'UNKNOWN_OUTCOME'],
  [500, '', 'PLATFORM_REFUSED', 'UNKNOWN_OUTCOME'],
  [200, 'not json', 'PLATFORM_REFUSED', 'UNKNOWN_OUTCOME'],
  [200, '7', 'PLATFORM_REFUSED', 'UNKNOWN_OUTCOME'],
  [200, `"${' '.repeat(20_000)}"`, 'PLATFORM_REFUSED', 'UNKNOWN_OUTCOME'],
])(
  'an answer %s that gives no reason is told apart for questions and submissions',
  async (status, body, asked, sent) => {
    act = answer(status, body)
    await expect(ask()).rejects.toMatchObject({ code: asked })
    await expect(submit()).rejects.toMatchObject({ code: sent })
  },
)

test.each<[string, Act]>([
  ['is silent', () => undefined],
  ['stops within its answer', (_request, response) => response.write('{')],
  ['cuts the line', (_request, response) => response.destroy()],
])('a platform that %s is given up at the deadline', async (_what, silent) => {
  act = silent
  const began = Date.now()
  await expect(ask()).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE', action: 'retry' })
  await expect(submit()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
  expect(Date.now() - began).toBeLessThan(5000)
})

test('nobody at the address: a submission surely did not happen', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => {
    gone.once('listening', resolve)
  })
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => {
    gone.close(resolve)
  })
  const lost = new PlatformClient({ url: `http://127.0.0.1:${port}`, key })
  const error: unknown = await lost.submit('a/b', { purpose: 'p', input: {} }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'PLATFORM_UNREACHABLE', details: { url: `http://127.0.0.1:${port}` } })
})

test('a caller that aborts is told so, and what it submitted is not known', async () => {
  act = () => undefined
  await expect(ask(AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
  await expect(submit({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
  const during = new AbortController()
  setTimeout(() => during.abort(), 30)
  const both = await Promise.allSettled([ask(during.signal), submit({ signal: during.signal })])
  expect(both.map((one) => (one.status === 'rejected' && BerthError.is(one.reason) ? one.reason.code : ''))).toEqual([
    'ABORTED',
    'UNKNOWN_OUTCOME',
  ])
})
