import { exportPrivateJwk, exportPublicJwk, generateKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { call, enrolled, Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const path = '/api/catalogue/civil-affairs.marriage'
const publication = JSON.stringify(marriagePublication())
let platform: RunningPlatform
let registry: Party
let now = 0

beforeAll(async () => {
  platform = await startedPlatform({ now: () => Date.now() + now })
  registry = await enrolled(platform, 'system', 'civil-affairs.marriage')
})

afterAll(() => platform.close())

function put(signature: string | undefined, body = publication, at = path): ReturnType<typeof call> {
  const headers: Record<string, string> = signature === undefined ? {} : { 'berth-signature': signature }
  return call(platform.url + at, { method: 'PUT', body, headers })
}

test('a signed request holds once', async () => {
  const signature = registry.sign('PUT', path, publication)
  expect(await put(signature)).toMatchObject({ status: 200 })
  expect(await put(signature)).toMatchObject({ status: 409, body: { code: 'REQUEST_REPLAYED' } })
})

test('one of twenty copies that arrive together holds', async () => {
  const signature = registry.sign('PUT', path, publication)
  const answers = await Promise.all(Array.from({ length: 20 }, () => put(signature)))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
})

test('a request that is not signed, or with nonsense, is refused', async () => {
  expect(await put(undefined)).toMatchObject({ status: 401, body: { code: 'SIGNATURE_MISSING' } })
  expect(await put('nonsense')).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } })
})

test('body, method and address are bound', async () => {
  const signature = registry.sign('PUT', path, publication)
  expect(await put(signature, publication.replace('每', '全').replace('daily', 'weekly'))).toMatchObject({
    body: { code: 'SIGNATURE_INVALID' },
  })
  expect(await put(signature, publication, `${path}?x=1`)).toMatchObject({ body: { code: 'SIGNATURE_INVALID' } })
  const posted = registry.sign('POST', path, publication)
  expect(await put(posted)).toMatchObject({ body: { code: 'SIGNATURE_INVALID' } })
  expect(await put(signature)).toMatchObject({ status: 200 })
})

test.each([-61_500, 61_500])('a request whose clock is off by %s ms is refused', async (skewMs) => {
  const answer = await put(registry.sign('PUT', path, publication, skewMs))
  expect(answer).toMatchObject({ status: 401, body: { code: 'CLOCK_SKEW' } })
})

test.each([-55_000, 55_000])('a request whose clock is off by %s ms holds', async (skewMs) => {
  expect(await put(registry.sign('PUT', path, publication, skewMs))).toMatchObject({ status: 200 })
})

test('a party nobody enrolled, another key, and a party of the other kind are refused', async () => {
  const stranger = new Party(platform.url, generateKey('stranger'))
  expect(await put(stranger.sign('PUT', path, publication))).toMatchObject({ body: { code: 'SYSTEM_UNKNOWN' } })
  const thief = new Party(platform.url, generateKey('civil-affairs.marriage'))
  expect(await put(thief.sign('PUT', path, publication))).toMatchObject({ body: { code: 'SIGNATURE_INVALID' } })
  const consumer = await enrolled(platform, 'consumer', 'hall', 3)
  expect(await put(consumer.sign('PUT', path, publication))).toMatchObject({ body: { code: 'SYSTEM_UNKNOWN' } })
  const asked = await registry.send('POST', '/api/ask/a/b', { purpose: 'p', by: {} })
  expect(asked).toMatchObject({ status: 401, body: { code: 'CONSUMER_UNKNOWN' } })
})

test('who is not known leaves no receipt', async () => {
  expect(await platform.administer.receipts()).toEqual([])
})

test('an enrolment code holds once, for its party, until it expires', async () => {
  const key = generateKey('land')
  const enrol = (code: unknown, id = 'land', publicKey: unknown = exportPublicJwk(key)): ReturnType<typeof call> =>
    call(`${platform.url}/api/enrol`, { method: 'POST', body: JSON.stringify({ code, id, publicKey }) })
  const { code } = await platform.administer.createEnrolmentCode({ kind: 'system', id: 'land', title: '国土' })
  const invalid = { status: 401, body: { code: 'ENROLMENT_INVALID' } }
  expect(await enrol('guess')).toMatchObject(invalid)
  expect(await enrol(code, 'other')).toMatchObject(invalid)
  expect(await enrol(code, '../land')).toMatchObject(invalid)
  expect(await enrol(code, 'land', exportPrivateJwk(key))).toMatchObject({ body: { code: 'KEY_INVALID' } })
  expect(await enrol(code, 'land', { kty: 'RSA' })).toMatchObject({ body: { code: 'KEY_INVALID' } })
  const both = await Promise.all([enrol(code), enrol(code)])
  expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 401])
  const late = await platform.administer.createEnrolmentCode({ kind: 'system', id: 'late', title: 'x', hours: 1 })
  now = 3_600_001
  expect(await enrol(late.code, 'late')).toMatchObject(invalid)
  now = 0
})

test('a second code for the same party replaces its key', async () => {
  const old = await enrolled(platform, 'system', 'water')
  const fresh = await enrolled(platform, 'system', 'water')
  const body = JSON.stringify(marriagePublication())
  const send = (party: Party): ReturnType<typeof call> => party.send('PUT', '/api/catalogue/water', body)
  expect(await send(old)).toMatchObject({ body: { code: 'SIGNATURE_INVALID' } })
  expect(await send(fresh)).toMatchObject({ body: { code: 'PUBLICATION_REFUSED' } })
})

test.each([
  { kind: 'system', id: 'platform', title: 'x' },
  { kind: 'system', id: 'a/b', title: 'x' },
  { kind: 'system', id: '', title: 'x' },
  { kind: 'consumer', id: 'civil-affairs.marriage', title: 'x' },
  { kind: 'king', id: 'a', title: 'x' },
  { kind: 'consumer', id: 'a', title: '' },
  { kind: 'consumer', id: 'a', title: 'x', clearance: 9 },
  { kind: 'consumer', id: 'a', title: 'x', hours: 0 },
])('no enrolment code is made for %j', async (body) => {
  const headers = { authorization: `Bearer ${platform.adminToken}` }
  const url = `${platform.url}/api/admin/enrolment-codes`
  const answer = await call(url, { method: 'POST', body: JSON.stringify(body), headers })
  expect(answer).toMatchObject({ status: 400, body: { code: 'PARAMETER_INVALID' } })
})

test.each([
  ['POST', '/api/admin/enrolment-codes'],
  ['POST', '/api/admin/grants'],
  ['GET', '/api/admin/grants'],
  ['DELETE', '/api/admin/grants/x'],
  ['GET', '/api/receipts'],
])('%s %s is the administrator’s alone', async (method, at) => {
  const refused = { status: 401, body: { code: 'ADMINISTRATOR_REQUIRED' } }
  expect(await call(platform.url + at, { method })).toMatchObject(refused)
  for (const authorization of [
    'Bearer',
    'Bearer x',
    `Basic ${platform.adminToken}`,
    `Bearer ${platform.adminToken}x`,
  ]) {
    expect(await call(platform.url + at, { method, headers: { authorization } })).toMatchObject(refused)
  }
})

test('a problem is told in the language asked for, with code, origin, action and next step', async () => {
  const zh = await call(`${platform.url}/api/receipts`)
  expect(zh.body).toEqual({
    type: 'urn:berth:error:ADMINISTRATOR_REQUIRED',
    title: '缺少管理员令牌，或令牌不符',
    status: 401,
    detail: '使用平台数据目录中 admin.token 的内容',
    code: 'ADMINISTRATOR_REQUIRED',
    origin: 'caller',
    action: 'fail',
    message: '缺少管理员令牌，或令牌不符',
    next: '使用平台数据目录中 admin.token 的内容',
  })
  const en = await call(`${platform.url}/api/receipts`, { headers: { 'accept-language': 'fr, en-GB;q=0.8, zh;q=0.2' } })
  expect(en.body['message']).toContain('administrator')
})

test('an address that is none, and a body that is none, are problems too', async () => {
  expect(await call(`${platform.url}/nowhere?secret=1`)).toMatchObject({
    status: 404,
    body: { code: 'RESOURCE_UNKNOWN', message: '没有资源 /nowhere' },
  })
  const answer = await call(`${platform.url}/api/enrol`, { method: 'POST', body: '[' })
  expect(answer).toMatchObject({ status: 400, body: { code: 'PARAMETER_INVALID' } })
  expect(await call(`${platform.url}/health`)).toMatchObject({ status: 200, body: { status: 'ok' } })
})
