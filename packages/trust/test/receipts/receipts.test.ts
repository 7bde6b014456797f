import { createHash } from 'node:crypto'
import type { Receipt, ReceiptEntry } from '@berth/core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { canonicalJson, chainReceipt, verifyReceipts } from '../../src/index.ts'

const entry = (reference: string): ReceiptEntry => ({
  at: '2026-01-02T03:04:05.678Z',
  resource: 'civil-affairs.marriage/marriage',
  journey: 'service',
  outcome: 'answered',
  consumer: 'housing-fund',
  purpose: 'housing-loan',
  items: ['registeredOn'],
  withheld: [{ item: 'husbandId', reason: 'ABOVE_CLEARANCE' }],
  rows: 1,
  reference,
  manifest: 'ab'.repeat(32),
})

const chain: Receipt[] = []
beforeAll(() => {
  for (let number = 1; number <= 12; number++) chain.push(chainReceipt(chain.at(-1), entry(`request-${number}`)))
})

const without = (number: number): Receipt[] => chain.filter((receipt) => receipt.number !== number)
const at = (number: number): Receipt => chain[number - 1] ?? expect.fail('no such receipt')

test('a whole chain holds, also in two parts and after a round trip through JSON', () => {
  expect(verifyReceipts(chain)).toEqual({ ok: true, count: 12 })
  expect(verifyReceipts([])).toEqual({ ok: true, count: 0 })
  expect(verifyReceipts(chain.slice(5), { after: at(5) })).toEqual({ ok: true, count: 7 })
  expect(verifyReceipts(JSON.parse(JSON.stringify(chain)) as Receipt[], { head: at(12) })).toEqual({
    ok: true,
    count: 12,
  })
})

test('an alteration of any member of any receipt is found at its number', () => {
  const members = fc.constantFrom(...Object.keys(entry('x')), 'added')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), members, (number, member) => {
      const altered = chain.map((receipt) =>
        receipt.number === number ? { ...receipt, [member]: 'altered' } : receipt,
      )
      expect(verifyReceipts(altered as Receipt[])).toEqual({ ok: false, number, problem: 'hash' })
    }),
  )
})

test('an alteration with its own hash made anew is found at the next receipt', () => {
  const forged = chainReceipt(at(3), entry('forged'))
  expect(verifyReceipts([...chain.slice(0, 3), forged, ...chain.slice(4)])).toEqual({
    ok: false,
    number: 5,
    problem: 'previous',
  })
})

test('deletion, insertion, repetition and reordering are found', () => {
  expect(verifyReceipts(without(1))).toEqual({ ok: false, number: 1, problem: 'number' })
  expect(verifyReceipts(without(7))).toEqual({ ok: false, number: 7, problem: 'number' })
  expect(verifyReceipts([at(1), at(1), ...chain.slice(1)])).toEqual({ ok: false, number: 2, problem: 'number' })
  expect(verifyReceipts([at(2), at(1), ...chain.slice(2)])).toEqual({ ok: false, number: 1, problem: 'number' })
  const renumbered = without(7).map((receipt, index) => ({ ...receipt, number: index + 1 }))
  expect(verifyReceipts(renumbered)).toEqual({ ok: false, number: 7, problem: 'previous' })
})

test('truncation, and a chain made anew, are found by an anchored head and not without', () => {
  expect(verifyReceipts(chain.slice(0, 9))).toEqual({ ok: true, count: 9 })
  expect(verifyReceipts(chain.slice(0, 9), { head: at(12) })).toEqual({ ok: false, number: 10, problem: 'truncated' })
  const other: Receipt[] = []
  for (let number = 1; number <= 12; number++) other.push(chainReceipt(other.at(-1), entry(`other-${number}`)))
  expect(verifyReceipts(other)).toEqual({ ok: true, count: 12 })
  expect(verifyReceipts(other, { head: at(12) })).toEqual({ ok: false, number: 12, problem: 'hash' })
})

test('the hash is what the contract says it is', () => {
  const { previous, hash, ...rest } = at(2)
  expect(previous).toBe(at(1).hash)
  expect(hash).toBe(
    createHash('sha256')
      .update(previous + canonicalJson(rest))
      .digest('hex'),
  )
})

test('a receipt that JSON cannot say does not hold', () => {
  const broken = [{ ...at(1), rows: Number.NaN }]
  expect(verifyReceipts(broken)).toEqual({ ok: false, number: 1, problem: 'shape' })
})
