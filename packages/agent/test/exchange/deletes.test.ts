import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type ErrorCode } from '@berth/core'
import { generateKey } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { PlatformClient } from '../../src/platform-client/platform-client.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { fromChanges, prepareChanges, tellingDeletes } from './changed-registry.ts'
import { PlatformSink } from './platform-sink.ts'
import { createRegistry, exchangeSettings, insertPersons, openRegistryState, registryManifest } from './registry.ts'
import { changeSource, shownState, sourceState } from './shown-state.ts'

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

describe.each(tellingDeletes)('changes by %s', (by) => {
  test.each(['file', 'table'] as const)('tell new, changed and deleted rows: %s', async (exit) => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 250)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, exit, fromChanges(by))
    expect(await runExchange(settings)).toMatchObject({ rows: 250, deleted: 0 })
    const quiet = await runExchange(settings)
    expect(quiet).toMatchObject({ rows: 0, files: [], batches: 0 })
    expect(quiet.receipt).toBeUndefined()
    changeSource(folder.path, (source) => {
      insertPersons(source, 251, 253)
      source.exec("UPDATE PERSON SET XM = '改名' WHERE ID = 3; DELETE FROM PERSON WHERE ID IN (1, 100, 250)")
      source.exec('UPDATE PERSON SET ID = 900 WHERE ID = 7')
    })
    const next = await runExchange(settings)
    // Three new, one renamed, three deleted; one has another key: a delete and a new one.
    expect(next).toMatchObject({ rows: 9, deleted: 4, rejected: 0 })
    expect(next.receipt).toMatchObject({ items: ['id', 'name', 'born'] })
    expect(shownState(folder.path, exit).records).toEqual(sourceState(folder.path))
    if (exit === 'file') {
      expect(JSON.parse(readFileSync(`${next.files[0]}.manifest.json`, 'utf8'))).toMatchObject({
        rows: 9,
        deletes: true,
      })
      expect(readFileSync(String(next.files[0]), 'utf8')).toContain('{"$change":"delete","id":"100"}\n')
    }
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON'))
    expect(await runExchange(settings)).toMatchObject({ rows: 250, deleted: 250 })
    expect(shownState(folder.path, exit).records.size).toBe(0)
    expect(shownState(folder.path, exit).idleDeletes).toEqual([])
    expect(await runExchange(settings)).toMatchObject({ rows: 0, files: [], batches: 0 })
  })

  test('reach the platform', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 120)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    await using sink = new PlatformSink()
    const key = generateKey('city.registry')
    await sink.listen((id) => (id === key.id ? key : undefined))
    const provide = { file: { to: 'platform', format: 'ndjson', clearance: 3 } } as const
    const settings = {
      ...exchangeSettings(folder.path, state, 'file', { ...fromChanges(by), provide }),
      platform: new PlatformClient({ url: sink.url, key }),
    }
    await runExchange(settings)
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID > 10'))
    expect(await runExchange(settings)).toMatchObject({ rows: 110, deleted: 110 })
    expect(shownState(folder.path, 'platform', sink).records).toEqual(sourceState(folder.path))
    expect(sink.refused).toEqual([])
  })

  test('in CSV stand in a column of their own', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 3)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const provide = { file: { to: 'out', format: 'csv', clearance: 3 } } as const
    const settings = exchangeSettings(folder.path, state, 'file', { ...fromChanges(by), provide })
    const first = await runExchange(settings)
    expect(readFileSync(String(first.files[0]), 'utf8')).toBe(
      '$change,id,name,born\r\nupsert,1,姓名1,1951-02-11\r\nupsert,2,姓名2,1952-03-12\r\nupsert,3,姓名3,1953-04-13\r\n',
    )
    changeSource(folder.path, (source) =>
      source.exec("UPDATE PERSON SET XM = '改,名' WHERE ID = 1; DELETE FROM PERSON WHERE ID = 2"),
    )
    const { files } = await runExchange(settings)
    expect(readFileSync(String(files[0]), 'utf8')).toBe(
      '$change,id,name,born\r\nupsert,1,"改,名",1951-02-11\r\ndelete,2,,\r\n',
    )
  })

  test('need a key that may leave, and a target that deletes, before anything is read', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 5)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const items = registryManifest(folder.path).resources['person']?.items ?? []
    const withheld = { items: items.map((item) => (item.id === 'id' ? { ...item, grade: 4 as const } : item)) }
    const change = fromChanges(by)
    for (const exit of ['file', 'table'] as const) {
      const settings = exchangeSettings(folder.path, state, exit, { ...change, ...withheld })
      expect(await rejection(runExchange(settings))).toBe('KEY_MISSING')
    }
    const settings = exchangeSettings(folder.path, state, 'table', change)
    const opened: string[] = []
    const unable = runExchange({
      ...settings,
      async openConnection(id, options) {
        opened.push(id)
        const session = await settings.openConnection(id, options)
        const capabilities = { ...session.manifest.capabilities, apply: { insert: true, upsert: true } } as const
        return Object.defineProperty(session, 'manifest', { value: { ...session.manifest, capabilities } })
      },
    })
    expect(await rejection(unable)).toBe('NOT_SUPPORTED')
    expect(opened).toEqual(['target'])
  })

  test('that the target refuses are named as deletes', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 150)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'table', fromChanges(by))
    await runExchange(settings)
    const refuse = "CREATE TRIGGER no BEFORE DELETE ON ZH_PERSON WHEN OLD.id = 2 BEGIN SELECT RAISE(ABORT, 'no'); END"
    changeTarget(folder.path, refuse)
    changeSource(folder.path, (source) => {
      source.exec('DELETE FROM PERSON WHERE ID IN (1, 2, 3)')
      insertPersons(source, 300, 301)
    })
    const result = await runExchange(settings)
    expect(result).toMatchObject({ rows: 4, deleted: 2, rejected: 1 })
    const named = readFileSync(String(result.rejectsFile), 'utf8').trim()
    expect(JSON.parse(named)).toMatchObject({ change: 'delete', code: 'CONSTRAINT_VIOLATED' })
    expect(result.receipt?.rows).toBeLessThanOrEqual(4)
    const shown = shownState(folder.path, 'table').records
    expect(shown.size).toBe(150)
    expect(shown.has('2')).toBe(true)
    if (by === 'outbox') return
    changeTarget(folder.path, 'DROP TRIGGER no')
    expect(await runExchange(settings)).toMatchObject({ rows: 1, deleted: 1, rejected: 0 })
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })

  test('free what a new row needs: deletes go first where rows are refused', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 20)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'table', fromChanges(by))
    await runExchange(settings)
    changeTarget(folder.path, 'CREATE UNIQUE INDEX one_name ON ZH_PERSON (name)')
    changeSource(folder.path, (source) =>
      source.exec("DELETE FROM PERSON WHERE ID = 5; INSERT INTO PERSON VALUES (50, '姓名5', '19700101', '', 0)"),
    )
    const result = await runExchange(settings)
    // A comparison knows deletes last: the row comes with the next one.
    if (by === 'snapshot') expect(result).toMatchObject({ rows: 1, deleted: 1, rejected: 1 })
    await runExchange(settings)
    expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
  })
})

function changeTarget(folder: string, statement: string): void {
  const target = new DatabaseSync(join(folder, 'target.sqlite'))
  target.exec(statement)
  target.close()
}
