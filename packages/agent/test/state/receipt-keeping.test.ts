import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKey, ReceiptAudit, signHead } from '@berth/trust'
import { expect, test } from 'vitest'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { entryOf } from './receipt-entry.ts'

const question = 'c0ffee'.padEnd(64, '0')
const asked = (reference: string): ReturnType<typeof entryOf> => ({ ...entryOf(reference), question })

test('what was archived is dropped, the chain goes on, and what submissions refer to stays', async () => {
  using folder = new TemporaryFolder()
  const key = generateKey('registry')
  {
    await using state = openSqliteState(folder.path, 'registry')
    const { receiptKeeping } = state
    const operation = { key: 'k', operation: 'apply', digest: 'd', state: 'done' as const }
    await state.commit({ receipts: [entryOf('1')], operations: [operation] })
    await state.commit({ receipts: ['2', '3', '4'].map(entryOf) })
    const [second] = await state.receipts(1, 1)
    const place = { chain: 'registry', number: 2, hash: second?.hash ?? '', at: '2026-11-23T08:00:00Z' }
    await receiptKeeping.keepHead(signHead(key, place))
    expect(await receiptKeeping.archived()).toBeUndefined()
    await expect(receiptKeeping.drop({ number: 2, hash: 'another' })).rejects.toMatchObject({ code: 'RECEIPTS_BROKEN' })
    const last = await receiptKeeping.last()
    await expect(receiptKeeping.drop({ number: 4, hash: last?.hash ?? '' })).rejects.toMatchObject({
      code: 'RECEIPTS_BROKEN',
    })
    await receiptKeeping.drop(place)
    expect(await receiptKeeping.heads(0, 10)).toEqual([])
  }
  await using state = openSqliteState(folder.path, 'registry')
  const { receiptKeeping } = state
  await state.commit({ receipts: [entryOf('5')] })
  const after = await receiptKeeping.archived()
  expect(after?.number).toBe(2)
  const audit = new ReceiptAudit(after === undefined ? {} : { after })
  for (const receipt of await state.receipts(0, 10)) audit.add(receipt)
  expect(audit.report()).toMatchObject({ ok: true, first: 3, last: 5, count: 3 })
  expect((await receiptKeeping.receipt(1))?.reference).toBe('1')
  expect(await receiptKeeping.receipt(2)).toBeUndefined()
})

test('what is erased is in no file of the state any more, and the chain still holds', async () => {
  using folder = new TemporaryFolder()
  const written = (name: string): boolean => {
    const text = readFileSync(join(folder.path, name)).toString('latin1')
    return text.includes(question) || text.includes('request-2')
  }
  {
    await using state = openSqliteState(folder.path, 'registry')
    await state.commit({ receipts: ['request-1', 'request-2'].map(asked) })
    await state.commit({ receipts: [entryOf('3')] })
  }
  expect(written('state.sqlite')).toBe(true)
  {
    await using state = openSqliteState(folder.path, 'registry')
    expect(await state.receiptKeeping.redact([1, 2, 3, 9])).toBe(2)
    expect(await state.receiptKeeping.redact([1, 2])).toBe(0)
  }
  expect(written('state.sqlite')).toBe(false)
  await using state = openSqliteState(folder.path, 'registry')
  const audit = new ReceiptAudit()
  for (const receipt of await state.receipts(0, 10)) audit.add(receipt)
  expect(audit.report()).toMatchObject({ ok: true, count: 3, redacted: 2 })
})
