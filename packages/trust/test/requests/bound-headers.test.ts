import { expect, test } from 'vitest'
import { type BoundHeaders, generateKey, MemoryReplayStore, signRequest, verifyRequest } from '../../src/index.ts'

const platform = generateKey('platform')
const parts = { method: 'POST', path: '/operations/apply', body: '{}' }
const sent: BoundHeaders = { grant: 'g', idempotencyKey: 'k', rows: '3' }

function verify(token: string, headers: BoundHeaders | undefined, audience?: string): Promise<unknown> {
  const options = { keyOf: () => platform, now: Date.now(), replay: new MemoryReplayStore() }
  const request = { ...parts, ...(headers === undefined ? {} : { bound: headers }) }
  return verifyRequest(token, request, { ...options, ...(audience === undefined ? {} : { audience }) })
}

test('headers that are signed have to be those that arrive', async () => {
  const token = signRequest(platform, { ...parts, bound: sent })
  await expect(verify(token, sent)).resolves.toMatchObject({ issuer: 'platform' })
  for (const change of [
    { grant: 'h' },
    { idempotencyKey: 'j' },
    { rows: '4' },
    { rows: undefined },
    { grant: undefined },
  ]) {
    const refused = verify(token, { ...sent, ...change })
    await expect(refused).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', details: { problem: 'hh' } })
  }
  const bare = signRequest(platform, { ...parts, bound: {} })
  await expect(verify(bare, { idempotencyKey: 'k' })).rejects.toMatchObject({ details: { problem: 'hh' } })
})

test('a request for another party is refused', async () => {
  const token = signRequest(platform, { ...parts, audience: 'civil-affairs.marriage' })
  await expect(verify(token, undefined, 'civil-affairs.marriage')).resolves.toMatchObject({ issuer: 'platform' })
  const refused = verify(token, undefined, 'tax')
  await expect(refused).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', details: { problem: 'aud' } })
})
