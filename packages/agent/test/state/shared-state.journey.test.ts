import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { expect, test } from 'vitest'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { entryOf } from './receipt-entry.ts'

const script = new URL('./append-child.ts', import.meta.url).pathname

interface Child {
  readonly process: ChildProcess
  /** Numbers of the receipts that it was promised, so far. */
  readonly promised: number[]
  readonly errors: string[]
  readonly closed: Promise<unknown>
}

function append(folder: string, name: string, count: number): Child {
  const parameters = ['--conditions=@berth/source', '--no-warnings', script, folder, name, String(count)]
  const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'pipe'] })
  const promised: number[] = []
  const errors: string[] = []
  let rest = ''
  child.stdout.on('data', (text: Buffer) => {
    const lines = (rest + String(text)).split('\n')
    rest = lines.pop() ?? ''
    promised.push(...lines.map(Number))
  })
  child.stderr.on('data', (text: Buffer) => errors.push(String(text)))
  return { process: child, promised, errors, closed: once(child, 'close') }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function held(state: StatePort, name: string): Promise<unknown> {
  try {
    await using _claim = await state.claim(name)
    return undefined
  } catch (error) {
    return BerthError.is(error) ? { code: error.code, ...error.details } : error
  }
}

async function chain(state: StatePort): Promise<readonly Receipt[]> {
  const receipts = await state.receipts(0, 100_000)
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
  return receipts
}

test('processes that append at once keep one chain, also when one is killed in the middle', {
  timeout: 60_000,
}, async () => {
  using folder = new TemporaryFolder()
  // All of them open a state that is not there yet.
  const children = ['one', 'two', 'three'].map((name) => append(folder.path, name, name === 'three' ? 100_000 : 400))
  const [one, two, three] = children as [Child, Child, Child]
  await until(() => children.every(({ promised, errors }) => promised.length >= 10 || errors.length > 0))
  for (const child of children) child.process.stdin?.write('go\n')
  await until(() => children.every(({ promised, errors }) => promised.length >= 100 || errors.length > 0))
  await using state = openSqliteState(folder.path, 'registry')
  expect(await held(state, 'three')).toEqual({ code: 'STATE_LOCKED', held: 'three' })
  three.process.kill('SIGKILL')
  await three.closed
  expect(three.promised.length).toBeLessThan(100_000)
  expect(await held(state, 'three')).toBeUndefined()
  await state.commit({ receipts: [entryOf('here')] })
  await Promise.all([one.closed, two.closed])
  expect(children.flatMap(({ errors }) => errors)).toEqual([])
  const receipts = await chain(state)
  const written = (name: string): number[] =>
    receipts.filter(({ reference }) => reference.startsWith(name)).map(({ number }) => number)
  expect(written('one')).toEqual(one.promised)
  expect(written('two')).toEqual(two.promised)
  expect([one.promised.length, two.promised.length, written('here').length]).toEqual([400, 400, 1])
  // What was promised outlives the kill; one more may have been written whose promise did not get out.
  expect(written('three').slice(0, three.promised.length)).toEqual(three.promised)
  expect(written('three').length - three.promised.length).toBeLessThanOrEqual(1)
  // It was one chain of all of them, not one after the other.
  expect(one.promised.at(-1)).toBeGreaterThan(two.promised[0] ?? 0)
  expect(two.promised.at(-1)).toBeGreaterThan(one.promised[0] ?? 0)
})

test('a name is held once, by its holder, in this process too', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await using other = openSqliteState(folder.path, 'registry')
  const name = '婚姻登记 table:frontend/ZH_HYDJ'
  {
    await using _claim = await state.claim(name)
    expect(await held(state, name)).toEqual({ code: 'STATE_LOCKED', held: name })
    expect(await held(other, name)).toEqual({ code: 'STATE_LOCKED', held: name })
    expect(await held(other, '婚姻登记 table:frontend/ZH_HYDX')).toBeUndefined()
  }
  expect(await held(other, name)).toBeUndefined()
})

test('a receipt that another process altered or removed is not chained to', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'registry')
  await state.commit({ receipts: [entryOf('a'), entryOf('b')] })
  using database = new DatabaseSync(join(folder.path, 'state.sqlite'))
  const commit = (): Promise<unknown> => state.commit({ receipts: [entryOf('c')] })
  database.exec(`UPDATE receipt SET body = replace(body, '"rows":3', '"rows":4') WHERE number = 2`)
  await expect(commit()).rejects.toMatchObject({ code: 'RECEIPTS_BROKEN', details: { number: 2 } })
  database.exec('DELETE FROM receipt WHERE number = 2')
  await expect(commit()).rejects.toMatchObject({ code: 'RECEIPTS_BROKEN', details: { number: 2 } })
})

test('what is durable soon can be read at once, here and elsewhere, and after a close', async () => {
  using folder = new TemporaryFolder()
  {
    await using state = openSqliteState(folder.path, 'registry')
    await using other = openSqliteState(folder.path, 'registry')
    const [receipt] = await state.commit({ receipts: [entryOf('a')], durable: 'soon' })
    expect(await other.receipts(0, 10)).toEqual([receipt])
    await other.commit({ receipts: [entryOf('b')] })
  }
  rmSync(join(folder.path, 'locks'), { recursive: true })
  await using state = openSqliteState(folder.path, 'registry')
  expect((await chain(state)).map(({ reference }) => reference)).toEqual(['a', 'b'])
})
