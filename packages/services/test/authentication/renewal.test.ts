import { setTimeout as wait } from 'node:timers/promises'
import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { authenticated } from '../../src/authentication/authenticated.ts'
import { authentications } from '../../src/authentication/authentication-options.ts'
import type { Exchange } from '../../src/client/service-request.ts'
import { ServiceClient } from '../../src/index.ts'
import { httpPeer, settingsFor } from '../client/peers.ts'

function withTokens(client: ServiceClient, url: URL): Exchange {
  const plain = client.exchange.bind(client)
  const options = {
    authentication: 'oauth2',
    keyPlace: 'header',
    clientPlace: 'header',
    tokenUrl: '/token',
    clientId: 'client',
    clientSecret: new Secret('x'),
  } as const
  return authenticated(plain, authentications(options, { connector: 'test', url, exchange: plain, now: Date.now }))
}

test('a call that is refused late does not lose the token that another call fetched meanwhile', async () => {
  let tokens = 0
  let revoked = 0
  await using peer = await httpPeer(async (request, response) => {
    if (request.url === '/token')
      return void response.end(JSON.stringify({ access_token: `token-${++tokens}`, expires_in: 3600 }))
    const good = request.headers.authorization !== `Bearer token-${revoked}`
    if (!good && request.url === '/slow') await wait(150)
    response.writeHead(good ? 200 : 401).end()
  })
  using client = new ServiceClient(settingsFor(peer.url))
  const exchange = withTokens(client, peer.url)
  const status = async (path: string): Promise<number> => {
    const request = {
      call: 'permits',
      method: 'GET',
      url: new URL(path, peer.url),
      headers: {},
      repeatable: true,
    } as const
    return (await exchange(request, AbortSignal.timeout(5000))).status
  }
  expect(await status('/')).toBe(200)
  revoked = 1
  expect(await Promise.all(['/', '/slow', '/slow'].map(status))).toEqual([200, 200, 200])
  expect(tokens).toBe(2)
})

test('a call that waits for the token that another one fetches does not end with that one', async () => {
  const asked = Promise.withResolvers<void>()
  let tokens = 0
  await using peer = await httpPeer((request, response) => {
    if (request.url !== '/token') return void response.end()
    // The first is never answered.
    if (++tokens === 1) return asked.resolve()
    response.end(JSON.stringify({ access_token: 'token', expires_in: 3600 }))
  })
  using client = new ServiceClient(settingsFor(peer.url))
  const exchange = withTokens(client, peer.url)
  const request = { call: 'permits', method: 'GET', url: peer.url, headers: {}, repeatable: true } as const
  const first = new AbortController()
  const ended = expect(exchange(request, first.signal)).rejects.toMatchObject({ code: 'ABORTED' })
  const others = [1, 2].map(async () => (await exchange(request, AbortSignal.timeout(5000))).status)
  await asked.promise
  first.abort()
  await ended
  expect(await Promise.all(others)).toEqual([200, 200])
  expect(tokens).toBe(2)
})
