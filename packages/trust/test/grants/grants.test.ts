import { decodeProtectedHeader, importJWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { exportPublicJwk, type Grant, generateKey, issueGrant, verifyGrant } from '../../src/index.ts'
import { signText } from '../../src/signed-text.ts'
import { forgedTokens } from '../forged-tokens.ts'

const platform = generateKey('platform')
const other = generateKey('other')
const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const day = 86_400_000
const grant: Omit<Grant, 'issuer'> = {
  id: 'grant-1',
  consumer: 'housing-fund',
  system: 'civil-affairs.marriage',
  resource: 'civil-affairs.marriage/marriage',
  items: ['registeredOn', 'husbandId'],
  clearance: 3,
  purpose: 'housing-loan',
  basis: 'agreement 7',
  issuedAt: now,
  notBefore: now,
  expiresAt: now + day,
}
const use = { now, system: grant.system, resource: grant.resource, purpose: grant.purpose }
const token = issueGrant(platform, grant)
const verify = (given: string, change: Partial<typeof use> = {}, keys = [platform]) =>
  verifyGrant(given, keys, { ...use, ...change })

test('a grant that was issued is read back', async () => {
  await expect(verify(token)).resolves.toEqual({ ...grant, issuer: 'platform' })
  await expect(verify(token, {}, [other, platform])).resolves.toMatchObject({ id: 'grant-1' })
  const { basis: _basis, ...plain } = grant
  expect(await verify(issueGrant(platform, plain))).not.toHaveProperty('basis')
})

test('while a platform changes its key, grants under both hold', async () => {
  const next = { ...generateKey('platform') }
  await expect(verify(token, {}, [next, platform])).resolves.toMatchObject({ id: 'grant-1' })
  await expect(verify(token, {}, [next])).rejects.toMatchObject({ code: 'GRANT_INVALID' })
})

test('another implementation reads it, and its tokens are read', async () => {
  const key = await importJWK({ ...exportPublicJwk(platform) }, 'EdDSA')
  const read = await jwtVerify(token, key, {
    typ: 'berth-grant+jwt',
    audience: grant.system,
    currentDate: new Date(now),
  })
  expect(read.payload).toMatchObject({ iss: 'platform', sub: 'housing-fund', jti: 'grant-1', exp: (now + day) / 1000 })
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: 'platform', typ: 'berth-grant+jwt' })
  const { iss: _iss, ...claims } = read.payload
  const signed = await new SignJWT({ ...claims, iss: 'platform' })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'platform', typ: 'berth-grant+jwt' })
    .sign(platform.privateKey)
  await expect(verify(signed)).resolves.toEqual({ ...grant, issuer: 'platform' })
})

test.each(Object.entries(forgedTokens(platform, token, 'berth-grant+jwt')))('forged: %s', async (_name, forged) => {
  await expect(verify(forged)).rejects.toMatchObject({ code: 'GRANT_INVALID' })
})

test('a grant that another party signed, or under another name, is refused', async () => {
  const impostor = { ...other, id: 'platform' }
  await expect(verify(issueGrant(impostor, grant))).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  await expect(verify(issueGrant(other, grant))).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  const claims = claimsOf(token)
  const renamed = signText(platform, { ...claims, iss: 'other' }, 'berth-grant+jwt')
  await expect(verify(renamed)).rejects.toMatchObject({ code: 'GRANT_INVALID' })
})

test('another kind of token is no grant', async () => {
  for (const typ of [undefined, 'JWT', 'at+jwt', 'berth-receipt+jwt']) {
    await expect(verify(signText(platform, claimsOf(token), typ))).rejects.toMatchObject({ code: 'GRANT_INVALID' })
  }
})

test('expiry holds to the millisecond; the start is tolerant of a minute', async () => {
  await expect(verify(token, { now: now + day - 1 })).resolves.toMatchObject({ id: 'grant-1' })
  await expect(verify(token, { now: now + day })).rejects.toMatchObject({
    code: 'GRANT_EXPIRED',
    details: { expiredAt: new Date(now + day).toISOString() },
  })
  await expect(verify(token, { now: now - 60_000 })).resolves.toMatchObject({ id: 'grant-1' })
  await expect(verify(token, { now: now - 60_001 })).rejects.toMatchObject({ code: 'GRANT_INVALID' })
})

test('another system, resource or purpose is refused', async () => {
  await expect(verify(token, { system: 'tax' })).rejects.toMatchObject({ code: 'GRANT_FOREIGN' })
  await expect(verify(token, { resource: 'civil-affairs.marriage/divorce' })).rejects.toMatchObject({
    code: 'GRANT_FOREIGN',
  })
  await expect(verify(token, { purpose: 'curiosity' })).rejects.toMatchObject({ code: 'PURPOSE_MISMATCH' })
})

test.each(['iss', 'sub', 'aud', 'jti', 'iat', 'nbf', 'exp', 'resource', 'items', 'clearance', 'purpose'])(
  'a grant without %s, or with nonsense there, is refused',
  async (claim) => {
    const { [claim]: _removed, ...rest } = claimsOf(token)
    for (const claims of [rest, { ...rest, [claim]: {} }, { ...rest, [claim]: null }, { ...rest, [claim]: [1] }]) {
      await expect(verify(signText(platform, claims, 'berth-grant+jwt'))).rejects.toMatchObject({
        code: 'GRANT_INVALID',
      })
    }
  },
)

function claimsOf(given: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(given.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}
