import type { Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { type Department, json, startDepartment } from '../department.ts'
import { item, marriage, marriagePublication } from '../marriage-publication.ts'
import { type Answer, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
const resource = `${system}/marriage`
const operation = `${system}/applyCertificate`
const answered = {
  resource,
  items: ['husbandId', 'registeredOn'],
  withheld: [{ item: 'wifeId', reason: 'NOT_GRANTED' }],
  rows: [{ husbandId: '110105194912310021', registeredOn: '2001-02-03' }],
  more: false,
  receipt: { number: 7, hash: 'f'.repeat(64) },
}
const accepted = { operation, accepted: true, repeated: false }

let platform: RunningPlatform
let department: Department
let registry: Party
let consumer: Party
let grantId: string

beforeAll(async () => {
  platform = await startedPlatform({ forwardTimeoutMs: 400, maxAnswerBytes: 20_000 })
  department = await startDepartment(system, () => platform.url)
  registry = await enrolled(platform, 'system', system)
  consumer = await enrolled(platform, 'consumer', 'service-hall', 3)
  await publish({})
  const grant = { consumer: 'service-hall', clearance: 3 as const, basis: '协议 12 号' }
  const items = ['husbandId', 'registeredOn']
  const issued = await platform.administer.issueGrant({ ...grant, resource, items, purpose: 'housing-loan' })
  grantId = issued.id
  await platform.administer.issueGrant({ ...grant, resource: operation, items: ['husbandId', 'reason'], purpose: 'p' })
})

afterAll(async () => {
  await platform.close()
  await department[Symbol.asyncDispose]()
})

beforeEach(() => {
  department.arrived.length = 0
  department.answering = (_arrived, response) => json(response, 200, answered)
})

function publish(change: Parameters<typeof marriagePublication>[0]): Promise<Answer> {
  const publication = marriagePublication({ agentUrl: `${department.url}/`, ...change })
  return registry.send('PUT', `/api/catalogue/${system}`, publication)
}

function ask(purpose = 'housing-loan', by: object = { husbandId: '110105194912310021' }): Promise<Answer> {
  return consumer.send('POST', `/api/ask/${resource}`, { purpose, by }, { headers: { 'accept-language': 'en' } })
}

function submit(input: object = { reason: 'lost' }, key = 'key-1'): Promise<Answer> {
  const headers = { 'idempotency-key': key }
  return consumer.send('POST', `/api/submit/${operation}`, { purpose: 'p', input }, { headers })
}

async function lastReceipt(): Promise<Receipt | undefined> {
  return (await platform.administer.receipts({ limit: 1000 })).at(-1)
}

test('a question reaches the department with signature, grant and language, and the answer comes back as it is', async () => {
  const answer = await ask()
  expect(answer).toMatchObject({ status: 200, body: answered })
  expect(department.arrived).toMatchObject([
    {
      path: '/resources/marriage/lookup',
      issuer: 'platform',
      language: 'en',
      body: { purpose: 'housing-loan', by: { husbandId: '110105194912310021' } },
      grant: { id: grantId, consumer: 'service-hall', items: ['husbandId', 'registeredOn'], clearance: 3 },
    },
  ])
  const receipt = await lastReceipt()
  expect(receipt).toMatchObject({
    outcome: 'answered',
    consumer: 'service-hall',
    grant: grantId,
    purpose: 'housing-loan',
    basis: '协议 12 号',
    items: ['husbandId', 'registeredOn'],
    withheld: [{ item: 'wifeId', reason: 'NOT_GRANTED' }],
    rows: 1,
    counterpart: { number: 7, hash: 'f'.repeat(64) },
  })
  expect(answer.headers.get('berth-receipt')).toBe(`${receipt?.number} ${receipt?.hash}`)
})

test('a submission carries its idempotency key and leaves a receipt without it', async () => {
  department.answering = (_arrived, response) => json(response, 200, accepted)
  expect(await submit({ reason: 'lost' }, '110105194912310021')).toMatchObject({ status: 200, body: accepted })
  expect(department.arrived).toMatchObject([
    { path: '/operations/applyCertificate', idempotencyKey: '110105194912310021', body: { input: { reason: 'lost' } } },
  ])
  expect(await lastReceipt()).toMatchObject({ outcome: 'accepted', journey: 'operation', items: ['reason'], rows: 1 })
  expect(JSON.stringify(await lastReceipt())).not.toContain('110105')
})

test('a submission without a key is refused before the department is asked', async () => {
  const body = { purpose: 'p', input: { reason: 'lost' } }
  const answer = await consumer.send('POST', `/api/submit/${operation}`, body)
  expect(answer).toMatchObject({ status: 400, body: { code: 'PARAMETER_MISSING' } })
  expect(department.arrived).toEqual([])
})

test.each([
  ['no purpose', { by: {} }, 'PARAMETER_MISSING'],
  ['no question', { purpose: 'housing-loan' }, 'PARAMETER_MISSING'],
  ['a member nobody knows', { purpose: 'housing-loan', by: {}, sql: 1 }, 'PARAMETER_UNKNOWN'],
  ['an item that is not published', { purpose: 'housing-loan', by: { salary: 1 } }, 'PARAMETER_UNKNOWN'],
  ['a list for a question', { purpose: 'housing-loan', by: [] }, 'PARAMETER_INVALID'],
  ['a control in the purpose', { purpose: 'a\u0000b', by: {} }, 'PARAMETER_INVALID'],
  ['no JSON', '{', 'PARAMETER_INVALID'],
  ['a purpose that the resource is not for', { purpose: 'gossip', by: {} }, 'PURPOSE_MISMATCH'],
  ['a purpose that is not granted', { purpose: 'house-registration', by: {} }, 'PURPOSE_MISMATCH'],
])('a question with %s is refused, with a receipt, before the department is asked', async (_what, body, code) => {
  const answer = await consumer.send('POST', `/api/ask/${resource}`, body)
  expect(answer.body['code']).toBe(code)
  expect(department.arrived).toEqual([])
  expect(await lastReceipt()).toMatchObject({ outcome: 'refused', code, consumer: 'service-hall' })
})

test('a submission of an item that is not granted is refused', async () => {
  await publish({
    operations: [
      {
        id: 'applyCertificate',
        title: { zh: '申请' },
        purposes: [],
        input: [item('husbandId', '身份证号', 3), item('reason', '原因', 2), item('amount', '金额', 2)],
      },
    ],
  })
  expect(await submit({ amount: '1' })).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } })
  expect(department.arrived).toEqual([])
  await publish({})
})

test('a resource nobody published, or without a way to ask, is not asked', async () => {
  const unknown = await consumer.send('POST', `/api/ask/${system}/divorce`, { purpose: 'p', by: {} })
  expect(unknown).toMatchObject({ status: 404, body: { code: 'RESOURCE_UNKNOWN' } })
  const noOperation = await consumer.send('POST', `/api/submit/${resource}`, '{}', {
    headers: { 'idempotency-key': 'k' },
  })
  expect(noOperation).toMatchObject({ status: 404, body: { code: 'OPERATION_UNKNOWN' } })
  await publish({ resources: [{ ...marriage, modes: { file: true } }] })
  expect(await ask()).toMatchObject({ status: 404, body: { code: 'MODE_NOT_OFFERED' } })
  await publish({ resources: [{ ...marriage, sharing: { type: 'none', basis: '档案法', purposes: [] }, modes: {} }] })
  expect(await ask()).toMatchObject({ status: 403, body: { code: 'NOTHING_GRANTED' } })
  await publish({})
  expect(department.arrived).toEqual([])
})

test('a revoked grant is not forwarded from that moment, and says so', async () => {
  const other = await enrolled(platform, 'consumer', 'bank', 3)
  const body = { purpose: 'housing-loan', by: {} }
  const asking = (): Promise<Answer> => other.send('POST', `/api/ask/${resource}`, body)
  expect(await asking()).toMatchObject({ status: 401, body: { code: 'GRANT_MISSING' } })
  const grant = { consumer: 'bank', resource, items: ['husbandId', 'registeredOn'], clearance: 3 as const }
  const { id } = await platform.administer.issueGrant({ ...grant, purpose: 'housing-loan' })
  expect(await asking()).toMatchObject({ status: 200 })
  await platform.administer.revokeGrant(id)
  expect(await asking()).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } })
  expect(department.arrived).toHaveLength(1)
})

test('a consumer whose clearance was lowered asks no more under a grant above it', async () => {
  await enrolled(platform, 'consumer', 'clinic', 3)
  const grant = { consumer: 'clinic', resource, items: ['husbandId', 'registeredOn'], clearance: 3 as const }
  await platform.administer.issueGrant({ ...grant, purpose: 'housing-loan' })
  const lowered = await enrolled(platform, 'consumer', 'clinic', 2)
  const asking = (): Promise<Answer> =>
    lowered.send('POST', `/api/ask/${resource}`, { purpose: 'housing-loan', by: {} })
  expect(await asking()).toMatchObject({ status: 403, body: { code: 'GRANT_INVALID' } })
  expect(department.arrived).toEqual([])
  await platform.administer.issueGrant({ ...grant, clearance: 2, purpose: 'housing-loan', days: 30 })
  expect(await asking()).toMatchObject({ status: 200 })
})

test("the department's own refusal is passed through with its code", async () => {
  const problem = { code: 'SYSTEM_BUSY', origin: 'department-system', action: 'retry', message: 'busy', next: 'later' }
  department.answering = (_arrived, response) =>
    json(response, 503, { ...problem, extra: 1 }, 'application/problem+json')
  const answer = await ask()
  expect(answer).toMatchObject({ status: 503, body: { ...problem, system } })
  expect(answer.body).not.toHaveProperty('extra')
  expect(await lastReceipt()).toMatchObject({ outcome: 'failed', code: 'SYSTEM_BUSY', grant: grantId })
})

test.each([
  ["a word about the platform's own signature", 401, { code: 'SIGNATURE_INVALID' }, 'AGENT_REFUSED'],
  ['a failure without a problem', 404, {}, 'AGENT_REFUSED'],
  ['a gateway in between', 503, 'gateway', 'AGENT_UNREACHABLE'],
  ['a code that is none', 500, { code: 'not a code' }, 'AGENT_REFUSED'],
  ['items that were not granted', 200, { ...answered, items: ['husbandId', 'wifeId'] }, 'PROTOCOL_ERROR'],
  ['rows with more than the items', 200, { ...answered, rows: [{ wifeId: '1' }] }, 'PROTOCOL_ERROR'],
  ['a masked item that is not given', 200, { ...answered, masked: ['wifeId'] }, 'PROTOCOL_ERROR'],
  ['rows that are none', 200, { ...answered, rows: 'none' }, 'PROTOCOL_ERROR'],
  ['a reason nobody knows', 200, { ...answered, withheld: [{ item: 'x', reason: 'BORED' }] }, 'PROTOCOL_ERROR'],
  ['a member nobody knows', 200, { ...answered, wives: [{ wifeId: 'xxx' }] }, 'PROTOCOL_ERROR'],
  ['another resource', 200, { ...answered, resource: `${system}/xxx` }, 'PROTOCOL_ERROR'],
  ['an item twice', 200, { ...answered, items: ['husbandId', 'husbandId'], rows: [] }, 'PROTOCOL_ERROR'],
  ['a value that is not plain', 200, { ...answered, rows: [{ husbandId: { wifeId: 'xxx' } }] }, 'PROTOCOL_ERROR'],
  [
    'text in place of an item',
    200,
    { ...answered, withheld: [{ item: 'xxx 1', reason: 'NO_GRADE' }] },
    'PROTOCOL_ERROR',
  ],
  ['more than a reason', 200, { ...answered, withheld: [{ ...answered.withheld[0], value: 'xxx' }] }, 'PROTOCOL_ERROR'],
  ['too many bytes', 200, { ...answered, rows: [{ husbandId: 'x'.repeat(30_000) }] }, 'AGENT_REFUSED'],
])('an answer with %s goes no further', async (_what, status, body, code) => {
  department.answering = (_arrived, response) => json(response, status, body)
  const answer = await ask()
  expect(answer.body).toMatchObject({ code })
  expect(JSON.stringify(answer.body)).not.toContain('xxx')
  expect(await lastReceipt()).toMatchObject({ code, items: [], rows: 0 })
})

test('a redirect is not followed', async () => {
  department.answering = (_arrived, response) => {
    response.writeHead(307, { location: `${platform.url}/health` }).end()
  }
  expect(await ask()).toMatchObject({ status: 502, body: { code: 'AGENT_REFUSED' } })
})

test('a department that begins to answer and goes silent is given up at the deadline', async () => {
  department.answering = (_arrived, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"rows":[')
  }
  const began = Date.now()
  expect(await ask()).toMatchObject({ status: 502, body: { code: 'AGENT_UNREACHABLE', action: 'retry' } })
  expect(Date.now() - began).toBeLessThan(2000)
})

test.each([
  ['goes silent', (response: { writeHead(status: number): unknown }) => response.writeHead(200)],
  ['cuts the line', (response: { destroy(): unknown }) => response.destroy()],
  ['answers what nobody can read', (response: { end(text: string): unknown }) => response.end('done')],
  [
    'is dropped by a gateway',
    (response: { writeHead(status: number): { end(): unknown } }) => response.writeHead(502).end(),
  ],
])('a submission to a department that %s has an unknown outcome', async (_what, act) => {
  department.answering = (_arrived, response) => {
    act(response)
  }
  expect(await submit()).toMatchObject({ body: { code: 'UNKNOWN_OUTCOME', action: 'unknown-outcome' } })
  expect(await lastReceipt()).toMatchObject({ outcome: 'failed', code: 'UNKNOWN_OUTCOME' })
})

test('nobody at the address is the far department, not the network in between, and surely did nothing', async () => {
  const gone = await startDepartment(system, () => platform.url)
  await gone[Symbol.asyncDispose]()
  await publish({ agentUrl: gone.url })
  expect(await ask()).toMatchObject({ body: { code: 'AGENT_UNREACHABLE', origin: 'remote-department' } })
  expect(await submit()).toMatchObject({ body: { code: 'AGENT_UNREACHABLE' } })
  await publish({})
})

test('the chain verifies, and holds no value of question or answer', async () => {
  const receipts = await platform.administer.receipts({ limit: 1000 })
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
  expect(JSON.stringify(receipts)).not.toMatch(/110105|2001-02-03|lost/)
})

test('when to return, which the department says, reaches whoever asked', async () => {
  const problem = { code: 'OUTSIDE_HOURS', origin: 'department-system', action: 'retry', message: 'm', next: 'n' }
  department.answering = (_arrived, response) => {
    response.setHeader('retry-after', '167400')
    json(response, 503, problem)
  }
  const answer = await ask()
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '167400'])
  expect(answer.body).toMatchObject({ ...problem, system })
  expect(answer.body).not.toHaveProperty('retryAfter')
  department.answering = (_arrived, response) => {
    response.setHeader('retry-after', 'Fri, 13 Nov 2026 00:00:00 GMT')
    json(response, 503, problem)
  }
  expect((await ask()).headers.get('retry-after')).toBeNull()
})

test('a submission that the department keeps for later is told so, with its own receipt', async () => {
  const times = { tryAt: '2026-11-30T00:30:00.000Z', expiresAt: '2026-12-05T02:00:00.000Z' }
  const queued = {
    operation,
    accepted: 'queued',
    repeated: false,
    ...times,
    receipt: { number: 9, hash: 'e'.repeat(64) },
  }
  department.answering = (_arrived, response) => json(response, 202, queued)
  expect(await submit()).toMatchObject({ status: 202, body: queued })
  const receipt = await lastReceipt()
  expect(receipt).toMatchObject({ outcome: 'queued', rows: 0, counterpart: { number: 9 } })
  for (const wrong of [{ tryAt: 'soon' }, { expiresAt: undefined }, { accepted: 'later' }]) {
    department.answering = (_arrived, response) => json(response, 202, { ...queued, ...wrong })
    expect((await submit()).body['code']).toBe('UNKNOWN_OUTCOME')
  }
})

test('the time of the data of an answer is passed on and recorded', async () => {
  const asOf = '2026-11-27T09:00:00.000Z'
  department.answering = (_arrived, response) => json(response, 200, { ...answered, asOf })
  expect((await ask()).body).toEqual({ ...answered, asOf })
  expect(await lastReceipt()).toMatchObject({ outcome: 'answered', asOf })
  for (const wrong of ['yesterday', null, 7]) {
    department.answering = (_arrived, response) => json(response, 200, { ...answered, asOf: wrong })
    expect((await ask()).body['code']).toBe('PROTOCOL_ERROR')
  }
})
