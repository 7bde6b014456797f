import type { Receipt, ReceiptEntry } from '@berth/core'
import { chainReceipt } from '@berth/trust'
import { describe, expect, it } from 'vitest'
import { verifyPages } from '../../src/receipts/verify-pages.ts'

const entry: ReceiptEntry = {
  at: '2026-01-01T00:00:00Z',
  resource: 'a.b/c',
  journey: 'exchange',
  outcome: 'delivered',
  consumer: 'file',
  items: ['x'],
  withheld: [],
  rows: 1,
  reference: 'r',
  manifest: '0'.repeat(64),
}

function chain(length: number): Receipt[] {
  const receipts: Receipt[] = []
  while (receipts.length < length) receipts.push(chainReceipt(receipts.at(-1), entry))
  return receipts
}

async function* pagesOf(receipts: readonly Receipt[], size: number): AsyncGenerator<Receipt[]> {
  for (let start = 0; start < receipts.length; start += size) yield receipts.slice(start, start + size)
}

describe('verifyPages', () => {
  const receipts = chain(10)
  const head = { number: 10, hash: receipts[9]?.hash ?? '' }

  it.each([1, 3, 10, 100])('accepts a whole chain in pages of %i', async (size) => {
    expect(await verifyPages(pagesOf(receipts, size), head)).toEqual({ ok: true, count: 10 })
  })

  it.each([1, 3, 10])('finds what is wrong at any place, in pages of %i', async (size) => {
    for (let place = 0; place < 10; place++) {
      const altered = receipts.map((each, index) => (index === place ? { ...each, rows: 2 } : each))
      expect(await verifyPages(pagesOf(altered, size))).toMatchObject({ ok: false, number: place + 1, problem: 'hash' })
      const missing = receipts.filter((_each, index) => index !== place)
      if (place < 9) expect(await verifyPages(pagesOf(missing, size))).toMatchObject({ ok: false, number: place + 1 })
      const cut = receipts.slice(0, place)
      const verdict = await verifyPages(pagesOf(cut, size), head)
      expect(verdict).toEqual({ ok: false, number: place + 1, problem: 'truncated' })
    }
  })

  it('finds a chain that was made anew', async () => {
    const other = chain(9)
    other.push(chainReceipt(other.at(-1), { ...entry, rows: 7 }))
    expect(await verifyPages(pagesOf(other, 4), head)).toMatchObject({ ok: false, number: 10, problem: 'hash' })
  })
})
