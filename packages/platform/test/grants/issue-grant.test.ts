import { importJwks, verifyGrant } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GrantRequest, RunningPlatform } from '../../src/index.ts'
import { marriage, marriagePublication } from '../marriage-publication.ts'
import { call, enrolled } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
const request: GrantRequest = {
  consumer: 'hall',
  resource: `${system}/marriage`,
  items: ['husbandId', 'wifeId'],
  clearance: 3,
  purpose: 'housing-loan',
  basis: '政务数据共享条例第二十条',
  days: 30,
}
const now = Date.parse('2026-11-23T08:00:00Z')
let platform: RunningPlatform

beforeAll(async () => {
  platform = await startedPlatform({ now: () => now })
  const registry = await enrolled(platform, 'system', system)
  const secret = {
    ...marriage,
    id: 'secret',
    sharing: { type: 'none' as const, basis: '档案法', purposes: [] },
    modes: {},
  }
  const publication = marriagePublication({ resources: [marriage, secret] })
  const body = JSON.stringify(publication)
  const path = `/api/catalogue/${system}`
  const published = await registry.send('PUT', path, body, { skewMs: now - Date.now() })
  expect(published.status).toBe(200)
  await enrolled(platform, 'consumer', 'hall', 3)
  await enrolled(platform, 'consumer', 'uncleared')
})

afterAll(() => platform.close())

function issue(change: object): ReturnType<typeof call> {
  return call(`${platform.url}/api/admin/grants`, {
    method: 'POST',
    body: JSON.stringify({ ...request, ...change }),
    headers: { authorization: `Bearer ${platform.adminToken}` },
  })
}

test('a grant is a token that holds for its resource, items and purpose, signed with the published key', async () => {
  const answer = await issue({})
  expect(answer.status).toBe(200)
  const keys = importJwks((await call(`${platform.url}/.well-known/jwks.json`)).body)
  const use = { now, system, resource: request.resource, purpose: 'housing-loan' }
  const grant = await verifyGrant(String(answer.body['token']), keys, use)
  expect(grant).toEqual({
    id: answer.body['id'],
    issuer: 'platform',
    consumer: 'hall',
    system,
    resource: request.resource,
    items: ['husbandId', 'wifeId'],
    clearance: 3,
    purpose: 'housing-loan',
    basis: '政务数据共享条例第二十条',
    issuedAt: now,
    notBefore: now,
    expiresAt: now + 30 * 86_400_000,
  })
})

test.each([
  ['a consumer nobody enrolled', { consumer: 'nobody' }, 'CONSUMER_UNKNOWN'],
  ['a system for a consumer', { consumer: system }, 'CONSUMER_UNKNOWN'],
  ['a resource nobody published', { resource: `${system}/divorce` }, 'RESOURCE_UNKNOWN'],
  ['a path for a resource', { resource: `${system}/marriage/x` }, 'RESOURCE_UNKNOWN'],
  ['a resource that is not shared', { resource: `${system}/secret`, purpose: 'p' }, 'NOTHING_GRANTED'],
  ['an item that is not published', { items: ['husbandId', 'salary'] }, 'PARAMETER_INVALID'],
  ['no items', { items: [] }, 'PARAMETER_INVALID'],
  ['an item twice', { items: ['wifeId', 'wifeId'] }, 'PARAMETER_INVALID'],
  ['a clearance above the consumer’s', { clearance: 4 }, 'PARAMETER_INVALID'],
  ['a clearance that is none', { clearance: '3' }, 'PARAMETER_INVALID'],
  ['a consumer without clearance', { consumer: 'uncleared', clearance: 1 }, 'PARAMETER_INVALID'],
  ['categories that are no list', { categories: 'minor' }, 'PARAMETER_INVALID'],
  ['a category that is no text', { categories: ['personal', 1] }, 'PARAMETER_INVALID'],
  ['a purpose that the resource is not for', { purpose: 'gossip' }, 'PARAMETER_INVALID'],
  ['an empty purpose', { resource: `${system}/applyCertificate`, items: ['reason'], purpose: '' }, 'PARAMETER_INVALID'],
  ['no end', { days: 100_000 }, 'PARAMETER_INVALID'],
  ['a member nobody knows', { forever: true }, 'PARAMETER_UNKNOWN'],
  ['numbers where texts belong', { consumer: 1, resource: 2, items: 3 }, 'CONSUMER_UNKNOWN'],
])('no grant is given with %s', async (_what, change, code) => {
  expect((await issue(change)).body).toMatchObject({ code })
})

test('a grant covers the categories that it names, in its token and in the list', async () => {
  const { body } = await issue({ categories: ['personal', 'minor'] })
  const keys = importJwks((await call(`${platform.url}/.well-known/jwks.json`)).body)
  const use = { now, system, resource: request.resource, purpose: 'housing-loan' }
  const grant = await verifyGrant(String(body['token']), keys, use)
  expect(grant.categories).toEqual(['personal', 'minor'])
  const headers = { authorization: `Bearer ${platform.adminToken}` }
  const listed = await call(`${platform.url}/api/admin/grants`, { headers })
  expect(listed.body['grants']).toContainEqual(
    expect.objectContaining({ id: body['id'], categories: ['personal', 'minor'] }),
  )
})

test('an operation that names no purposes is granted for any', async () => {
  const answer = await issue({ resource: `${system}/applyCertificate`, items: ['reason'], purpose: '补领' })
  expect(answer.status).toBe(200)
})

test('grants are listed without their tokens, and revoked once', async () => {
  const { id } = await platform.administer.issueGrant(request)
  const headers = { authorization: `Bearer ${platform.adminToken}` }
  const revoked = await call(`${platform.url}/api/admin/grants/${id}`, { method: 'DELETE', headers })
  expect(revoked).toMatchObject({ status: 200, body: { id, revokedAt: new Date(now).toISOString() } })
  const listed = await call(`${platform.url}/api/admin/grants`, { headers })
  expect(listed.body['grants']).toContainEqual(revoked.body)
  expect(JSON.stringify(listed.body)).not.toContain('token')
  const unknown = await call(`${platform.url}/api/admin/grants/unknown`, { method: 'DELETE', headers })
  expect(unknown).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } })
})
