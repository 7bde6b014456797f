import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type ErrorCode, type ReceiptEntry } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import type { OutboxBatch, Stream } from '../../src/state/state-port.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const stream: Stream = { resource: 'person', exit: 'file', source: 'sqlite PERSON ID' }
const canary = '金丝雀-110105194912310021'

const entry: ReceiptEntry = {
  at: '2026-11-23T08:00:00Z',
  resource: 'registry/person',
  journey: 'exchange',
  outcome: 'delivered',
  consumer: 'file',
  items: ['name'],
  withheld: [],
  rows: 3,
  reference: 'person-000001.ndjson',
  manifest: '0'.repeat(64),
}

const batch: OutboxBatch = {
  number: 1,
  rows: 2,
  content: Buffer.from(`{"name":"${canary}"}\n`),
  after: { number: 1, cursor: canary, progress: {} },
}

function codeOf(run: () => unknown): ErrorCode | undefined {
  try {
    run()
  } catch (error) {
    if (BerthError.is(error)) return error.code
    throw error
  }
  return undefined
}

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

test('what was committed is there after it is opened again, and is not readable without the key', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    expect(await state.checkpoint(stream)).toBeUndefined()
    const checkpoint = { number: 7, cursor: canary, progress: { offset: 12 } }
    await state.commit({ stream, checkpoint, put: { ...batch, number: 8 }, receipts: [entry, entry] })
    await state.commit({
      operations: [{ key: 'k', operation: 'apply', digest: 'd', state: 'waiting', input: Buffer.from(canary) }],
    })
    await using _claim = await state.claim('agent')
    for (const entry of readdirSync(folder.path, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      expect(statSync(path).mode & 0o077, path).toBe(0)
      if (entry.isFile()) expect(readFileSync(path).includes(canary), path).toBe(false)
    }
  }
  await using state = openSqliteState(folder.path, 'registry')
  expect(await state.checkpoint(stream)).toEqual({ number: 7, cursor: canary, progress: { offset: 12 } })
  const waiting = await state.waiting(stream)
  expect({ ...waiting, content: String(waiting?.content) }).toEqual({
    ...batch,
    number: 8,
    content: String(batch.content),
  })
  const receipts = await state.receipts(0, 10)
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: 2 })
  const [operation] = await state.waitingOperations()
  expect(String(operation?.input)).toBe(canary)
})

test('a commit is whole or not at all, and the chain goes on behind it', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await state.commit({ stream, put: batch, checkpoint: { number: 1, progress: {} }, receipts: [entry] })
  const twice = state.commit({ stream, checkpoint: { number: 5, progress: {} }, receipts: [entry], put: batch })
  expect(await rejection(twice)).toBe('INTERNAL')
  expect((await state.checkpoint(stream))?.number).toBe(1)
  await state.commit({ stream, acknowledged: 1, receipts: [entry] })
  expect(await state.waiting(stream)).toBeUndefined()
  expect(verifyReceipts(await state.receipts(0, 10))).toEqual({ ok: true, count: 2 })
})

test('commits of one turn are chained in the order they were asked for', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  const all = await Promise.all(Array.from({ length: 50 }, () => state.commit({ receipts: [entry] })))
  expect(all.map(([receipt]) => receipt?.number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  expect(verifyReceipts(all.flat())).toEqual({ ok: true, count: 50 })
})

test('an operation keeps its place and its receipt when its state changes', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  const operation = { key: 'a', operation: 'apply', digest: 'd', state: 'begun' } as const
  await state.commit({ operations: [operation, { ...operation, key: 'b' }] })
  await state.commit({ operations: [{ ...operation, state: 'done' }], receipts: [{ ...entry, journey: 'operation' }] })
  expect(await state.operation('a')).toEqual({ ...operation, state: 'done', receipt: 1 })
  expect(await state.waitingOperations()).toEqual([])
  expect(await state.operation('c')).toBeUndefined()
})

test('operations wait in the order in which they came, also those that came to wait once more', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  const waiting = (key: string) =>
    ({ key, operation: 'apply', digest: 'd', state: 'waiting', input: Buffer.of(1) }) as const
  await state.commit({ operations: [waiting('a'), waiting('b'), waiting('c')] })
  await state.commit({ operations: [{ ...waiting('a'), state: 'begun' }] })
  await state.commit({ operations: [{ key: 'b', operation: 'apply', digest: 'd', state: 'failed' }] })
  const order = async (): Promise<string[]> => (await state.waitingOperations()).map(({ key }) => key)
  expect(await order()).toEqual(['a', 'c'])
  await state.commit({ operations: [waiting('b')] })
  await state.commit({ operations: [waiting('a')] })
  expect(await order()).toEqual(['a', 'c', 'b'])
})

describe('a cursor', () => {
  test('of another source is foreign, a restart forgets it and keeps counting', async () => {
    using folder = new TemporaryFolder()
    await using state = openSqliteState(folder.path, 'registry')
    const checkpoint = { number: 3, cursor: 'c', progress: {} }
    await state.commit({ stream, checkpoint, delivered: 3, put: { ...batch, number: 4 } })
    const other = { ...stream, source: 'sqlite PERSON SFZH' }
    expect(await rejection(state.checkpoint(other))).toBe('CURSOR_FOREIGN')
    expect(await rejection(state.waiting(other))).toBe('CURSOR_FOREIGN')
    await state.commit({ stream: other, restart: true })
    expect(await state.checkpoint(other)).toBeUndefined()
    expect(await state.waiting(other)).toBeUndefined()
    expect(await state.delivered(other)).toBe(3)
  })

  test('that was altered or cut is invalid, wherever the change is', async () => {
    using folder = new TemporaryFolder()
    {
      await using state = openSqliteState(folder.path, 'registry')
      await state.commit({ stream, checkpoint: { number: 3, cursor: 'cursor', progress: {} } })
    }
    const file = join(folder.path, 'state.sqlite')
    const sealed = alter(file, (blob) => blob)
    for (let at = 9; at < sealed.length; at += 5) {
      alter(file, () => Buffer.from(sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))))
      await using state = openSqliteState(folder.path, 'registry')
      expect(await rejection(state.checkpoint(stream)), `byte ${at}`).toBe('CURSOR_INVALID')
    }
    for (const length of [0, 1, 36, sealed.length - 1]) {
      alter(file, () => sealed.subarray(0, length))
      await using state = openSqliteState(folder.path, 'registry')
      expect(await rejection(state.checkpoint(stream)), `length ${length}`).toBe('CURSOR_INVALID')
    }
  })
})

describe('a state file that cannot be used', () => {
  test('is damaged, or written by a later version', () => {
    using folder = new TemporaryFolder()
    const file = join(folder.path, 'state.sqlite')
    writeFileSync(file, 'not a database, and long enough to be looked at as one'.repeat(100))
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('STATE_CORRUPT')
    rmSync(file)
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('STATE_CORRUPT')
  })

  test('is damaged in its middle', async () => {
    using folder = new TemporaryFolder()
    const file = join(folder.path, 'state.sqlite')
    {
      await using state = openSqliteState(folder.path, 'registry')
      for (let round = 0; round < 10; round++) await state.commit({ receipts: new Array(50).fill(entry) })
    }
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xa5, 8192, bytes.length - 8192))
    const read = async (): Promise<unknown> => {
      await using state = openSqliteState(folder.path, 'registry')
      return await state.receipts(0, 1000)
    }
    expect(await rejection(read())).toBe('STATE_CORRUPT')
  })

  test.each(['"rows":4', '"rows":3,'])('holds a last receipt that is not what was written: %s', async (change) => {
    using folder = new TemporaryFolder()
    {
      await using state = openSqliteState(folder.path, 'registry')
      await state.commit({ receipts: [entry, entry] })
    }
    const database = new DatabaseSync(join(folder.path, 'state.sqlite'))
    database.prepare(`UPDATE receipt SET body = replace(body, '"rows":3', ?) WHERE number = 2`).run(change)
    database.close()
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('RECEIPTS_BROKEN')
  })

  test('belongs to another key, to none, or to another docking', async () => {
    using folder = new TemporaryFolder()
    await openSqliteState(folder.path, 'registry')[Symbol.asyncDispose]()
    expect(codeOf(() => openSqliteState(folder.path, 'other'))).toBe('STATE_KEY_MISMATCH')
    writeFileSync(join(folder.path, 'state.key'), `${Buffer.alloc(32).toString('base64')}\n`)
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('STATE_KEY_MISMATCH')
    rmSync(join(folder.path, 'state.key'))
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('STATE_KEY_MISMATCH')
  })

  test('cannot be made where a folder is in its place', () => {
    using folder = new TemporaryFolder()
    mkdirSync(join(folder.path, 'state.sqlite'))
    expect(codeOf(() => openSqliteState(folder.path, 'registry'))).toBe('FILE_UNWRITABLE')
  })
})

function alter(file: string, change: (blob: Uint8Array) => Uint8Array): Uint8Array {
  const database = new DatabaseSync(file)
  const blob = database.prepare('SELECT checkpoint FROM stream').get()?.['checkpoint'] as Uint8Array
  database.prepare('UPDATE stream SET checkpoint = ?').run(change(blob))
  database.close()
  return blob
}
