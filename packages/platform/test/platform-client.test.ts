import { knownGrants, PlatformClient } from '@berth/agent'
import { Secret } from '@berth/core'
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

test('the client reads what a system published, as it was published, and with the token who was granted what', async () => {
  await using own = await startedPlatform()
  const registry = new PlatformClient({ url: own.url, key: generateKey(system) })
  const forRegistry = await own.administer.createEnrolmentCode({ kind: 'system', id: system, title: '婚姻登记' })
  await registry.enrol(forRegistry.code)
  await expect(registry.published(system)).rejects.toMatchObject({ details: { remoteCode: 'RESOURCE_UNKNOWN' } })

  const first = marriagePublication({ version: '1.4.0', agentUrl: department.url })
  await registry.publish(first)
  const { agentUrl: _agentUrl, ...shown } = first
  expect(await registry.published(system)).toEqual(shown)
  const second = marriagePublication({ version: '2.0.0', operations: [] })
  await registry.publish(second)
  expect(await registry.published(system)).toEqual(second)
  const { version: _version, ...unversioned } = second
  await registry.publish(unversioned)
  expect(await registry.published(system)).toEqual(unversioned)
  const wrong = { ...second, version: '2.0' }
  await expect(registry.publish(wrong)).rejects.toMatchObject({
    details: { remoteCode: 'PUBLICATION_REFUSED', reason: expect.stringContaining('version (pattern)') },
  })

  await own.administer
    .createEnrolmentCode({ kind: 'consumer', id: 'hall', title: '大厅', clearance: 3 })
    .then((hall) => new PlatformClient({ url: own.url, key: generateKey('hall') }).enrol(hall.code))
  const grant = { consumer: 'hall', items: ['husbandId'], clearance: 3 as const, purpose: 'housing-loan' }
  const held = await own.administer.issueGrant({ ...grant, resource: `${system}/marriage` })
  const token = new Secret(own.adminToken)
  const known = { ...grant, id: held.id, resource: `${system}/marriage`, revoked: false }
  expect(await registry.grants(system, token)).toMatchObject([known])
  expect(await registry.grants('civil-affairs', token)).toEqual([])
  await own.administer.revokeGrant(held.id)
  expect(await registry.grants(system, token)).toMatchObject([{ ...known, revoked: true }])
  await expect(registry.grants(system, new Secret('wrong'))).rejects.toMatchObject({
    details: { remoteCode: 'ADMINISTRATOR_REQUIRED' },
  })
})

const right = {
  id: '1',
  consumer: 'hall',
  resource: 'a/b',
  items: ['c'],
  clearance: 'core',
  purpose: 'd',
  expiresAt: '2026-12-01T00:00:00.000Z',
}

test.each([
  [undefined, 'grants'],
  [{}, 'grants'],
  [{ grants: {} }, 'grants'],
  [{ grants: [null] }, 'grants'],
  [{ grants: [{ ...right, id: 1 }] }, 'id'],
  [{ grants: [{ ...right, consumer: '' }] }, 'consumer'],
  [{ grants: [{ ...right, items: [1] }] }, 'items'],
  [{ grants: [{ ...right, clearance: 9 }] }, 'clearance'],
  [{ grants: [{ ...right, expiresAt: 'canary' }] }, 'expiresAt'],
])('a list of grants that is none is refused: %j', (list, problem) => {
  expect(() => knownGrants(list)).toThrow(expect.objectContaining({ code: 'GRANT_INVALID', details: { problem } }))
  expect(knownGrants({ grants: [right] })).toHaveLength(1)
})
