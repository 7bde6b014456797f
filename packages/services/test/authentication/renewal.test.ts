import { setTimeout as wait } from 'node:timers/promises'
import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { authenticated } from '../../src/authentication/authenticated.ts'
import { authentications } from '../../src/authentication/authentication-options.ts'
import { ServiceClient } from '../../src/index.ts'
import { httpPeer, settingsFor } from '../client/peers.ts'

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
  const plain = client.exchange.bind(client)
  const options = {
    authentication: 'oauth2',
    keyPlace: 'header',
    clientPlace: 'header',
    tokenUrl: '/token',
    clientId: 'client',
    clientSecret: new Secret('x'),
  } as const
  const settings = { connector: 'test', url: peer.url, exchange: plain, now: Date.now }
  const exchange = authenticated(plain, authentications(options, settings))
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
