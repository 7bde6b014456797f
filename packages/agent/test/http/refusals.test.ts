import { generateKey, signRequest } from '@berth/trust'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { type Ask, grant, platform, RunningDocking } from '../docking/running-docking.ts'

let docking: RunningDocking
let touched = 0
beforeAll(async () => {
  docking = await RunningDocking.start({ maxBodyBytes: 10_000 }, (session) => ({
    ...session,
    async lookup(request, signal) {
      touched++
      return (await session.lookup?.(request, signal)) ?? expect.fail()
    },
  }))
})
afterAll(() => docking[Symbol.asyncDispose]())
beforeEach(() => {
  touched = 0
})

const by = { husbandId: citizenNumbers[0] }
const now = Date.now()
const elsewhere = { path: '/resources/nowhere/lookup' }
const refusals: readonly [string, number, Record<string, unknown>, Ask][] = [
  ['PARAMETER_UNKNOWN', 400, { husbandIdd: 'x' }, {}],
  ['PARAMETER_UNKNOWN', 400, { note: 'x' }, {}],
  ['PARAMETER_MISSING', 400, { district: '东区' }, {}],
  ['PARAMETER_MISSING', 400, {}, {}],
  ['PARAMETER_INVALID', 400, { id: 1, husbandId: citizenNumbers[0] }, {}],
  ['PARAMETER_INVALID', 400, { id: '1' }, {}],
  ['PARAMETER_INVALID', 400, { id: 1.5 }, {}],
  ['PARAMETER_INVALID', 400, { id: null }, {}],
  ['PARAMETER_INVALID', 400, { id: [1] }, {}],
  ['PARAMETER_INVALID', 400, { husbandId: '110105194912310021' }, {}],
  ['PARAMETER_INVALID', 400, { husbandId: `${citizenNumbers[0]}0` }, {}],
  ['PARAMETER_INVALID', 400, { husbandId: "' OR '1'='1" }, {}],
  ['PARAMETER_INVALID', 400, { district: '东区', registeredOn: '2024-02-30' }, {}],
  ['PARAMETER_INVALID', 400, { district: '东区', registeredOn: '20240201' }, {}],
  ['PARAMETER_INVALID', 400, { district: '长'.repeat(21), registeredOn: '2024-02-01' }, {}],
  ['PARAMETER_INVALID', 400, { valid: 'Y' }, {}],
  ['PARAMETER_INVALID', 400, by, { body: '{"purpose":"housing-loan","by":{"id":' }],
  ['PARAMETER_INVALID', 400, by, { body: '[]' }],
  ['PARAMETER_INVALID', 400, by, { body: { purpose: 1, by } }],
  ['PARAMETER_INVALID', 400, by, { body: { purpose: 'housing-loan', by: [] } }],
  ['PARAMETER_MISSING', 400, by, { body: { by } }],
  ['PARAMETER_MISSING', 400, by, { body: { purpose: 'housing-loan' } }],
  ['PARAMETER_UNKNOWN', 400, by, { body: { purpose: 'housing-loan', by, limit: 1000 } }],
  ['REQUEST_TOO_LARGE', 413, by, { body: { purpose: 'x'.repeat(10_001), by } }],
  ['PARAMETER_INVALID', 400, by, { headers: { 'content-type': 'text/plain' } }],
  ['PROTOCOL_VERSION_UNSUPPORTED', 400, by, { headers: { 'berth-contract': '2' } }],
  ['PROTOCOL_VERSION_UNSUPPORTED', 400, by, { headers: { 'berth-contract': '1.0' } }],
  ['RESOURCE_UNKNOWN', 404, by, elsewhere],
  ['RESOURCE_UNKNOWN', 404, by, { path: '/resources/__proto__/lookup' }],
  ['RESOURCE_DRAFT', 409, by, { path: '/resources/draft/lookup' }],
  ['MODE_NOT_OFFERED', 404, by, { path: '/resources/closed/lookup' }],
  ['ADDRESS_UNKNOWN', 404, by, { path: '/resources' }],
  ['GRANT_MISSING', 401, by, { grant: undefined }],
  ['GRANT_INVALID', 403, by, { grant: 'x.y.z' }],
  ['GRANT_INVALID', 403, by, { grant: grant({}, { ...generateKey('platform') }) }],
  ['GRANT_INVALID', 403, by, { grant: grant({ notBefore: now + 600_000 }) }],
  ['GRANT_EXPIRED', 403, by, { grant: grant({ expiresAt: now - 1000 }) }],
  ['GRANT_FOREIGN', 403, by, { grant: grant({ resource: 'civil-affairs.marriage/other' }) }],
  ['GRANT_FOREIGN', 403, by, { grant: grant({ system: 'tax' }) }],
  ['PURPOSE_MISMATCH', 403, by, { grant: grant({ purpose: 'audit' }) }],
  ['PURPOSE_MISMATCH', 403, by, { grant: grant({ purpose: 'fun' }), body: { purpose: 'fun', by } }],
  ['NOTHING_GRANTED', 403, by, { grant: grant({ items: [] }) }],
  ['PARAMETER_NOT_GRANTED', 403, by, { grant: grant({ items: ['district'] }) }],
  ['PARAMETER_NOT_GRANTED', 403, by, { grant: grant({ clearance: 1 }) }],
  [
    'PARAMETER_NOT_GRANTED',
    403,
    { district: '西区', registeredOn: '2024-02-01' },
    { grant: grant({ items: ['district'] }) },
  ],
  ['SIGNATURE_MISSING', 401, by, { headers: { 'berth-signature': '' } }],
  ['SIGNATURE_INVALID', 401, by, { headers: { 'berth-signature': 'x' } }],
  ['SIGNATURE_INVALID', 401, by, { key: generateKey('platform') }],
  ['SIGNATURE_INVALID', 401, by, { key: generateKey('stranger') }],
]

test.each(refusals)('%s (%d): %j %j', async (code, status, asked, ask) => {
  const answer = await docking.ask(asked, ask)
  expect(answer.body).toMatchObject({ code, status, type: `urn:berth:error:${code}` })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(touched).toBe(0)
})

test('a grant of another platform than the one that asks is refused', async () => {
  const other = generateKey('other-platform')
  await using two = await RunningDocking.start({ platformKeys: [other, platform] })
  const answer = await two.ask(by, { grant: grant({}, other) })
  expect(answer.body).toMatchObject({ code: 'GRANT_INVALID' })
  expect((await two.ask(by, { grant: grant({}, other), key: other })).status).toBe(200)
})

test('a problem speaks the language asked for, Chinese where none is', async () => {
  const says = async (header: Record<string, string>): Promise<unknown> =>
    (await docking.ask({ id: 'x' }, { headers: header })).body['message']
  expect(await says({ 'accept-language': 'en-US,en;q=0.9' })).toBe('the parameter id is not valid: integer is expected')
  expect(await says({ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.1' })).toBe('参数 id 不合规定：应为 integer')
  expect(await says({ 'accept-language': 'fr' })).toBe('参数 id 不合规定：应为 integer')
})

test('a replayed request is refused', async () => {
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by })
  const headers = { 'berth-signature': signRequest(platform, { method: 'POST', path, body }) }
  expect((await docking.ask(by, { body, headers })).status).toBe(200)
  expect((await docking.ask(by, { body, headers })).body).toMatchObject({ code: 'REQUEST_REPLAYED', status: 409 })
})

test.each(['/resources/%E4%B8/lookup', `/resources/${'a'.repeat(120)}/lookup`])(
  'the address %s is a problem',
  async (path) => {
    const answer = await docking.send({ path, body: {} })
    expect(answer).toMatchObject({ status: 404, body: { code: 'ADDRESS_UNKNOWN', origin: 'caller' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  },
)
