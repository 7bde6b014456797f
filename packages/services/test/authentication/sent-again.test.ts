import type { IncomingMessage, ServerResponse } from 'node:http'
import { Secret } from '@berth/core'
import { gatewayDialects, MemoryReplayStore, verifyFor } from '@berth/trust'
import { expect, test } from 'vitest'
import { authenticated } from '../../src/authentication/authenticated.ts'
import { type AuthenticationOptions, authentications } from '../../src/authentication/authentication-options.ts'
import { type ClientSettings, ServiceClient } from '../../src/index.ts'
import { httpPeer, settingsFor } from '../client/peers.ts'

const standard = { authentication: 'none', keyPlace: 'header', clientPlace: 'header' } as const
const secret = new Secret('registered-secret-0001')

/** The statuses of two calls, one after the other, of a service that sees each of the requests in turn. */
async function statuses(
  options: Partial<AuthenticationOptions>,
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => unknown,
  change: Partial<ClientSettings> = {},
): Promise<number[]> {
  let number = 0
  await using peer = await httpPeer((request, response) => void answer(request, response, ++number))
  using client = new ServiceClient(settingsFor(peer.url, change))
  const plain = client.exchange.bind(client)
  const settings = { connector: 'test', url: peer.url, exchange: plain, now: Date.now }
  const exchange = authenticated(plain, authentications({ ...standard, ...options }, settings))
  const url = new URL('/permits?page=1', peer.url)
  const request = { call: 'permits', method: 'GET', url, headers: {}, repeatable: true } as const
  const all: number[] = []
  for (let call = 0; call < 2; call++) all.push((await exchange(request, AbortSignal.timeout(5000))).status)
  return all
}

const withNonce = gatewayDialects.filter(({ direction, nonce }) => direction === 'to-gateway' && nonce !== undefined)

/** Answers as a gateway that takes each nonce once: 401 for one that it has seen. */
function gateway(id: string, then: (response: ServerResponse, request: IncomingMessage, number: number) => unknown) {
  const dialect = gatewayDialects.find((each) => each.id === id)
  if (dialect === undefined) throw new Error(id)
  const replay = new MemoryReplayStore()
  return async (request: IncomingMessage, response: ServerResponse, number: number): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://gateway')
    const { headers, method = '' } = request
    const received = { headers, method, path: url.pathname, query: [...url.searchParams] }
    await verifyFor(dialect, received, { secretOf: () => secret, now: Date.now(), replay }).then(
      () => then(response, request, number),
      () => response.writeHead(401).end(),
    )
  }
}

const caller = (id: string): Partial<AuthenticationOptions> => ({
  gateway: id,
  gatewayId: 'caller-0001',
  gatewaySecret: secret,
})

test('there are dialects with a nonce', () => expect(withNonce.length).toBeGreaterThan(1))

test.each(withNonce.map(({ id }) => id))(
  '%s: what is sent again to a busy gateway has a nonce of its own',
  async (id) => {
    const busyTwice = gateway(id, (response, _request, number) =>
      number < 3 ? response.writeHead(number === 1 ? 429 : 503, { 'retry-after': '0' }).end() : response.end('done'),
    )
    expect(await statuses(caller(id), busyTwice)).toEqual([200, 200])
  },
)

test('what is sent again on a new line has a nonce of its own', async () => {
  const seen: number[] = []
  const cut = gateway('x-tif', (response, request, number) => {
    seen.push(number)
    return number === 2 ? request.socket.resetAndDestroy() : response.end('done')
  })
  expect(await statuses(caller('x-tif'), cut)).toEqual([200, 200])
  expect(seen).toEqual([1, 2, 3])
})

test('what follows a redirect is proven for where it leads', async () => {
  const moved = gateway('x-tif', (response, request) =>
    request.url?.startsWith('/moved')
      ? response.end('done')
      : response.writeHead(302, { location: '/moved?page=1' }).end(),
  )
  expect(await statuses(caller('x-tif'), moved, { maxRedirects: 1 })).toEqual([200, 200])
})

test('a service that repeats the query in a redirect is shown the key once', async () => {
  const seen: (string | undefined)[] = []
  const key = { authentication: 'key', keyPlace: 'query', keyName: 'app key', key: new Secret('k&1') } as const
  const repeating = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push(request.url)
    if (request.url?.startsWith('/permits?'))
      response.writeHead(301, { location: request.url.replace('?', '/?') }).end()
    else response.end('done')
  }
  expect(await statuses(key, repeating, { maxRedirects: 1 })).toEqual([200, 200])
  expect(seen.slice(0, 2)).toEqual(['/permits?page=1&app%20key=k%261', '/permits/?page=1&app%20key=k%261'])
})
