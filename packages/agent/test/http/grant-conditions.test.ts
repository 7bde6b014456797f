import type { LookupRequest, Session } from '@berth/core'
import { generateKey, issueRevocations } from '@berth/trust'
import { afterEach, expect, test, vi } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { type Ask, grant, platform, RunningDocking } from '../docking/running-docking.ts'

const system = 'civil-affairs.marriage'
let docking: RunningDocking | undefined
afterEach(async () => {
  vi.useRealTimers()
  await docking?.[Symbol.asyncDispose]()
  docking = undefined
})

/** Starts an agent whose calls to the system are kept. */
async function watched(): Promise<{ docking: RunningDocking; calls: LookupRequest[] }> {
  const calls: LookupRequest[] = []
  docking = await RunningDocking.start({}, (session) => watchedSession(session, calls))
  return { docking, calls }
}

const asked = (session: Session, ...[request, options]: Parameters<NonNullable<Session['lookup']>>) => {
  if (session.lookup === undefined) throw new TypeError('lookup')
  return session.lookup(request, options)
}

function watchedSession(session: Session, calls: LookupRequest[]): Session {
  const lookup: NonNullable<Session['lookup']> = (request, options) => {
    calls.push(request)
    return asked(session, request, options)
  }
  return new Proxy(session, { get: (target, name) => (name === 'lookup' ? lookup : Reflect.get(target, name, target)) })
}

async function rowsOf(own: RunningDocking, by: Readonly<Record<string, unknown>>, ask: Ask): Promise<unknown> {
  const { status, body } = await own.ask(by, ask)
  return status === 200 ? body['rows'] : body['code']
}

test('a scope goes into the query, and only its rows come back, also where its item is not granted', async () => {
  const { docking: own, calls } = await watched()
  const scope = { district: ['西区'] }
  const items = ['id', 'valid']
  // 1 东区, 2 西区, 3 南区
  expect(await rowsOf(own, { id: 2 }, { grant: grant({ scope, items }) })).toEqual([{ id: 2, valid: false }])
  expect(await rowsOf(own, { id: 1 }, { grant: grant({ scope, items }) })).toEqual([])
  expect(calls.map(({ by, keys }) => [by, keys])).toEqual([
    [['ID', 'QX'], [[2, '西区']]],
    [['ID', 'QX'], [[1, '西区']]],
  ])
  expect(await rowsOf(own, { id: 1 }, { grant: grant({ items }) })).toEqual([{ id: 1, valid: true }])
})

test('several values are asked side by side, and the limit is that of all of them', async () => {
  const { docking: own } = await watched()
  const scope = { district: ['西区', '南区'] }
  const { body } = await own.ask({ valid: true }, { grant: grant({ scope, items: ['id', 'district', 'valid'] }) })
  expect(body['rows']).toHaveLength(3)
  expect(body['more']).toBe(true)
  const districts = (body['rows'] as { district: string }[]).map(({ district }) => district)
  for (const district of districts) expect(scope.district).toContain(district)
})

test('a row that the system gives although it is outside does not leave', async () => {
  docking = await RunningDocking.start({}, (session) => {
    // A system that leaves the last condition out of what it compares.
    const lookup: NonNullable<Session['lookup']> = (request, options) =>
      asked(
        session,
        { ...request, by: request.by.slice(0, 1), keys: request.keys.map((key) => key.slice(0, 1)) },
        options,
      )
    return new Proxy(session, {
      get: (target, name) => (name === 'lookup' ? lookup : Reflect.get(target, name, target)),
    })
  })
  const own = docking
  const ask = { grant: grant({ scope: { district: ['西区'] } }) }
  expect(await rowsOf(own, { husbandId: citizenNumbers[1] }, ask)).toMatchObject([{ id: 2, district: '西区' }])
})

test('an item that is asked by has to be within the scope', async () => {
  const { docking: own, calls } = await watched()
  const ask = { grant: grant({ scope: { district: ['西区'] } }) }
  expect(await rowsOf(own, { district: '西区', registeredOn: '2024-01-02' }, ask)).toMatchObject([
    { id: 2 },
    { id: 86 },
  ])
  expect(await rowsOf(own, { district: '东区', registeredOn: '2024-01-02' }, ask)).toBe('GRANT_SCOPE_EXCEEDED')
  expect(calls).toHaveLength(1)
})

test('a scope may be a claim of the signed request, which has to be there', async () => {
  const { docking: own, calls } = await watched()
  const own2 = grant({ scope: { district: ['$division'] } })
  expect(await rowsOf(own, { id: 2 }, { grant: own2, claims: { division: '西区' } })).toMatchObject([{ id: 2 }])
  expect(await rowsOf(own, { id: 2 }, { grant: own2, claims: { division: '东区' } })).toEqual([])
  expect(await rowsOf(own, { id: 2 }, { grant: own2, claims: { region: '西区' } })).toBe('GRANT_SCOPE_EXCEEDED')
  expect(await rowsOf(own, { id: 2 }, { grant: own2 })).toBe('GRANT_SCOPE_EXCEEDED')
  expect(calls).toHaveLength(2)
})

test('a scope that cannot be kept lets nothing through', async () => {
  const { docking: own, calls } = await watched()
  for (const scope of [
    { absent: ['1'] },
    { registeredOn: ['yesterday'] },
    {},
    { district: [] },
    { district: '西区' },
  ]) {
    expect(await rowsOf(own, { id: 2 }, { grant: grant({ scope: scope as never }) })).toBe('GRANT_INVALID')
  }
  expect(calls).toEqual([])
})

test('a submission has to be within the scope too', async () => {
  const { docking: own } = await watched()
  const granted = grant({
    resource: `${system}/apply`,
    items: ['husbandId', 'copies'],
    scope: { husbandId: [citizenNumbers[1] ?? ''] },
  })
  const submit = async (input: Readonly<Record<string, unknown>>, key: string): Promise<unknown> => {
    const { status, body } = await own.submit(input, { grant: granted, idempotencyKey: key })
    return body['code'] ?? status
  }
  expect(await submit({ husbandId: citizenNumbers[2] }, 'a')).toBe('GRANT_SCOPE_EXCEEDED')
  expect(await submit({ copies: 1 }, 'b')).toBe('GRANT_SCOPE_EXCEEDED')
  expect(await submit({ husbandId: citizenNumbers[1] }, 'c')).toBe(200)
})

test('requests are counted for each grant, over a restart, and the refusal says when to return', async () => {
  const { docking: own } = await watched()
  const limited = { grant: grant({ limits: { requestsPerDay: 2 } }) }
  expect((await own.ask({ id: 1 }, limited)).status).toBe(200)
  await own.restart()
  expect((await own.ask({ id: 1 }, limited)).status).toBe(200)
  await own.restart()
  const { status, headers, body } = await own.ask({ id: 1 }, limited)
  expect([status, body['code'], body['action']]).toEqual([429, 'GRANT_LIMIT_REACHED', 'retry'])
  expect(body['message']).toContain('requestsPerDay 2')
  const seconds = Number(headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(86_400)
  expect((await own.ask({ id: 1 }, { grant: grant({ id: 'other', limits: { requestsPerDay: 2 } }) })).status).toBe(200)
})

test('rows are counted, and an answer that would go over the limit is not given', async () => {
  const { docking: own } = await watched()
  const limited = { grant: grant({ limits: { rowsPerDay: 4 } }) }
  const three = { husbandId: citizenNumbers[1] }
  expect((await own.ask(three, limited)).status).toBe(200)
  expect(await rowsOf(own, three, limited)).toBe('GRANT_LIMIT_REACHED')
  expect(await rowsOf(own, { id: 1 }, limited)).toHaveLength(1)
  expect(await rowsOf(own, { id: 4711 }, limited)).toBe('GRANT_LIMIT_REACHED')
  const receipts = await own.state.receipts(0, 10)
  expect(receipts.map(({ rows }) => rows).reduce((sum, rows) => sum + rows, 0)).toBe(4)
})

test('a revoked grant is refused as soon as the list says so, and for good', async () => {
  let [revoked, away, kept]: [string[], boolean, string | undefined] = [[], false, undefined]
  let now = Date.now()
  const fetched = vi.fn(() =>
    away ? Promise.reject(new Error('away')) : Promise.resolve(issueRevocations(platform, system, revoked, now)),
  )
  const revocations = {
    fetch: fetched,
    kept: () => Promise.resolve(kept),
    keep: (token: string) => {
      kept = token
      return Promise.resolve()
    },
    everyMs: 10,
    maxAgeMs: 60_000,
  }
  docking = await RunningDocking.start({ revocations, now: () => now })
  const own = docking
  expect((await own.ask({ id: 1 })).status).toBe(200)
  revoked = ['grant-1']
  await vi.waitFor(async () => expect(await rowsOf(own, { id: 1 }, {})).toBe('GRANT_REVOKED'))
  expect((await own.ask({ id: 1 }, { grant: grant({ id: 'grant-2' }) })).status).toBe(200)

  // The platform is away: the list holds for its time, over a restart, and then nobody is let in.
  away = true
  await own.restart({ revocations, now: () => now })
  expect((await own.ask({ id: 1 }, { grant: grant({ id: 'grant-2' }) })).status).toBe(200)
  now += 62_000
  const { status, headers, body } = await own.ask({ id: 1 }, { grant: grant({ id: 'grant-2' }) })
  expect([status, body['code']]).toEqual([503, 'REVOCATIONS_STALE'])
  expect(headers.get('retry-after')).not.toBeNull()
  expect(await rowsOf(own, { id: 1 }, {})).toBe('GRANT_REVOKED')
  away = false
  await vi.waitFor(
    async () => expect((await own.ask({ id: 1 }, { grant: grant({ id: 'grant-2' }) })).status).toBe(200),
    20_000,
  )
})

test.each([
  ['signed by another', () => issueRevocations(generateKey('platform'), system, [], Date.now())],
  ['for another system', () => issueRevocations(platform, 'other.system', [], Date.now())],
  ['altered', () => issueRevocations(platform, system, [], Date.now()).replace('.', '.A')],
  ['a grant', () => grant()],
  ['of the future', () => issueRevocations(platform, system, [], Date.now() + 400_000)],
])('a list that is %s counts for nothing', async (_name, make) => {
  docking = await RunningDocking.start({ revocations: { fetch: () => Promise.resolve(make()) } })
  expect(await rowsOf(docking, { id: 1 }, {})).toBe('REVOCATIONS_STALE')
})
