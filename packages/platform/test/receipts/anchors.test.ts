import { PlatformClient } from '@berth/agent'
import { anchorHolds, generateKey, importJwks, type ReceiptHead, signHead } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { call, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

let platform: RunningPlatform
let registry: Party
const system = 'civil-affairs.marriage'

beforeAll(async () => {
  platform = await startedPlatform()
  registry = await enrolled(platform, 'system', system)
})

afterAll(() => platform.close())

function head(number: number, fill: string, key = registry.key): ReceiptHead {
  return signHead(key, { chain: key.id, number, hash: fill.repeat(64), at: '2026-01-02T03:04:05Z' })
}

test('a head is kept once and signed by the platform, and comes back to its system alone', async () => {
  const client = new PlatformClient({ url: platform.url, key: registry.key })
  const { body: keys } = await call(`${platform.url}/.well-known/jwks.json`)
  const shown = [head(10, 'a'), head(2000, 'b')]
  const anchored: ReceiptHead[] = []
  for (const each of shown) anchored.push({ ...each, anchor: await client.anchor(each) })
  for (const each of anchored) expect(anchorHolds(each, importJwks(keys))).toBe(true)
  expect(await client.anchor(head(10, 'a'))).toEqual(anchored[0]?.anchor)
  expect(await Array.fromAsync(client.anchoredHeads())).toEqual(anchored)
  const other = await enrolled(platform, 'system', 'other.system')
  const others = new PlatformClient({ url: platform.url, key: other.key })
  expect(await Array.fromAsync(others.anchoredHeads())).toEqual([])
  const consumer = await enrolled(platform, 'consumer', 'housing-fund', 2)
  expect((await consumer.send('POST', '/api/anchors', head(1, 'a'))).body['code']).toBe('SYSTEM_UNKNOWN')
})

test('another hash under a number that was shown, a head of another, and what is no head are refused', async () => {
  await registry.send('POST', '/api/anchors', head(50, 'a'))
  expect(await registry.send('POST', '/api/anchors', head(50, 'c'))).toMatchObject({
    status: 409,
    body: { code: 'ANCHOR_CONFLICT' },
  })
  const foreign = [
    [head(60, 'a', generateKey(system)), 'SIGNATURE_INVALID'],
    [{ ...head(60, 'a'), number: 61 }, 'SIGNATURE_INVALID'],
    [head(60, 'a', generateKey('other.system')), 'PARAMETER_INVALID'],
    [{ ...head(60, 'a'), number: 0 }, 'PARAMETER_INVALID'],
    [{ ...head(60, 'a'), hash: 'x' }, 'PARAMETER_INVALID'],
    [{ ...head(60, 'a'), at: 'noon' }, 'PARAMETER_INVALID'],
    [{}, 'PARAMETER_INVALID'],
  ] as const
  for (const [document, code] of foreign) {
    expect((await registry.send('POST', '/api/anchors', document)).body['code']).toBe(code)
  }
})
