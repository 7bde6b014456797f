import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { TemporaryFolder } from '../temporary-folder.ts'
import { entryOf } from './receipt-entry.ts'

const { fdatasync } = fs
let synced: number[] = []
let failing = false

// Before the state is loaded, so that it sees the watched call; what is watched is the real one.
fs.fdatasync = ((handle: number, done: (error: NodeJS.ErrnoException | null) => void) => {
  fdatasync(handle, (error) => {
    synced.push(performance.now())
    done(failing ? Object.assign(new Error('input/output error'), { code: 'EIO' }) : error)
  })
}) as typeof fs.fdatasync
syncBuiltinESMExports()

const { openSqliteState } = await import('../../src/state/sqlite-state.ts')
const { DiskSync } = await import('../../src/state/disk-sync.ts')

beforeEach(() => {
  synced = []
  failing = false
})

afterAll(() => {
  fs.fdatasync = fdatasync
  syncBuiltinESMExports()
})

test('what is durable soon does not wait for the disk, and is on it within a second, all in one sync', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  const begun = performance.now()
  for (let index = 0; index < 20; index++) {
    await state.commit({ receipts: [entryOf(String(index))], durable: 'soon' })
    if (index === 0) expect(synced).toEqual([])
  }
  while (synced.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(synced[0]).toBeLessThan(begun + 1000)
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(synced.length).toBe(1)
})

test('what is durable at once waits for a sync that began after it was written', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await state.commit({ receipts: [entryOf('a')], durable: 'soon' })
  await state.commit({ receipts: [entryOf('b')] })
  expect(synced.length).toBe(1)
  const first = state.commit({ receipts: [entryOf('c')] })
  // Read, so that the commit is made now and its sync is under way.
  await state.receipts(0, 1)
  await Promise.all([first, state.commit({ receipts: [entryOf('d')] }), state.commit({ receipts: [entryOf('e')] })])
  expect(synced.length).toBe(3)
})

test('a close syncs what waits for it', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    await state.commit({ receipts: [entryOf('a')], durable: 'soon' })
    expect(synced).toEqual([])
  }
  expect(synced.length).toBe(1)
})

test('after a sync that failed nothing more is taken', async () => {
  using folder = new TemporaryFolder()
  const state = openSqliteState(folder.path, 'registry')
  failing = true
  const refused = { code: 'FILE_UNWRITABLE', details: { nativeCode: 'EIO' } }
  await expect(state.commit({ receipts: [entryOf('a')] })).rejects.toMatchObject(refused)
  failing = false
  await expect(state.commit({ receipts: [entryOf('b')], durable: 'soon' })).rejects.toMatchObject(refused)
  await expect(state[Symbol.asyncDispose]()).rejects.toMatchObject(refused)
  await using again = openSqliteState(folder.path, 'registry')
  await again.commit({ receipts: [entryOf('c')] })
})

test('a file that is not there is FILE_UNWRITABLE', () => {
  using folder = new TemporaryFolder()
  expect(() => new DiskSync(join(folder.path, 'none'))).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE' }))
})
