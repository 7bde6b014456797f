import { importJwks, readGrant, readRevocations, type VerificationKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { call, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
let platform: RunningPlatform
let registry: Party
let keys: readonly VerificationKey[]

beforeAll(async () => {
  platform = await startedPlatform()
  registry = await enrolled(platform, 'system', system)
  const published = await registry.send('PUT', `/api/catalogue/${system}`, JSON.stringify(marriagePublication()))
  expect(published.status).toBe(200)
  await enrolled(platform, 'consumer', 'hall', 3)
  keys = importJwks((await call(`${platform.url}/.well-known/jwks.json`)).body)
})
afterAll(() => platform.close())

function administer(method: string, path: string, body?: object): ReturnType<typeof call> {
  return call(`${platform.url}/api/admin/grants${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${platform.adminToken}` },
  })
}

function revocationsOf(party: Party): ReturnType<typeof call> {
  const path = '/api/revocations'
  return call(platform.url + path, { headers: { 'berth-signature': party.sign('GET', path, '') } })
}

function issue(conditions: object): ReturnType<typeof call> {
  const resource = `${system}/marriage`
  const items = ['husbandId', 'wifeId']
  return administer('POST', '', {
    consumer: 'hall',
    resource,
    items,
    clearance: 3,
    purpose: 'housing-loan',
    ...conditions,
  })
}

test('scope and limits stand in the token and in the list of grants', async () => {
  const conditions = { scope: { husbandId: ['$case'] }, limits: { requestsPerMinute: 10, rowsPerDay: 500 } }
  const { status, body } = await issue(conditions)
  expect(status).toBe(200)
  expect(await readGrant(String(body['token']), keys)).toMatchObject(conditions)
  const plain = (await issue({})).body['id']
  const { grants } = (await administer('GET', `?system=${system}`)).body as { grants: Record<string, unknown>[] }
  expect(grants.find(({ id }) => id === body['id'])).toMatchObject(conditions)
  const { scope, limits } = grants.find(({ id }) => id === plain) ?? {}
  expect([scope, limits]).toEqual([undefined, undefined])
})

test.each([
  [{ scope: { salary: ['1'] } }, 'scope'],
  [{ scope: { husbandId: [] } }, 'scope'],
  [{ scope: { husbandId: '$case' } }, 'scope'],
  [{ scope: {} }, 'scope'],
  [{ limits: {} }, 'limits'],
  [{ limits: { rowsPerDay: 0 } }, 'limits'],
  [{ limits: { rowsPerDay: '5' } }, 'limits'],
  [{ limits: { rowsPerYear: 5 } }, 'limits'],
])('conditions that nobody can keep are refused: %j', async (conditions, parameter) => {
  const { status, body } = await issue(conditions)
  expect([status, body['code']]).toEqual([400, 'PARAMETER_INVALID'])
  expect(body['message']).toContain(parameter)
})

test('a system is told which of its grants were revoked, signed and for it alone', async () => {
  const listed = async (): Promise<ReadonlySet<string>> => {
    const { status, body } = await revocationsOf(registry)
    expect(status).toBe(200)
    return (await readRevocations(String(body['token']), keys, system)).revoked
  }
  const { body } = await issue({})
  const id = String(body['id'])
  expect((await listed()).has(id)).toBe(false)
  expect((await administer('DELETE', `/${id}`)).status).toBe(200)
  expect((await listed()).has(id)).toBe(true)

  const other = await enrolled(platform, 'system', 'other.system')
  const foreign = String((await revocationsOf(other)).body['token'])
  expect((await readRevocations(foreign, keys, 'other.system')).revoked.size).toBe(0)
  await expect(readRevocations(foreign, keys, system)).rejects.toMatchObject({ details: { problem: 'aud' } })
  expect((await call(`${platform.url}/api/revocations`)).status).toBe(401)
})
