import type { IncomingMessage, ServerResponse } from 'node:http'
import { Secret } from '@berth/core'
import { gatewayDialects, MemoryReplayStore, type SecretExchange, sealSecret, verifyFor } from '@berth/trust'
import { expect, test } from 'vitest'
import { authenticated } from '../../src/authentication/authenticated.ts'
import { type AuthenticationOptions, authentications } from '../../src/authentication/authentication-options.ts'
import { ServiceClient } from '../../src/index.ts'
import { httpPeer, settingsFor } from '../client/peers.ts'
import { failureOf } from '../failure.ts'

const standard = { authentication: 'none', keyPlace: 'header', clientPlace: 'header' } as const

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>

/** Statuses of some calls, made one after the other or all at once. */
async function statuses(
  options: Partial<AuthenticationOptions>,
  answer: Answer,
  change: { calls?: number; together?: boolean; now?: () => number } = {},
): Promise<number[]> {
  const { calls = 1, together = false, now = Date.now } = change
  await using peer = await httpPeer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    await answer(request, response, Buffer.concat(chunks).toString())
  })
  using client = new ServiceClient(settingsFor(peer.url))
  const plain = client.exchange.bind(client)
  const settings = { connector: 'test', url: peer.url, exchange: plain, now }
  const exchange = authenticated(plain, authentications({ ...standard, ...options }, settings))
  const call = async (): Promise<number> => {
    const url = new URL('/permits/%E4%B8%AD?b=2&a=1%202', peer.url)
    const request = { call: 'permits', method: 'GET', url, headers: {}, repeatable: true } as const
    return (await exchange(request, AbortSignal.timeout(5000))).status
  }
  if (together) return await Promise.all(Array.from({ length: calls }, call))
  const all: number[] = []
  for (let index = 0; index < calls; index++) all.push(await call())
  return all
}

const accept =
  (test: (request: IncomingMessage) => boolean): Answer =>
  (request, response) =>
    void response.writeHead(test(request) ? 200 : 401).end()

test('user name and password, in UTF-8', async () => {
  const expected = `Basic ${Buffer.from('处长:密:码').toString('base64')}`
  const options = { authentication: 'basic', user: '处长', password: new Secret('密:码') } as const
  expect(
    await statuses(
      options,
      accept(({ headers }) => headers.authorization === expected),
    ),
  ).toEqual([200])
})

test('a token, a key in a header, a key in the query', async () => {
  const bearer = { authentication: 'bearer', token: new Secret('t-1') } as const
  expect(
    await statuses(
      bearer,
      accept(({ headers }) => headers.authorization === 'Bearer t-1'),
    ),
  ).toEqual([200])
  const key = { authentication: 'key', keyName: 'X-Api-Key', key: new Secret('k&1') } as const
  expect(
    await statuses(
      key,
      accept(({ headers }) => headers['x-api-key'] === 'k&1'),
    ),
  ).toEqual([200])
  const query = { ...key, keyName: 'app key', keyPlace: 'query' } as const
  expect(
    await statuses(
      query,
      accept(({ url }) => url?.endsWith('&app%20key=k%261') === true),
    ),
  ).toEqual([200])
})

test('an option that is missing, and a secret that no header carries', async () => {
  const missing = await failureOf(() =>
    statuses(
      { authentication: 'bearer' },
      accept(() => true),
    ),
  )
  expect([missing.code, missing.details['option']]).toEqual(['OPTION_MISSING', 'token'])
  const broken = { authentication: 'bearer', token: new Secret('s3cret\r\nx: y') } as const
  const error = await failureOf(() =>
    statuses(
      broken,
      accept(() => true),
    ),
  )
  expect(error.code).toBe('PARAMETER_INVALID')
  expect(JSON.stringify(error)).not.toContain('s3cret')
})

/** A token service by RFC 6749, and a service that takes the token it gave last. */
function tokenService(lifetime: unknown, fetched: string[]): Answer {
  return (request, response, body) => {
    if (request.url !== '/token') {
      const good = request.headers.authorization === `Bearer token-${fetched.length}`
      return void response.writeHead(good ? 200 : 401).end()
    }
    const basic = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString()
    const form = new URLSearchParams(body)
    const known =
      basic === 'client:s%3Acret' || (form.get('client_id') === 'client' && form.get('client_secret') === 's:cret')
    if (!known || form.get('grant_type') !== 'client_credentials') return void response.writeHead(401).end()
    fetched.push(form.get('scope') ?? '')
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ access_token: `token-${fetched.length}`, token_type: 'bearer', expires_in: lifetime }),
    )
  }
}

const oauth2 = {
  authentication: 'oauth2',
  tokenUrl: '/token',
  clientId: 'client',
  clientSecret: new Secret('s:cret'),
  scope: 'read',
} as const

test('client credentials: one token for many calls, though they begin together', async () => {
  const fetched: string[] = []
  const answer = tokenService(3600, fetched)
  expect(await statuses(oauth2, answer, { calls: 8, together: true })).toEqual(Array(8).fill(200))
  expect(fetched).toEqual(['read'])
})

test('client credentials in the form', async () => {
  const fetched: string[] = []
  expect(await statuses({ ...oauth2, clientPlace: 'form' }, tokenService('60', fetched))).toEqual([200])
})

test('a token that ends soon is fetched anew, one that was revoked is fetched once more', async () => {
  const fetched: string[] = []
  let now = 1000
  const ending: Answer = (request, response, body) => {
    if (request.url === '/permits/%E4%B8%AD?b=2&a=1%202') now += 40_000
    return tokenService(60, fetched)(request, response, body)
  }
  expect(await statuses(oauth2, ending, { calls: 4, now: () => now })).toEqual([200, 200, 200, 200])
  expect(fetched).toHaveLength(4)
  const revoked: string[] = []
  let calls = 0
  const revoking: Answer = (request, response, body) => {
    if (request.url !== '/token' && ++calls === 2) revoked.push('revoked')
    return tokenService(3600, revoked)(request, response, body)
  }
  expect(await statuses(oauth2, revoking, { calls: 2 })).toEqual([200, 200])
})

test.each([
  ['no JSON', 'access_token=x', 'ANSWER_UNREADABLE'],
  ['no token', '{"token_type":"bearer"}', 'ANSWER_UNREADABLE'],
  ['another kind of token', '{"access_token":"x","token_type":"mac"}', 'ANSWER_UNREADABLE'],
])('an answer of the token service without a token: %s', async (_name, text, code) => {
  const answer: Answer = (request, response) => void response.end(request.url === '/token' ? text : '')
  const error = await failureOf(() => statuses(oauth2, answer))
  expect(error.code).toBe(code)
  expect(JSON.stringify(error)).not.toContain('access_token=x')
})

test('credentials that the token service refuses, and one that is busy', async () => {
  const refuse: Answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_client"}')
  expect((await failureOf(() => statuses(oauth2, refuse))).code).toBe('AUTH_FAILED')
  const busy: Answer = (_request, response) => void response.writeHead(503).end()
  expect((await failureOf(() => statuses(oauth2, busy))).code).toBe('SYSTEM_BUSY')
})

const toGateways = gatewayDialects.filter(({ direction }) => direction === 'to-gateway')

test.each(toGateways.map((dialect) => [dialect.id, dialect] as const))(
  'every call to a gateway of the kind %s holds its signature',
  async (id, dialect) => {
    const secret = new Secret('registered-secret-0001')
    const signing = dialect.refresh === undefined ? secret : new Secret('fetched-secret-0001')
    const replay = new MemoryReplayStore()
    const problems: unknown[] = []
    let exchanges = 0
    const answer: Answer = async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://gateway')
      const exchange = dialect.refresh?.exchanges.find(({ path }) => path === url.pathname)
      if (exchange !== undefined) {
        exchanges++
        return void response.end(given(dialect, exchange, secret, signing))
      }
      const received = {
        headers: request.headers,
        method: request.method ?? '',
        path: url.pathname,
        query: [...url.searchParams],
      }
      const verdict = await verifyFor(dialect, received, { secretOf: () => signing, now: Date.now(), replay }).then(
        () => 200,
        (error: unknown) => {
          problems.push(error)
          return 401
        },
      )
      response.writeHead(verdict).end()
    }
    const options = { gateway: id, gatewayId: 'caller-0001', gatewaySecret: secret, gatewayService: 'service-0001' }
    expect([await statuses(options, answer, { calls: 3 }), problems]).toEqual([[200, 200, 200], []])
    expect(exchanges).toBe(dialect.refresh?.exchanges.length ?? 0)
    const wrong = { ...options, gatewaySecret: new Secret('another') }
    if (dialect.refresh === undefined) expect(await statuses(wrong, answer)).toEqual([401])
  },
)

/** What a gateway gives in one exchange. */
function given(
  { refresh }: (typeof toGateways)[number],
  exchange: SecretExchange,
  registered: Secret,
  signing: Secret,
): string {
  const answer: Record<string, unknown> = {}
  const put = (place: readonly string[], value: string): void => {
    let node = answer
    for (const name of place.slice(0, -1)) {
      node[name] ??= {}
      node = node[name] as Record<string, unknown>
    }
    node[place.at(-1) ?? ''] = value
  }
  if (refresh === undefined) return '{}'
  put(refresh.success.at, refresh.success.is)
  for (const each of exchange.gives) {
    // An optional one is not given, so that every stage is gone through.
    if (each.optional === true) continue
    put(each.at, each.sealed === undefined ? signing.reveal() : sealSecret(registered, signing))
    put(each.untilAt, String(Date.now() + 3_600_000))
  }
  return JSON.stringify(answer)
}
