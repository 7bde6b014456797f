import { anchorHead, anchorHolds, generateKey, headHolds, type ReceiptHead } from '@berth/trust'
import { expect, test, vi } from 'vitest'
import { keepHeads } from '../../src/receipt-heads/keep-heads.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import { entryOf } from '../state/receipt-entry.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const key = generateKey('registry')
const platformKey = generateKey('platform')
const anchor = (head: ReceiptHead): Promise<ReceiptHead['anchor'] & object> =>
  Promise.resolve(anchorHead(platformKey, head, '2026-11-23T08:00:00Z'))

test('a head is signed behind so many receipts, and when it ends', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  const { receiptKeeping } = state
  await using keeper = keepHeads({ state, key, everyReceipts: 3, everyMs: 3_600_000 })
  await state.commit({ receipts: ['a', 'b', 'c'].map(entryOf) })
  await vi.waitFor(async () => expect((await receiptKeeping.lastHead())?.number).toBe(3), { timeout: 20_000 })
  await state.commit({ receipts: [entryOf('d')] })
  await keeper[Symbol.asyncDispose]()
  const heads = await receiptKeeping.heads(0, 10)
  expect(heads.map(({ number }) => number)).toEqual([3, 4])
  const receipts = await state.receipts(0, 10)
  for (const head of heads) {
    expect(headHolds(head, [key])).toBe(true)
    expect(head.hash).toBe(receipts[head.number - 1]?.hash)
    expect(head).not.toHaveProperty('anchor')
  }
})

test('a head is shown to the platform, again after it failed, and the anchor is kept beside it', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await state.commit({ receipts: [entryOf('a')] })
  const failures: unknown[] = []
  let calls = 0
  await using _keeper = keepHeads({
    state,
    key,
    everyMs: 20,
    anchor: (head) => (++calls === 1 ? Promise.reject(new Error('away')) : anchor(head)),
    onFailure: (failure) => failures.push(failure),
  })
  await vi.waitFor(
    async () => {
      const head = await state.receiptKeeping.lastHead()
      expect(head !== undefined && anchorHolds(head, [platformKey])).toBe(true)
    },
    { timeout: 20_000 },
  )
  expect(failures).toHaveLength(1)
  expect(await state.receiptKeeping.heads(0, 10)).toHaveLength(1)
})

test('an empty chain has no head', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await keepHeads({ state, key, anchor })[Symbol.asyncDispose]()
  expect(await state.receiptKeeping.heads(0, 10)).toEqual([])
})
