import { generateKey, type SigningKey, signAnswer } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { type Arrived, type Department, startDepartment } from '../department.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { type Answer, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
const resource = `${system}/marriage`
const operation = `${system}/applyCertificate`
let platform: RunningPlatform
let department: Department
let registry: Party
let consumer: Party

beforeAll(async () => {
  platform = await startedPlatform()
  department = await startDepartment(system, () => platform.url)
  registry = await enrolled(platform, 'system', system)
  consumer = await enrolled(platform, 'consumer', 'hall', 3)
  const publication = marriagePublication({ agentUrl: department.url })
  expect((await registry.send('PUT', `/api/catalogue/${system}`, publication)).status).toBe(200)
  const grant = { consumer: 'hall', clearance: 3 as const, purpose: 'housing-loan' }
  await platform.administer.issueGrant({ ...grant, resource, items: ['husbandId'] })
  await platform.administer.issueGrant({ ...grant, resource: operation, items: ['reason'], purpose: 'p' })
})
afterAll(async () => {
  await platform.close()
  await department[Symbol.asyncDispose]()
})

const found = { resource, items: ['husbandId'], withheld: [], rows: [], more: false }

/** Answers with a signature by `key` over what `change` makes of the answer; without a key with none. */
function answering(body: object, key?: SigningKey, change: (arrived: Arrived) => object = () => ({})): void {
  department.answering = (arrived, response) => {
    const text = JSON.stringify(body)
    const answer = { request: arrived.signature, status: 200, body: text, ...change(arrived) }
    const signed = key === undefined ? {} : { 'berth-answer-signature': signAnswer(key, answer, Date.now()) }
    response.writeHead(200, { 'content-type': 'application/json', ...signed }).end(text)
  }
}

const ask = (): Promise<Answer> =>
  consumer.send('POST', `/api/ask/${resource}`, { purpose: 'housing-loan', by: { husbandId: '110105194912310021' } })

test('a system whose agent signed once has to sign from then on, its own answers to the very question', async () => {
  answering(found)
  expect((await ask()).status).toBe(200)
  answering(found, registry.key)
  expect((await ask()).status).toBe(200)

  const unproven = async (): Promise<unknown> => {
    const { status, body } = await ask()
    return [status, body['code'], body['origin']]
  }
  const refused = [502, 'ANSWER_UNPROVEN', 'remote-department']
  answering(found)
  expect(await unproven()).toEqual(refused)
  answering(found, generateKey(system))
  expect(await unproven()).toEqual(refused)
  answering(found, registry.key, () => ({ body: '{}' }))
  expect(await unproven()).toEqual(refused)
  answering(found, registry.key, () => ({ request: 'another' }))
  expect(await unproven()).toEqual(refused)
  answering(found, registry.key)
  expect((await ask()).status).toBe(200)
})

test('a submission whose answer is not proven leaves open what was done', async () => {
  answering({ operation, accepted: true, repeated: false })
  const headers = { 'idempotency-key': 'key-1' }
  const content = { purpose: 'p', input: { reason: 'lost' } }
  const { body } = await consumer.send('POST', `/api/submit/${operation}`, content, { headers })
  expect(body['code']).toBe('UNKNOWN_OUTCOME')
})
