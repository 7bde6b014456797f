import { generateKey, issueRevocations, signRequest } from '@berth/trust'
import { expect, test, vi } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, platform, RunningDocking } from '../docking/running-docking.ts'

const path = '/resources/marriage/lookup'
const by = { husbandId: citizenNumbers[0] }
const body = JSON.stringify({ purpose: 'housing-loan', by })
const signed = (over: Partial<Parameters<typeof signRequest>[1]> = {}, key = platform): Record<string, string> => ({
  'berth-signature': signRequest(key, { method: 'POST', path, body, ...over }),
})

test('each refused request is counted under its reason, and has a receipt where its signature held', async () => {
  await using docking = await RunningDocking.start()
  const once = signed()
  expect((await docking.ask(by, { body, headers: once })).status).toBe(200)
  const hmac = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
  const requests: readonly [string, string, Parameters<typeof docking.ask>[1]][] = [
    ['replayed', 'REQUEST_REPLAYED', { body, headers: once }],
    ['altered', 'SIGNATURE_INVALID', { body, headers: signed({ body: body.replace('loan', 'gift') }) }],
    ['altered', 'SIGNATURE_INVALID', { body, headers: signed({ path: '/resources/other/lookup' }) }],
    ['out-of-time', 'CLOCK_SKEW', { body, headers: signed({ now: Date.now() - 600_000 }) }],
    ['other-dialect', 'SIGNATURE_INVALID', { body, headers: { 'berth-signature': hmac } }],
    ['signature', 'SIGNATURE_INVALID', { body, headers: signed({}, generateKey(platform.id)) }],
    ['unknown-signer', 'SIGNATURE_INVALID', { body, headers: signed({}, generateKey('stranger')) }],
    ['grant-expired', 'GRANT_EXPIRED', { grant: grant({ expiresAt: Date.now() - 1000 }) }],
    ['grant-foreign', 'GRANT_FOREIGN', { grant: grant({ resource: 'civil-affairs.marriage/other' }) }],
    ['grant-invalid', 'GRANT_INVALID', { grant: grant({}, generateKey(platform.id)) }],
    ['other-purpose', 'PURPOSE_MISMATCH', { grant: grant({ purpose: 'audit' }) }],
  ]
  const counts = new Map<string, number>()
  for (const [reason, code, ask] of requests) {
    expect((await docking.ask(by, ask)).body['code'], reason).toBe(code)
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  const { text } = await docking.get('/metrics')
  for (const [reason, count] of counts) expect(text).toContain(`berth_refusals_total{reason="${reason}"} ${count}\n`)
  const receipts = await docking.state.receipts(0, 100)
  expect(receipts.map(({ code }) => code)).toEqual([
    undefined,
    'GRANT_EXPIRED',
    'GRANT_FOREIGN',
    'GRANT_INVALID',
    'PURPOSE_MISMATCH',
  ])
})

test('what a stolen, revoked, narrow or used up grant is refused with is counted too', async () => {
  let now = Date.now()
  const list = issueRevocations(platform, 'civil-affairs.marriage', ['taken-back'], now)
  const away = vi.fn(() => Promise.reject(new Error('away')))
  const revocations = {
    fetch: away,
    kept: () => Promise.resolve(list),
    keep: () => Promise.resolve(),
    maxAgeMs: 60_000,
  }
  await using docking = await RunningDocking.start({ revocations, now: () => now })
  const own = grant({ id: 'own' })
  // Whoever has a grant alone has no key of the platform; whoever listens on the line has a signature that binds another grant.
  const bound = signed({ bound: { grant: own } })
  const requests: readonly [string, string, Parameters<typeof docking.ask>[1]][] = [
    ['unsigned', 'SIGNATURE_MISSING', { headers: { 'berth-signature': '' } }],
    ['unknown-signer', 'SIGNATURE_INVALID', { key: generateKey('thief') }],
    ['signature', 'SIGNATURE_INVALID', { body, grant: grant({ id: 'exchanged' }), headers: bound }],
    ['grant-missing', 'GRANT_MISSING', { grant: undefined }],
    ['grant-revoked', 'GRANT_REVOKED', { grant: grant({ id: 'taken-back' }) }],
    ['grant-scope', 'GRANT_SCOPE_EXCEEDED', { grant: grant({ scope: { husbandId: [citizenNumbers[1] ?? ''] } }) }],
    ['grant-limit', 'GRANT_LIMIT_REACHED', { grant: grant({ id: 'small', limits: { rowsPerDay: 1 } }) }],
  ]
  for (const [reason, code, ask] of requests) {
    const many = reason === 'grant-limit' ? { husbandId: citizenNumbers[1] } : by
    expect((await docking.ask(many, ask)).body['code'], reason).toBe(code)
  }
  now += 61_000
  const stale = await docking.ask(by)
  expect(stale.body['code']).toBe('REVOCATIONS_STALE')
  const { text } = await docking.get('/metrics')
  for (const reason of [...requests.map(([each]) => each), 'revocations-stale'])
    expect(text).toContain(`berth_refusals_total{reason="${reason}"} 1\n`)
})
