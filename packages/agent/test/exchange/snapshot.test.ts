import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type ErrorCode, type RowBatch } from '@berth/core'
import type { Item } from '@berth/manifest'
import { describe, expect, test } from 'vitest'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { testItem } from '../plan/test-item.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { fromChanges } from './changed-registry.ts'
import {
  canary,
  createRegistry,
  exchangeSettings,
  insertPersons,
  openRegistryState,
  registryManifest,
} from './registry.ts'
import { changeSource, shownState, sourceState } from './shown-state.ts'

const change = fromChanges('snapshot')

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

/** Settings whose scans pass through `alter`. */
function scanning(
  settings: ExchangeSettings,
  alter: (batches: AsyncIterable<RowBatch>, columns: readonly string[]) => AsyncIterable<RowBatch>,
): ExchangeSettings {
  return {
    ...settings,
    async openConnection(id, options) {
      const session = await settings.openConnection(id, options)
      const scan = session.scan.bind(session)
      session.scan = (request, call) =>
        alter(
          scan(request, call),
          request.columns.map(({ name }) => name),
        )
      return session
    },
  }
}

function items(): readonly Item[] {
  return registryManifest('').resources['person']?.items ?? []
}

async function prepared(folder: string, rows: number, state: StatePort): Promise<ExchangeSettings> {
  createRegistry(folder, rows)
  const settings = exchangeSettings(folder, state, 'table', change)
  await runExchange(settings)
  return settings
}

describe('a read that says nothing of some rows deletes none of them', () => {
  test('one that fails half-way', async () => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    const settings = await prepared(folder.path, 450, state)
    changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET XM = '甲' WHERE ID < 200"))
    const failing = scanning(settings, async function* (batches) {
      let read = 0
      for await (const batch of batches) {
        if (read++ === 2) throw new BerthError('CONNECTION_LOST', { call: 'scan' })
        yield batch
      }
    })
    expect(await rejection(runExchange(failing))).toBe('CONNECTION_LOST')
    expect(shownState(folder.path, 'table').records.size).toBe(450)
    // What was told stays told.
    const rest = await runExchange(settings)
    expect(rest).toMatchObject({ read: 450, rows: 0, deleted: 0, resumed: false })
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })

  test('one with rows that cannot be read', async () => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    const settings = await prepared(folder.path, 250, state)
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID IN (20, 220)'))
    // The fifth row of each batch cannot be read, but its key can.
    const half = scanning(settings, async function* (batches, columns) {
      let before = 0
      for await (const batch of batches) {
        const error = new BerthError('TEXT_UNDECODABLE', { column: 'XM', offset: 0, charset: 'gbk' })
        const rows = batch.rows.filter((_, index) => index !== 4)
        if (columns.length === 1) yield batch
        else yield { ...batch, rows, unreadable: [{ row: before + 5, error }] }
        before += batch.rows.length
      }
    })
    const result = await runExchange(half)
    expect(result).toMatchObject({ rows: 2, deleted: 2, rejected: 3 })
    expect([...shownState(folder.path, 'table').records.keys()]).toEqual([...sourceState(folder.path).keys()])
    const blind = scanning(settings, async function* (batches) {
      for await (const batch of batches) {
        const error = new BerthError('TEXT_UNDECODABLE', { column: 'XM', offset: 0, charset: 'gbk' })
        yield { ...batch, rows: batch.rows.slice(1), unreadable: [{ row: 1, error }] }
      }
    })
    expect(await rejection(runExchange(blind))).toBe('TEXT_UNDECODABLE')
    expect(shownState(folder.path, 'table').records.size).toBe(248)
  })

  test('one that stops on a signal, and another that then begins anew', async () => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    const settings = await prepared(folder.path, 450, state)
    changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET XM = '甲'; DELETE FROM PERSON WHERE ID < 50"))
    const stop = new AbortController()
    const stopping = { ...settings, signal: stop.signal, onProgress: () => stop.abort() }
    expect(await rejection(runExchange(stopping))).toBe('ABORTED')
    expect(shownState(folder.path, 'table').records.size).toBe(450)
    expect(await runExchange(settings)).toMatchObject({ read: 401, rows: 301 + 49, deleted: 49 })
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })
})

describe('a row that is left out', () => {
  test('by the plan stays at the target as it was, and is tried again each time', async () => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    const settings = await prepared(folder.path, 50, state)
    changeSource(folder.path, (source) => {
      source.exec("UPDATE PERSON SET CSRQ = '20230229' WHERE ID = 7")
      source.exec("INSERT INTO PERSON VALUES (60, '新', '20230229', '', 0)")
    })
    const named = [
      [7, 'VALUE_INVALID'],
      [51, 'VALUE_INVALID'],
    ]
    for (const _ of [1, 2]) {
      const result = await runExchange(settings)
      expect(result).toMatchObject({ rows: 0, rejected: 2, batches: 0 })
      const lines = readFileSync(String(result.rejectsFile), 'utf8').trim().split('\n')
      expect(lines.map((line) => JSON.parse(line)).map(({ row, code }) => [row, code])).toEqual(named)
    }
    expect(shownState(folder.path, 'table').records.size).toBe(50)
    changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET CSRQ = '19570810' WHERE ID = 7"))
    expect(await runExchange(settings)).toMatchObject({ rows: 1, rejected: 1 })
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID IN (7, 60)'))
    // The target never had the other one.
    expect(await runExchange(settings)).toMatchObject({ rows: 1, deleted: 1, rejected: 0 })
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })

  test.each([false, true])('by the target is tried again, also when its answer was lost: %s', async (lost) => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 120)
    const target = new DatabaseSync(join(folder.path, 'target.sqlite'))
    target.exec("CREATE TRIGGER no BEFORE INSERT ON ZH_PERSON WHEN NEW.id = 3 BEGIN SELECT RAISE(ABORT, 'no'); END")
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'table', change)
    if (lost) {
      const losing = runExchange({
        ...settings,
        async openConnection(id, options) {
          const session = await settings.openConnection(id, options)
          const apply = session.apply.bind(session)
          session.apply = async (request, given) => {
            const result = await apply(request, given)
            if (result.applied > 0) throw new BerthError('UNKNOWN_OUTCOME', { call: 'commit' })
            return result
          }
          return session
        },
      })
      expect(await rejection(losing)).toBe('UNKNOWN_OUTCOME')
    }
    // A batch that is sent again finds it refused, and then it is tried again.
    expect(await runExchange(settings)).toMatchObject({ rows: 119, rejected: lost ? 2 : 1 })
    expect(await runExchange(settings)).toMatchObject({ rows: 0, rejected: 1 })
    target.exec('DROP TRIGGER no')
    target.close()
    expect(await runExchange(settings)).toMatchObject({ rows: 1, rejected: 0 })
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })
})

describe('what rows become', () => {
  test.each([
    ['an item less', (all: readonly Item[]) => all.filter(({ id }) => id !== 'born')],
    [
      'an item read in another way',
      (all: readonly Item[]) =>
        all.map((item) =>
          item.id === 'name' ? { ...item, trim: false, type: { name: 'text', maxLength: 12 } as const } : item,
        ),
    ],
    [
      'an item from another column',
      (all: readonly Item[]) =>
        all.map((item) => (item.id === 'born' ? testItem('born', 'text(40)', { from: 'XM' }) : item)),
    ],
  ])('is told again where it changes: %s', async (_, altered) => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    await prepared(folder.path, 150, state)
    const settings = exchangeSettings(folder.path, state, 'table', { ...change, items: altered(items()) })
    expect(await runExchange(settings)).toMatchObject({ rows: 150, deleted: 0 })
    expect(await runExchange(settings)).toMatchObject({ rows: 0 })
  })

  test('and a key that becomes another type of number is still the same key', async () => {
    using folder = new TemporaryFolder()
    await using state = openRegistryState(folder.path)
    await prepared(folder.path, 150, state)
    const wider = items().map((item) => (item.id === 'id' ? { ...item, type: { name: 'integer' } as const } : item))
    const settings = exchangeSettings(folder.path, state, 'table', { ...change, items: wider })
    expect(await runExchange(settings)).toMatchObject({ rows: 150, deleted: 0 })
    expect(shownState(folder.path, 'table').records.size).toBe(150)
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID = 9'))
    expect(await runExchange(settings)).toMatchObject({ rows: 1, deleted: 1 })
  })
})

test('a file that is begun anew holds all that the last whole file did not', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 250)
  await using state = openRegistryState(folder.path)
  const settings = exchangeSettings(folder.path, state, 'file', change)
  await runExchange(settings)
  changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET XM = '甲'; DELETE FROM PERSON WHERE ID > 240"))
  const stop = new AbortController()
  const progress = ({ read }: { read: number }): void => {
    if (read === 200) stop.abort()
  }
  const stopping = { ...settings, checkpointRows: 1, signal: stop.signal, onProgress: progress }
  expect(await rejection(runExchange(stopping))).toBe('ABORTED')
  const next = await runExchange(settings)
  expect(next).toMatchObject({ rows: 250, deleted: 10, resumed: false })
  expect(next.files).toEqual([join(folder.path, 'out', 'person-000002.ndjson')])
  expect(shownState(folder.path, 'file').records).toEqual(sourceState(folder.path))
})

test('each exit knows what it was told itself, and a restart forgets it', async () => {
  using folder = new TemporaryFolder()
  await using state = openRegistryState(folder.path)
  const table = await prepared(folder.path, 30, state)
  const file = exchangeSettings(folder.path, state, 'file', change)
  expect(await runExchange(file)).toMatchObject({ rows: 30 })
  expect(readdirSync(join(folder.path, '.berth', 'snapshots')).filter((name) => name.endsWith('.sqlite'))).toHaveLength(
    2,
  )
  changeSource(folder.path, (source) => insertPersons(source, 31, 31))
  expect(await runExchange(file)).toMatchObject({ rows: 1 })
  expect(await runExchange(table)).toMatchObject({ rows: 1 })
  changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID = 1'))
  expect(await runExchange({ ...table, restart: true })).toMatchObject({ rows: 30, deleted: 0 })
})

test('what was told and is lost, or of another state, is an error and never a beginning', async () => {
  using folder = new TemporaryFolder()
  await using state = openRegistryState(folder.path)
  const settings = await prepared(folder.path, 30, state)
  rmSync(join(folder.path, '.berth', 'snapshots'), { recursive: true })
  expect(await rejection(runExchange(settings))).toBe('CURSOR_INVALID')
  expect(await runExchange({ ...settings, restart: true })).toMatchObject({ rows: 30 })
})

test('a sealed key that was altered is not told', async () => {
  using folder = new TemporaryFolder()
  await using state = openRegistryState(folder.path)
  const settings = await prepared(folder.path, 30, state)
  const snapshots = join(folder.path, '.berth', 'snapshots')
  const [file] = readdirSync(snapshots).filter((name) => name.endsWith('.sqlite'))
  const store = new DatabaseSync(join(snapshots, String(file)))
  store.exec("UPDATE entry SET sealed = x'00112233'")
  store.close()
  changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID = 1'))
  expect(await rejection(runExchange(settings))).toBe('STATE_CORRUPT')
  expect(shownState(folder.path, 'table').records.size).toBe(30)
})

test('nothing of a row can be read in what is kept of it, and only its owner may open the file', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 200)
  changeSource(folder.path, (source) => source.exec(`UPDATE PERSON SET XM = '金丝雀7' WHERE ID = 150`))
  await using state = openRegistryState(folder.path)
  const keyed = items().map((item) => (item.id === 'name' ? { ...item, type: { name: 'text' } as const } : item))
  const from = { ...change.from, key: ['XM'] }
  const settings = exchangeSettings(folder.path, state, 'file', { from, items: keyed })
  await runExchange(settings)
  const stop = new AbortController()
  changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET XM = XM || '金丝雀8'"))
  expect(await rejection(runExchange({ ...settings, signal: stop.signal, onProgress: () => stop.abort() }))).toBe(
    'ABORTED',
  )
  const snapshots = join(folder.path, '.berth', 'snapshots')
  const files = readdirSync(snapshots)
  expect(files.length).toBeGreaterThan(0)
  for (const name of files) {
    const file = join(snapshots, name)
    expect(statSync(file).mode & 0o077).toBe(0)
    for (const value of ['金丝雀', '姓名150', canary, '1951-02-11', '19510211']) {
      expect(readFileSync(file).includes(value), `${name} ${value}`).toBe(false)
      expect(readFileSync(file).includes(Buffer.from(value).toString('base64').slice(0, -4)), name).toBe(false)
    }
  }
})
