import { PlatformClient } from '@berth/agent'
import { generateKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../src/index.ts'
import { type Department, json, startDepartment } from './department.ts'
import { marriagePublication } from './marriage-publication.ts'
import { startedPlatform } from './started-platform.ts'

const system = 'civil-affairs.marriage'
let platform: RunningPlatform
let department: Department

beforeAll(async () => {
  platform = await startedPlatform()
  department = await startDepartment(system, () => platform.url)
})

afterAll(async () => {
  await platform.close()
  await department[Symbol.asyncDispose]()
})

test('the client goes the whole way: enrol, publish, search, deliver, ask, submit', async () => {
  const { administer, url } = platform
  const registry = new PlatformClient({ url, key: generateKey(system) })
  const hall = new PlatformClient({ url, key: generateKey('hall'), language: 'en' })
  const forRegistry = await administer.createEnrolmentCode({ kind: 'system', id: system, title: '婚姻登记' })
  const forHall = await administer.createEnrolmentCode({ kind: 'consumer', id: 'hall', title: '大厅', clearance: 3 })
  expect(await registry.enrol(forRegistry.code)).toEqual({ id: system, kind: 'system' })
  expect(await hall.enrol(forHall.code)).toEqual({ id: 'hall', kind: 'consumer' })
  expect((await hall.keys()).map((key) => key.id)).toEqual(['platform'])

  const publication = marriagePublication({ agentUrl: department.url })
  expect(await registry.publish(publication)).toEqual({ version: 1, changed: true })
  expect(await registry.publish(publication)).toEqual({ version: 1, changed: false })
  const found = await hall.search('结婚 民政局')
  expect(found.map((entry) => entry.resource)).toEqual(['marriage', 'applyCertificate'])

  const content = Buffer.from('{"husbandId":"110105194912310021"}\n')
  const batch = { system, resource: 'marriage', stream: 'full', number: 1, rows: 1, content }
  const delivered = await registry.deliver(batch)
  expect(delivered).toMatchObject({ number: 1, repeated: false, receipt: { number: 1 } })
  expect(await registry.deliver(batch)).toEqual({ ...delivered, repeated: true })
  await expect(registry.deliver({ ...batch, number: 5 })).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    details: { remoteCode: 'BATCH_OUT_OF_ORDER', reason: '批次序号应为 2，收到 5' },
  })

  const question = { purpose: 'housing-loan', by: { husbandId: '110105194912310021' } }
  await expect(hall.ask(`${system}/marriage`, question)).rejects.toMatchObject({
    details: { remoteCode: 'GRANT_MISSING', reason: 'the request carries no grant' },
  })
  const grant = { consumer: 'hall', items: ['husbandId'], clearance: 3 as const }
  await administer.issueGrant({ ...grant, resource: `${system}/marriage`, purpose: 'housing-loan' })
  await administer.issueGrant({ ...grant, resource: `${system}/applyCertificate`, purpose: 'reissue' })
  const rows = [{ husbandId: 'x' }]
  const answer = { resource: `${system}/marriage`, items: ['husbandId'], withheld: [], rows, more: false }
  department.answering = (_arrived, response) => json(response, 200, answer)
  expect(await hall.ask(`${system}/marriage`, question)).toEqual(answer)
  const accepted = { operation: 'applyCertificate', accepted: true, repeated: false }
  department.answering = (_arrived, response) => json(response, 200, accepted)
  const submission = { purpose: 'reissue', input: { husbandId: 'x' } }
  expect(await hall.submit(`${system}/applyCertificate`, submission, { idempotencyKey: 'k' })).toEqual(accepted)
  expect((await administer.receipts()).map((receipt) => receipt.outcome)).toEqual([
    'delivered',
    'refused',
    'refused',
    'answered',
    'accepted',
  ])
})
