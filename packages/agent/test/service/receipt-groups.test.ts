import { BerthError, type ReceiptEntry } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { expect, test } from 'vitest'
import { openSqliteState, type StatePort } from '../../src/index.ts'
import { ReceiptGroups } from '../../src/service/receipt-groups.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const entry = (reference: string): ReceiptEntry => ({
  at: '2026-01-02T03:04:05.678Z',
  resource: 'x/y',
  journey: 'service',
  outcome: 'answered',
  consumer: 'c',
  items: [],
  withheld: [],
  rows: 0,
  reference,
  manifest: 'ab'.repeat(32),
})

/** A real state whose commits are counted. */
function counted(state: StatePort, commits: number[], fail = false): StatePort {
  return {
    checkpoint: (stream) => state.checkpoint(stream),
    delivered: (stream) => state.delivered(stream),
    waiting: (stream) => state.waiting(stream),
    operation: (key) => state.operation(key),
    waitingOperations: (limit) => state.waitingOperations(limit),
    receipts: (after, limit) => state.receipts(after, limit),
    commit: (changes) => {
      commits.push(changes.receipts?.length ?? 0)
      return fail ? Promise.reject(new BerthError('DISK_FULL', { file: 'state.sqlite' })) : state.commit(changes)
    },
    [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
  }
}

test('receipts of one turn share a commit, and each request gets its own', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'x')
  const commits: number[] = []
  const groups = new ReceiptGroups(counted(state, commits))
  const done = { key: 'k', operation: 'o', digest: 'd', state: 'done' } as const
  const receipts = await Promise.all([
    groups.write(entry('a')),
    groups.write(entry('b'), done),
    groups.write(entry('c')),
  ])
  expect(receipts.map(({ reference }) => reference)).toEqual(['a', 'b', 'c'])
  expect(commits).toEqual([3])
  const kept = await state.receipts(0, 10)
  expect(verifyReceipts(kept)).toEqual({ ok: true, count: 3 })
  const operation = await state.operation('k')
  expect(kept.find(({ number }) => number === operation?.receipt)?.reference).toBe('b')
})

test('with many requests under way a receipt waits for those of others, without losing any', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'x')
  const commits: number[] = []
  const groups = new ReceiptGroups(counted(state, commits))
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const requests = Array.from({ length: 40 }, (_, index) =>
    groups.during(async () => {
      for (let waited = 0; waited < index; waited++) await turn()
      return await groups.write(entry(`r${index}`))
    }),
  )
  const receipts = await Promise.all(requests)
  expect(receipts.map(({ reference }) => reference)).toEqual(requests.map((_, index) => `r${index}`))
  expect(new Set(receipts.map(({ number }) => number)).size).toBe(40)
  expect(commits.length).toBeLessThan(40)
})

test('a commit that fails fails every request of its group', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'x')
  const groups = new ReceiptGroups(counted(state, [], true))
  const settled = await Promise.allSettled([groups.write(entry('a')), groups.write(entry('b'))])
  for (const each of settled) expect(each).toMatchObject({ status: 'rejected', reason: { code: 'DISK_FULL' } })
})
