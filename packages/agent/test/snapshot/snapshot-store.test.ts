import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openSnapshot, type Snapshot } from '../../src/snapshot/open-snapshot.ts'
import type { SnapshotPlace } from '../../src/snapshot/snapshot-place.ts'
import type { EntryChange, SnapshotStore } from '../../src/snapshot/snapshot-store.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const key = randomBytes(32)

function open(folder: TemporaryFolder, exit = 'file'): Snapshot {
  return openSnapshot({ folder: folder.path, docking: 'city.registry', key, stream: { resource: 'person', exit } })
}

function fresh(place: number, name: string, digest: string): EntryChange {
  return { place, name, digest, sealed: Uint8Array.of(1) }
}

/** What the store knows, by name. */
function known(store: SnapshotStore): Record<string, string> {
  const entries = store.numbers(0, 1e9, 1000).map((number) => store.entry(number))
  return Object.fromEntries(entries.map((entry) => [entry?.name, entry?.digest]))
}

function numberOf(store: SnapshotStore, name: string): number {
  return store.find(name)?.number ?? expect.fail(name)
}

/** Begins a comparison whose first batch told of a, b and c. */
async function told(store: SnapshotStore): Promise<SnapshotPlace> {
  const place = await store.begin(undefined, [], 'person')
  store.keep(1, [fresh(0, 'a', '1'), fresh(1, 'b', '1'), fresh(2, 'c', '1')])
  return { ...place, batch: 1 }
}

test('what was told holds once it is acknowledged, and not before', async () => {
  using folder = new TemporaryFolder()
  let first: SnapshotPlace
  {
    await using snapshot = open(folder)
    first = await told(snapshot.store)
    expect(known(snapshot.store)).toEqual({})
  }
  await using snapshot = open(folder)
  const { store } = snapshot
  const second = await store.begin(first, [], 'person')
  expect(second).toMatchObject({ store: first.store, run: first.run + 1, batch: 0 })
  expect(known(store)).toEqual({ a: '1', b: '1', c: '1' })
  store.keep(1, [
    { place: 0, entry: numberOf(store, 'a'), digest: '2' },
    fresh(1, 'd', '1'),
    { place: 2, entry: numberOf(store, 'b'), digest: null },
    { place: -1, entry: numberOf(store, 'c'), digest: '' },
  ])
  await store.settle({ ...second, batch: 1 })
  expect(known(store)).toEqual({ a: '2', c: '', d: '1' })
})

test('what was told behind the place, and in a comparison nobody acknowledged, is forgotten', async () => {
  using folder = new TemporaryFolder()
  await using snapshot = open(folder)
  const { store } = snapshot
  const first = await told(store)
  store.keep(2, [fresh(0, 'lost', '1')])
  const second = await store.begin(first, [], 'person')
  store.keep(1, [fresh(0, 'lost too', '1'), { place: 1, entry: numberOf(store, 'a'), digest: '9' }])
  expect(second.run).toBe(first.run + 1)
  const third = await store.begin(first, [], 'person')
  store.keep(1, [fresh(0, 'd', '1')])
  await store.settle({ ...third, batch: 1 })
  expect(known(store)).toEqual({ a: '1', b: '1', c: '1', d: '1' })
})

test('what the target refused is new again, stays as it was, or is told as deleted again', async () => {
  using folder = new TemporaryFolder()
  await using snapshot = open(folder)
  const { store } = snapshot
  const first = await told(store)
  const second = await store.begin(first, [1], 'person')
  expect(known(store)).toEqual({ a: '1', c: '1' })
  store.keep(1, [
    { place: 0, entry: numberOf(store, 'a'), digest: '2' },
    { place: 1, entry: numberOf(store, 'c'), digest: null },
  ])
  store.refuse({ ...second, batch: 1 }, [0, 1])
  await store.settle({ ...second, batch: 1 })
  expect(known(store)).toEqual({ a: '', c: '1' })
})

test('without a place all is forgotten, and a place of another store is refused', async () => {
  using folder = new TemporaryFolder()
  await using snapshot = open(folder)
  await using other = open(folder, 'table:target/T')
  const first = await told(snapshot.store)
  const elsewhere = await told(other.store)
  for (const begun of [snapshot.store.begin(elsewhere, [], 'person'), snapshot.store.look(elsewhere, 'person')])
    await expect(begun).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  await expect(snapshot.store.look(undefined, 'person')).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
  await snapshot.store.begin(first, [], 'person')
  expect(Object.keys(known(snapshot.store))).toHaveLength(3)
  await snapshot.store.begin(undefined, [], 'person')
  expect(known(snapshot.store)).toEqual({})
})

test('a look takes over what holds, and keeps what is on its way', async () => {
  using folder = new TemporaryFolder()
  await using snapshot = open(folder)
  const { store } = snapshot
  const first = await told(store)
  store.keep(2, [fresh(0, 'on its way', '1')])
  await store.look(first, 'person')
  expect(Object.keys(known(store))).toEqual(['a', 'b', 'c'])
  await store.begin({ ...first, batch: 2 }, [], 'person')
  expect(Object.keys(known(store))).toEqual(['a', 'b', 'c', 'on its way'])
})

test('digests and seals of another exit, docking or meaning are others', async () => {
  using folder = new TemporaryFolder()
  await using one = open(folder)
  await using other = open(folder, 'platform')
  expect(one.names.digest('x')).not.toBe(other.names.digest('x'))
  expect(one.cells('a').digest('x')).not.toBe(one.cells('b').digest('x'))
  expect(one.cells('a').digest('x')).toBe(one.cells('a').digest('x'))
  const name = one.names.digest('["1"]')
  const [sealed] = one.sealing.seal(['["1"]'], [name])
  expect(other.sealing.open(sealed ?? new Uint8Array(), name)).toBeUndefined()
})

test('a file of a later version, and one that is none, are not taken', async () => {
  using folder = new TemporaryFolder()
  await open(folder)[Symbol.asyncDispose]()
  const snapshots = join(folder.path, 'snapshots')
  const file = join(snapshots, String(readdirSync(snapshots)[0]))
  const database = new DatabaseSync(file)
  database.exec('PRAGMA user_version = 99')
  database.close()
  expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }))
  writeFileSync(file, 'x'.repeat(5000))
  expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }))
})
