import { generateKey } from '@berth/trust'
import { expect, test } from 'vitest'
import { GrantCache } from '../../src/service/grant-cache.ts'
import { grant, platform } from '../docking/running-docking.ts'

const now = Date.now()

test('a grant is verified once and then known', async () => {
  const cache = new GrantCache([platform])
  const token = grant()
  const first = await cache.read(token, now)
  expect(await cache.read(token, now)).toBe(first)
})

test('an expired grant is not kept', async () => {
  const cache = new GrantCache([platform])
  const token = grant({ expiresAt: now + 1000 })
  const first = await cache.read(token, now)
  expect(await cache.read(token, now + 5000)).toBe(first)
  expect(await cache.read(token, now + 5000)).not.toBe(first)
})

test('it keeps no more than its bound, those used last', async () => {
  const cache = new GrantCache([platform], 2)
  const [a, b, c] = [grant({ id: 'a' }), grant({ id: 'b' }), grant({ id: 'c' })] as const
  const first = await cache.read(a, now)
  const second = await cache.read(b, now)
  await cache.read(a, now)
  await cache.read(c, now)
  expect(await cache.read(a, now)).toBe(first)
  expect(await cache.read(b, now)).not.toBe(second)
})

test('what was refused is not kept', async () => {
  const cache = new GrantCache([platform])
  const forged = grant({}, generateKey('platform'))
  for (let round = 0; round < 2; round++) {
    await expect(cache.read(forged, now)).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  }
})
