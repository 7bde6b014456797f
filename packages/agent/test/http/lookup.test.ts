import { createHash } from 'node:crypto'
import { verifyReceipts } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, RunningDocking } from '../docking/running-docking.ts'

let docking: RunningDocking
beforeAll(async () => {
  docking = await RunningDocking.start()
})
afterAll(() => docking[Symbol.asyncDispose]())

test('a question is answered with what may be seen, and a receipt', async () => {
  const { status, body, text } = await docking.ask({ husbandId: citizenNumbers[1] })
  expect(status).toBe(200)
  expect(body).toEqual({
    resource: 'civil-affairs.marriage/marriage',
    items: ['id', 'husbandId', 'district', 'registeredOn', 'valid'],
    withheld: [
      { item: 'note', reason: 'ABOVE_CLEARANCE' },
      { item: 'secretNote', reason: 'NO_GRADE' },
    ],
    rows: [
      { id: 2, husbandId: citizenNumbers[1], district: '西区', registeredOn: '2024-01-02', valid: false },
      { id: 42, husbandId: citizenNumbers[1], district: '南区', registeredOn: '2024-01-14', valid: false },
      { id: 82, husbandId: citizenNumbers[1], district: '东区', registeredOn: '2024-01-26', valid: false },
    ],
    more: false,
    receipt: { number: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  const [receipt] = await docking.state.receipts(0, 1)
  expect(receipt).toMatchObject({
    resource: 'civil-affairs.marriage/marriage',
    journey: 'service',
    outcome: 'answered',
    consumer: 'housing-fund',
    grant: 'grant-1',
    purpose: 'housing-loan',
    basis: 'agreement 7',
    rows: 3,
    hash: (body['receipt'] as { hash: string }).hash,
  })
  const rows = text.slice(text.indexOf('"rows":') + 7, text.indexOf(',"more"'))
  expect(receipt?.digest).toBe(createHash('sha256').update(rows).digest('hex'))
})

test('several values are asked together; the limit is kept and said', async () => {
  const { body } = await docking.ask({ registeredOn: '2024-01-02', district: '西区' })
  expect(body['rows']).toMatchObject([{ id: 2 }, { id: 86 }])
  const many = await docking.ask({ valid: true })
  expect(many.body['rows']).toMatchObject([{ id: 1 }, { id: 3 }, { id: 5 }])
  expect(many.body['more']).toBe(true)
})

test('no row is an answer', async () => {
  const { status, body } = await docking.ask({ id: 4711 })
  expect([status, body['rows'], body['more']]).toEqual([200, [], false])
})

test('another permit sees other items', async () => {
  const narrow = grant({ items: ['district', 'valid'], clearance: 1 })
  const { body } = await docking.ask({ valid: false }, { grant: narrow })
  expect((body['rows'] as unknown[])[0]).toEqual({ district: '西区', valid: false })
  const none = await docking.ask({ id: 2 }, { grant: grant({ items: ['secretNote'], clearance: 'core' }) })
  expect([none.status, none.body['code']]).toEqual([403, 'NOTHING_GRANTED'])
})

test('every answer and every signed refusal is in the chain of receipts', async () => {
  const before = await docking.state.receipts(0, 1000)
  await docking.ask({ id: 2 })
  await docking.ask({ id: 'x' })
  await docking.ask({ id: 2 }, { grant: undefined })
  await docking.ask({ id: 2 }, { headers: { 'berth-signature': 'forged' } })
  const receipts = await docking.state.receipts(0, 1000)
  const questions = receipts.slice(before.length).map(({ question }) => question)
  expect(questions[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(questions[2]).toBe(questions[0])
  expect(questions[1]).not.toBe(questions[0])
  expect(receipts.slice(before.length).map(({ outcome, code }) => [outcome, code])).toEqual([
    ['answered', undefined],
    ['refused', 'PARAMETER_INVALID'],
    ['refused', 'GRANT_MISSING'],
  ])
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
})
