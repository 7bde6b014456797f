import type { Receipt, ReceiptEntry } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anchorHead,
  chainReceipt,
  generateKey,
  ReceiptAudit,
  type ReceiptHead,
  type ReceiptReport,
  redactReceipt,
  signHead,
  verifyReceipts,
} from '../../src/index.ts'

const at = '2026-01-02T03:04:05.678Z'
const entry = (reference: string): ReceiptEntry => ({
  at,
  resource: 'civil-affairs/marriage',
  journey: 'service',
  outcome: 'answered',
  consumer: 'housing-fund',
  items: ['registeredOn'],
  withheld: [],
  rows: 1,
  digest: 'cd'.repeat(32),
  question: 'ef'.repeat(32),
  reference,
  manifest: 'ab'.repeat(32),
})

function chainOf(length: number, word = 'request'): Receipt[] {
  const receipts: Receipt[] = []
  while (receipts.length < length) receipts.push(chainReceipt(receipts.at(-1), entry(`${word}-${receipts.length}`)))
  return receipts
}

const key = generateKey('civil-affairs')
const platformKey = generateKey('platform')
const chain = chainOf(20)

function headAt(number: number, anchored = false, from = chain): ReceiptHead {
  const head = signHead(key, { chain: key.id, number, hash: from[number - 1]?.hash ?? '', at })
  return anchored ? { ...head, anchor: anchorHead(platformKey, head, at) } : head
}

function audit(receipts: Iterable<unknown>, heads: readonly ReceiptHead[] = []): ReceiptReport {
  const audited = new ReceiptAudit({ heads, keys: [key], platformKeys: [platformKey] })
  for (const receipt of receipts) audited.add(receipt)
  return audited.report()
}

test('a whole chain says up to where who proves it', () => {
  expect(audit(chain, [headAt(5, true), headAt(12)])).toEqual({
    ok: true,
    count: 20,
    redacted: 0,
    first: 1,
    last: 20,
    faults: [],
    moreFaults: 0,
    signed: { number: 12, at, by: 'civil-affairs' },
    anchored: { number: 5, at, by: 'platform' },
  })
  expect(audit(chain)).not.toHaveProperty('signed')
})

test('any member of any receipt that is altered is found and located, and the rest is still audited', () => {
  const members = fc.constantFrom(...Object.keys(chain[0] ?? {}).filter((name) => name !== 'number'), 'added')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), members, (number, member) => {
      const altered = chain.map((each) => (each.number === number ? { ...each, [member]: 'x' } : each))
      const { ok, faults } = audit(altered)
      expect(ok).toBe(false)
      expect(faults).toContainEqual({ kind: 'altered', number, line: number })
      expect(faults.every((fault) => Math.abs(fault.number - number) <= 1)).toBe(true)
    }),
  )
})

test('removed, swapped, repeated and inserted receipts are each told with their number and line', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 19 }), (number) => {
      expect(audit(chain.toSpliced(number - 1, 1)).faults).toEqual([{ kind: 'missing', number, through: number }])
      const [one, two] = [chain[number - 1] as Receipt, chain[number] as Receipt]
      expect(audit(chain.toSpliced(number - 1, 2, two, one)).faults).toEqual([
        { kind: 'moved', number, line: number + 1 },
      ])
      expect(audit(chain.toSpliced(number, 0, one)).faults).toEqual([{ kind: 'repeated', number, line: number + 1 }])
    }),
  )
  expect(audit(chain.toSpliced(3, 4)).faults).toEqual([{ kind: 'missing', number: 4, through: 7 }])
  expect(audit([...chain.toSpliced(3, 4), ...chain.slice(3, 7).reverse()]).faults.map(({ kind }) => kind)).toEqual(
    Array(4).fill('moved'),
  )
  expect(audit([...chain.slice(0, 3), 'what', ...chain.slice(3)]).faults).toEqual([
    { kind: 'shape', number: 4, line: 4 },
  ])
})

test('two faults far apart are both located', () => {
  const altered = chain.map((each) => (each.number === 3 ? { ...each, rows: 9 } : each)).toSpliced(15, 1)
  expect(audit(altered, [headAt(2), headAt(20, true)])).toMatchObject({
    faults: [
      { kind: 'altered', number: 3, line: 3 },
      { kind: 'missing', number: 16, through: 16 },
    ],
    signed: { number: 2 },
  })
})

test('a receipt written anew with its own hash breaks the chain behind it; a chain written anew is told by a head', () => {
  const forged = chainReceipt(chain[2], entry('forged'))
  expect(audit(chain.toSpliced(3, 1, forged)).faults).toEqual([{ kind: 'unchained', number: 5, line: 5 }])
  const other = [...chain.slice(0, 10)]
  while (other.length < 20) other.push(chainReceipt(other.at(-1), entry('other')))
  expect(audit(other).ok).toBe(true)
  expect(audit(other, [headAt(9, true), headAt(15, true)])).toMatchObject({
    faults: [{ kind: 'replaced', number: 15, line: 15 }],
    anchored: { number: 9 },
  })
})

test('a tail that was cut off is told by a head, and only by one', () => {
  expect(audit(chain.slice(0, 14)).ok).toBe(true)
  expect(audit(chain.slice(0, 14), [headAt(19)]).faults).toEqual([{ kind: 'truncated', number: 15, through: 19 }])
  expect(audit([], [headAt(19)]).faults).toEqual([{ kind: 'truncated', number: 1, through: 19 }])
})

test('heads and anchors of others, or altered ones, prove nothing and are told', () => {
  const stranger = generateKey('civil-affairs')
  const head = headAt(12, true)
  const foreign = signHead(stranger, head)
  expect(audit(chain, [foreign])).toMatchObject({ ok: false, faults: [{ kind: 'head', number: 12 }] })
  expect(audit(chain, [{ ...head, at: '2027-01-01T00:00:00Z' }]).faults).toEqual([{ kind: 'head', number: 12 }])
  const dated = { ...head, anchor: { ...anchorHead(platformKey, head, at), at: '2020-01-01T00:00:00Z' } }
  const report = audit(chain, [dated])
  expect(report.faults).toEqual([{ kind: 'anchor', number: 12 }])
  expect(report).not.toHaveProperty('anchored')
  const transplanted = { ...headAt(11), anchor: head.anchor } as ReceiptHead
  expect(audit(chain, [transplanted]).faults).toEqual([{ kind: 'anchor', number: 11 }])
})

test('a redacted receipt holds no trace of question, answer and reference, and its chain still holds', () => {
  const redacted = chain.map((each) => (each.number % 2 === 0 ? redactReceipt(each) : each))
  expect(audit(redacted, [headAt(20, true)])).toMatchObject({ ok: true, redacted: 10, anchored: { number: 20 } })
  expect(verifyReceipts(redacted)).toEqual({ ok: true, count: 20 })
  const text = JSON.stringify(redacted[1])
  for (const gone of ['ef'.repeat(32), 'cd'.repeat(32), 'request-1', chain[1]?.salt ?? 'none']) {
    expect(text).not.toContain(gone)
  }
})

test('what was redacted cannot be put back otherwise, nor a part of it erased', () => {
  const whole = chain[6] as Receipt
  const bare = redactReceipt(whole)
  const { salt: _salt, ...halfErased } = whole
  const forgeries = [{ ...bare, digest: 'aa' }, { ...bare, reference: 'r' }, { ...bare, salt: 'AAAA' }, halfErased]
  for (const forged of forgeries) {
    expect(audit(chain.toSpliced(6, 1, forged as Receipt)).faults).toEqual([{ kind: 'altered', number: 7, line: 7 }])
  }
})

test('equal questions do not show as equal in what stays', () => {
  const [one, two] = [chainReceipt(undefined, entry('same')), chainReceipt(undefined, entry('same'))]
  expect(one.commitment).not.toBe(two.commitment)
})

test('a part of a chain goes on where an archive ends', () => {
  const after = chain[9] as Receipt
  const audited = new ReceiptAudit({ after, heads: [headAt(20)], keys: [key] })
  for (const receipt of chain.slice(10)) audited.add(receipt)
  expect(audited.report()).toMatchObject({ ok: true, first: 11, last: 20, count: 10, signed: { number: 20 } })
})
