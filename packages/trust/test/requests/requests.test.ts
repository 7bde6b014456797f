import { compactVerify, importJWK } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import {
  exportPublicJwk,
  generateKey,
  MemoryReplayStore,
  type SignedParts,
  signRequest,
  verifyRequest,
} from '../../src/index.ts'
import { signText } from '../../src/signed-text.ts'
import { forgedTokens } from '../forged-tokens.ts'

const platform = generateKey('platform')
const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const request: SignedParts = { method: 'POST', path: '/resources/marriage/lookup?x=1', body: '{"purpose":"贷款"}' }
const token = signRequest(platform, { ...request, now })
let replay = new MemoryReplayStore()
beforeEach(() => {
  replay = new MemoryReplayStore()
})
const verify = (given: string | undefined, change: Partial<SignedParts> = {}, at = now) =>
  verifyRequest(
    given,
    { ...request, ...change },
    { keyOf: (issuer) => (issuer === 'platform' ? platform : undefined), now: at, replay },
  )

test('a signed request holds, its body as text or bytes', async () => {
  await expect(verify(token)).resolves.toEqual({ issuer: 'platform', id: expect.any(String), claims: {} })
  const bytes = signRequest(platform, { ...request, body: Buffer.from(request.body), now })
  await expect(verify(bytes)).resolves.toMatchObject({ issuer: 'platform' })
})

test('another implementation reads it, as the protocol page writes it', async () => {
  const key = await importJWK({ ...exportPublicJwk(platform) }, 'EdDSA')
  const { payload, protectedHeader } = await compactVerify(token, key)
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'platform' })
  expect(Object.keys(JSON.parse(Buffer.from(payload).toString()) as object)).toEqual([
    'iss',
    'htm',
    'htu',
    'bh',
    'iat',
    'jti',
  ])
})

test('a changed method, path, query or body is refused and does not use the request up', async () => {
  const changes = [{ method: 'PUT' }, { path: '/resources/marriage/lookup?x=2' }, { path: '/other' }, { body: '{}' }]
  for (const change of changes) {
    await expect(verify(token, change)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  }
  await expect(verify(token)).resolves.toMatchObject({ issuer: 'platform' })
})

test('it holds once, also when both arrive together', async () => {
  const both = await Promise.allSettled([verify(token), verify(token)])
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(verify(token)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  await expect(verify(token, {}, now + 60_000)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
})

test('it holds for a minute either way', async () => {
  await expect(verify(token, {}, now + 60_001)).rejects.toMatchObject({ code: 'CLOCK_SKEW', details: { seconds: 60 } })
  await expect(verify(token, {}, now - 60_001)).rejects.toMatchObject({ code: 'CLOCK_SKEW' })
  await expect(verify(token, {}, now + 60_000)).resolves.toMatchObject({ issuer: 'platform' })
})

test('a request from a fast clock is still remembered at the end of its time', async () => {
  const early = signRequest(platform, { ...request, now: now + 60_000 })
  await verify(early)
  await expect(verify(early, {}, now + 120_000)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
})

test.each(Object.entries(forgedTokens(platform, token)).filter(([name]) => name !== 'empty'))(
  'forged: %s',
  async (_name, forged) => {
    await expect(verify(forged)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  },
)

test('no signature, an unknown party and a borrowed name are refused', async () => {
  await expect(verify(undefined)).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' })
  await expect(verify('')).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' })
  const stranger = generateKey('stranger')
  await expect(verify(signRequest(stranger, { ...request, now }))).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  const impostor = { ...stranger, id: 'platform' }
  await expect(verify(signRequest(impostor, { ...request, now }))).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
})

test('while a party changes its key, requests under both hold', async () => {
  const next = generateKey('platform')
  const under = (keys: readonly (typeof platform)[]) =>
    verifyRequest(token, request, { keyOf: () => keys, now, replay: new MemoryReplayStore() })
  await expect(under([next, platform])).resolves.toMatchObject({ issuer: 'platform' })
  await expect(under([next])).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  await expect(under([])).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
})

test('a token of another kind, or without its claims, is refused', async () => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  await expect(verify(signText(platform, claims, 'berth-grant+jwt'))).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
  })
  for (const claim of Object.keys(claims)) {
    const { [claim]: _removed, ...rest } = claims
    await expect(verify(signText(platform, rest))).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  }
})

test('the store forgets what expired, and refuses rather than forget what did not', () => {
  const store = new MemoryReplayStore(2)
  expect(store.add('a', 10, 0)).toBe(true)
  expect(store.add('b', 20, 0)).toBe(true)
  expect(() => store.add('c', 30, 5)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }))
  expect(store.add('a', 10, 5)).toBe(false)
  expect(store.add('c', 30, 10)).toBe(true)
  expect(store.size).toBe(2)
  expect(store.add('b', 20, 19)).toBe(false)
})

test('what the signer vouches for is told, and anything but short texts is refused', async () => {
  const division = signRequest(platform, { ...request, now, claims: { division: '西区' } })
  await expect(verify(division)).resolves.toMatchObject({ claims: { division: '西区' } })
  for (const claims of [{ division: 1 }, { division: 'x'.repeat(201) }, ['a'], 'division']) {
    const token = signRequest(platform, { ...request, now, claims: claims as never })
    await expect(verify(token)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', details: { problem: 'clm' } })
  }
})
