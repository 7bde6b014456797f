import { createHash, verify } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type ErrorCode } from '@berth/core'
import { canonicalJson, generateKey, verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import type { OpenConnection } from '../../src/sessions/open-connection.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import {
  canary,
  createRegistry,
  exchangeSettings,
  insertPersons,
  openRegistryState,
  personRecord,
  registryManifest,
  targetRecords,
} from './registry.ts'

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1)
}

function byCode(one: string, other: string): number {
  return one < other ? -1 : 1
}

function records(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => personRecord(from + index))
}

function changeSource(folder: string, change: (source: DatabaseSync) => void): void {
  const source = new DatabaseSync(join(folder, 'source.sqlite'))
  change(source)
  source.close()
}

const byVersion = { connection: 'source', dataset: 'PERSON', key: ['ID'] } as const

describe('a data file', () => {
  test('holds every row, and its manifest tells rows, bytes, digest and sequence', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 1234)
    await using state = openRegistryState(folder.path)
    const progress: number[] = []
    const result = await runExchange({
      ...exchangeSettings(folder.path, state, 'file'),
      onProgress: ({ rows }) => progress.push(rows),
    })
    const file = join(folder.path, 'out', 'person-000001.ndjson')
    expect(result).toMatchObject({ rows: 1234, read: 1234, rejected: 0, files: [file], batches: 0, resumed: false })
    expect(lines(file)).toEqual(records(1, 1234))
    expect(progress.at(-1)).toBe(1234)
    expect(progress).toHaveLength(13)
    const bytes = readFileSync(file)
    expect(JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'))).toMatchObject({
      berth: 1,
      system: 'city.registry',
      resource: 'person',
      file: 'person-000001.ndjson',
      format: 'ndjson',
      sequence: 1,
      rows: 1234,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      schema: [
        { item: 'id', type: 'int64' },
        { item: 'name', type: 'text(10)' },
        { item: 'born', type: 'date' },
      ],
    })
    expect(readdirSync(join(folder.path, 'out')).toSorted(byCode)).toEqual([
      'person-000001.ndjson',
      'person-000001.ndjson.manifest.json',
    ])
    expect(result.receipt).toMatchObject({
      resource: 'city.registry/person',
      outcome: 'delivered',
      consumer: 'file',
      purpose: 'housing-loan',
      basis: '条例',
      items: ['id', 'name', 'born'],
      withheld: [{ item: 'remark', reason: 'NO_GRADE' }],
      rows: 1234,
      reference: 'person-000001.ndjson',
      digest: createHash('sha256').update(bytes).digest('hex'),
    })
  })

  test('the next one has the next number, and a file that is there is never replaced', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 10)
    {
      await using state = openRegistryState(folder.path)
      await runExchange(exchangeSettings(folder.path, state, 'file'))
      const again = await runExchange(exchangeSettings(folder.path, state, 'file'))
      expect(again.files).toEqual([join(folder.path, 'out', 'person-000002.ndjson')])
      expect(again.receipt?.number).toBe(2)
    }
    using other = new TemporaryFolder()
    await using lost = openRegistryState(other.path)
    expect(await rejection(runExchange(exchangeSettings(folder.path, lost, 'file')))).toBe('FILE_EXISTS')
  })

  test('in CSV has a header and one record a row', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 3)
    await using state = openRegistryState(folder.path)
    const { files } = await runExchange(
      exchangeSettings(folder.path, state, 'file', { provide: { file: { to: 'out', format: 'csv', clearance: 2 } } }),
    )
    expect(readFileSync(files[0] as string, 'utf8')).toBe('id,born\r\n1,1951-02-11\r\n2,1952-03-12\r\n3,1953-04-13\r\n')
  })
})

test('the manifest of a data file is signed where the docking has a key', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 3)
  await using state = openRegistryState(folder.path)
  const key = generateKey('city.registry')
  const { files } = await runExchange({ ...exchangeSettings(folder.path, state, 'file'), key })
  const { signature, ...manifest } = JSON.parse(readFileSync(`${files[0]}.manifest.json`, 'utf8'))
  const holds = (said: object): boolean =>
    verify(null, Buffer.from(canonicalJson(said)), key.publicKey, Buffer.from(signature.value, 'base64url'))
  expect(signature.kid).toBe('city.registry')
  expect(holds(manifest)).toBe(true)
  expect(holds({ ...manifest, rows: 4 })).toBe(false)
})

describe('rows that are not valid', () => {
  test('are left out, counted, and named without their values', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 250)
    changeSource(folder.path, (source) =>
      source.exec(
        "UPDATE PERSON SET CSRQ = '20230229' WHERE ID IN (1, 105, 250); UPDATE PERSON SET XM = '一二三四五六七八九十一' WHERE ID = 106",
      ),
    )
    await using state = openRegistryState(folder.path)
    const result = await runExchange(exchangeSettings(folder.path, state, 'file'))
    expect(result).toMatchObject({ read: 250, rows: 246, rejected: 4 })
    expect(lines(result.rejectsFile as string).map((line) => JSON.parse(line))).toEqual([
      { row: 1, item: 'born', code: 'VALUE_INVALID', length: 8 },
      { row: 105, item: 'born', code: 'VALUE_INVALID', length: 8 },
      { row: 106, item: 'name', code: 'VALUE_TOO_LONG', length: 11 },
      { row: 250, item: 'born', code: 'VALUE_INVALID', length: 8 },
    ])
    expect(statSync(result.rejectsFile as string).mode & 0o007).toBe(0)
  })

  test('that the source cannot read are counted and named with the others, also behind a resume', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 300)
    changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET CSRQ = 'x' WHERE ID IN (101, 299)"))
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'file')
    // The second row of each batch is one that the connector reports as unreadable.
    const openConnection: OpenConnection = async (id, options) => {
      const session = await settings.openConnection(id, options)
      const scan = session.scan.bind(session)
      session.scan = async function* (request, call) {
        let read = 0
        for await (const batch of scan(request, call)) {
          const error = new BerthError('TEXT_UNDECODABLE', { column: 'XM', offset: 0, charset: 'utf-8' })
          yield { ...batch, rows: batch.rows.filter((_, index) => index !== 1), unreadable: [{ row: read + 2, error }] }
          read += batch.rows.length
        }
      }
      return session
    }
    const stop = new AbortController()
    const stopping = { signal: stop.signal, onProgress: () => stop.abort() }
    expect(await rejection(runExchange({ ...settings, openConnection, ...stopping }))).toBe('ABORTED')
    const result = await runExchange({ ...settings, openConnection })
    expect(result).toMatchObject({ read: 300, rows: 295, rejected: 5, resumed: true })
    const named = lines(result.rejectsFile as string).map((line) => JSON.parse(line))
    expect(named.map(({ row, code }) => [row, code])).toEqual([
      [2, 'TEXT_UNDECODABLE'],
      [101, 'VALUE_INVALID'],
      [102, 'TEXT_UNDECODABLE'],
      [202, 'TEXT_UNDECODABLE'],
      [299, 'VALUE_INVALID'],
    ])
  })

  test('that the target refuses are named with their batch', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 120)
    const target = new DatabaseSync(join(folder.path, 'target.sqlite'))
    target.exec("CREATE TRIGGER no BEFORE INSERT ON ZH_PERSON WHEN NEW.id = 103 BEGIN SELECT RAISE(ABORT, 'no'); END")
    target.close()
    await using state = openRegistryState(folder.path)
    const result = await runExchange(exchangeSettings(folder.path, state, 'table'))
    expect(result).toMatchObject({ read: 120, rows: 119, rejected: 1, batches: 2 })
    const [named] = lines(result.rejectsFile as string).map((line) => JSON.parse(line))
    expect(named).toMatchObject({ row: 3, batch: 2 })
    expect(targetRecords(folder.path)).toHaveLength(119)
  })

  test('that the target refuses are counted also when its answer was lost', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 120)
    const target = new DatabaseSync(join(folder.path, 'target.sqlite'))
    target.exec("CREATE TRIGGER no BEFORE INSERT ON ZH_PERSON WHEN NEW.id = 103 BEGIN SELECT RAISE(ABORT, 'no'); END")
    target.close()
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'table')
    const openConnection: OpenConnection = async (id, options) => {
      const session = await settings.openConnection(id, options)
      const apply = session.apply.bind(session)
      session.apply = async (request, given) => {
        const result = await apply(request, given)
        if (result.applied === 19) throw new BerthError('UNKNOWN_OUTCOME', { call: 'commit' })
        return result
      }
      return session
    }
    expect(await rejection(runExchange({ ...settings, openConnection }))).toBe('UNKNOWN_OUTCOME')
    const result = await runExchange(settings)
    expect(result).toMatchObject({ read: 120, rows: 119, rejected: 1, resumed: true })
    expect(result.receipt).toMatchObject({ rows: 19 })
    expect(lines(String(result.rejectsFile))).toHaveLength(1)
    expect(targetRecords(folder.path)).toHaveLength(119)
  })
})

describe('a table', () => {
  test('shows every row once, and a second exchange changes nothing', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 250)
    await using state = openRegistryState(folder.path)
    const result = await runExchange(exchangeSettings(folder.path, state, 'table'))
    expect(result).toMatchObject({ rows: 250, batches: 3, files: [] })
    expect(targetRecords(folder.path)).toEqual(records(1, 250))
    await runExchange(exchangeSettings(folder.path, state, 'table'))
    expect(targetRecords(folder.path)).toEqual(records(1, 250))
    const receipts = await state.receipts(0, 100)
    expect(receipts).toHaveLength(6)
    expect(verifyReceipts(receipts)).toEqual({ ok: true, count: 6 })
    expect(receipts.map(({ consumer, rows }) => [consumer, rows])[2]).toEqual(['table:target/ZH_PERSON', 50])
  })

  test('whose key may not leave cannot be written to', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 5)
    await using state = openRegistryState(folder.path)
    const items = registryManifest(folder.path).resources['person']?.items ?? []
    const change = { items: items.map((item) => (item.id === 'id' ? { ...item, grade: 4 as const } : item)) }
    expect(await rejection(runExchange(exchangeSettings(folder.path, state, 'table', change)))).toBe('KEY_MISSING')
    expect(targetRecords(folder.path)).toEqual([])
  })
})

describe('what changed', () => {
  test.each(['file', 'table'] as const)('is all that the next exchange carries: %s', async (exit) => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 250)
    const change = { from: { ...byVersion, changes: { by: 'column', column: 'BB', overlap: 0 } as const } }
    await using state = openRegistryState(folder.path)
    expect((await runExchange(exchangeSettings(folder.path, state, exit, change))).read).toBe(250)
    const quiet = await runExchange(exchangeSettings(folder.path, state, exit, change))
    expect(quiet).toMatchObject({ read: 0, rows: 0, files: [], batches: 0, resumed: false })
    expect(quiet.receipt).toBeUndefined()
    changeSource(folder.path, (source) => {
      insertPersons(source, 251, 255)
      source.exec("UPDATE PERSON SET XM = '改名', BB = 1000 WHERE ID = 3")
    })
    const next = await runExchange(exchangeSettings(folder.path, state, exit, change))
    expect(next).toMatchObject({ read: 6, rows: 6 })
    const renamed = JSON.stringify({ ...JSON.parse(personRecord(3)), name: '改名' })
    const shown = exit === 'file' ? lines(next.files[0] as string).slice(-1) : targetRecords(folder.path).slice(2, 3)
    expect(shown).toEqual([renamed])
    if (exit === 'file') expect(next.files[0]).toContain('person-000002')
  })

  test('a cursor of another source is refused until the exchange is restarted', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 50)
    const change = { from: { ...byVersion, changes: { by: 'column', column: 'BB', overlap: 0 } as const } }
    await using state = openRegistryState(folder.path)
    await runExchange(exchangeSettings(folder.path, state, 'file', change))
    const plain = exchangeSettings(folder.path, state, 'file')
    expect(await rejection(runExchange(plain))).toBe('CURSOR_FOREIGN')
    const anew = await runExchange({ ...plain, restart: true })
    expect(anew).toMatchObject({ read: 50, files: [join(folder.path, 'out', 'person-000002.ndjson')] })
  })

  test('an item that was added or withdrawn does not drop the cursor', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 50)
    const change = { from: { ...byVersion, changes: { by: 'column', column: 'BB', overlap: 0 } as const } }
    await using state = openRegistryState(folder.path)
    await runExchange(exchangeSettings(folder.path, state, 'file', change))
    const items = registryManifest(folder.path).resources['person']?.items.slice(0, 2) ?? []
    expect(await runExchange(exchangeSettings(folder.path, state, 'file', { ...change, items }))).toMatchObject({
      read: 0,
    })
  })
})

describe('a stop', () => {
  test.each(['file', 'table'] as const)(
    'by a signal keeps a checkpoint, and the next run goes on: %s',
    async (exit) => {
      using folder = new TemporaryFolder()
      createRegistry(folder.path, 1000)
      await using state = openRegistryState(folder.path)
      const stop = new AbortController()
      const settings = {
        ...exchangeSettings(folder.path, state, exit),
        checkpointRows: 1e9,
        checkpointMs: 1e9,
        signal: stop.signal,
        onProgress: ({ read }: { read: number }) => read === 500 && stop.abort(),
      }
      expect(await rejection(runExchange(settings))).toBe('ABORTED')
      const stoppedAt = (await state.checkpoint({
        resource: 'person',
        exit: exit === 'table' ? 'table:target/ZH_PERSON' : exit,
        source: JSON.stringify(['@berth/connector-sqlite', 'PERSON', ['ID'], null]),
      })) as { progress: { counts: { read: number } } } | undefined
      expect(stoppedAt?.progress.counts.read).toBe(500)
      const seen: number[] = []
      const rest = await runExchange({
        ...exchangeSettings(folder.path, state, exit),
        onProgress: ({ read }) => seen.push(read),
      })
      expect(seen[0]).toBe(600)
      expect(rest).toMatchObject({ rows: 1000, resumed: true })
      const shown = exit === 'file' ? lines(rest.files[0] as string) : targetRecords(folder.path)
      expect(shown).toEqual(records(1, 1000))
    },
  )

  test('before a restart leaves no gap in the numbers of files', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 1000)
    await using state = openRegistryState(folder.path)
    const stop = new AbortController()
    const settings = exchangeSettings(folder.path, state, 'file')
    const onProgress = ({ read }: { read: number }): void => {
      if (read === 500) stop.abort()
    }
    expect(await rejection(runExchange({ ...settings, signal: stop.signal, onProgress }))).toBe('ABORTED')
    const anew = await runExchange({ ...settings, restart: true })
    expect(anew).toMatchObject({ rows: 1000, resumed: false })
    expect(readdirSync(join(folder.path, 'out')).toSorted(byCode)).toEqual([
      'person-000001.ndjson',
      'person-000001.ndjson.manifest.json',
    ])
  })

  test('whose file under way is gone begins anew, and counts anew', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 1000)
    changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET CSRQ = '19990231' WHERE ID = 7"))
    await using state = openRegistryState(folder.path)
    const stop = new AbortController()
    const settings = exchangeSettings(folder.path, state, 'file')
    const onProgress = ({ read }: { read: number }): void => {
      if (read === 500) stop.abort()
    }
    expect(await rejection(runExchange({ ...settings, signal: stop.signal, onProgress }))).toBe('ABORTED')
    rmSync(join(folder.path, 'out', 'person-000001.ndjson.part'))
    const anew = await runExchange(settings)
    expect(anew).toMatchObject({ read: 1000, rows: 999, rejected: 1, resumed: false })
    expect(lines(String(anew.files[0]))).toHaveLength(999)
    expect(JSON.parse(readFileSync(`${anew.files[0]}.manifest.json`, 'utf8'))).toMatchObject({ rows: 999 })
    expect(lines(String(anew.rejectsFile))).toHaveLength(1)
  })

  test('with a batch on its way: it is not sent when an item of it may no longer leave', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 300)
    await using state = openRegistryState(folder.path)
    const settings = exchangeSettings(folder.path, state, 'table')
    const broken = await rejection(
      runExchange({
        ...settings,
        async openConnection(id, options) {
          const session = await settings.openConnection(id, options)
          if (id === 'target')
            session.apply = () => Promise.reject(new BerthError('CONNECTION_LOST', { call: 'apply' }))
          return session
        },
      }),
    )
    expect(broken).toBe('CONNECTION_LOST')
    const items = registryManifest(folder.path).resources['person']?.items ?? []
    const lowered = { items: items.map((item) => (item.id === 'born' ? { ...item, grade: 'core' as const } : item)) }
    const withheld = exchangeSettings(folder.path, state, 'table', lowered)
    expect(await rejection(runExchange(withheld))).toBe('OUTBOX_WITHHELD')
    expect(targetRecords(folder.path)).toEqual([])
    await runExchange({ ...withheld, restart: true })
    expect(targetRecords(folder.path)).toHaveLength(300)
    expect(new Set(targetRecords(folder.path).map((line) => JSON.parse(line).born))).toEqual(new Set([null]))
    const receipts = await state.receipts(0, 10)
    expect(receipts.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'CONNECTION_LOST',
      'OUTBOX_WITHHELD',
      'delivered',
      'delivered',
      'delivered',
    ])
  })

  test('between two manifests: rows under other items never stand in one file', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 1000)
    await using state = openRegistryState(folder.path)
    const stop = new AbortController()
    const settings = exchangeSettings(folder.path, state, 'file')
    const onProgress = ({ read }: { read: number }): void => {
      if (read === 500) stop.abort()
    }
    expect(await rejection(runExchange({ ...settings, signal: stop.signal, onProgress }))).toBe('ABORTED')
    const items = registryManifest(folder.path).resources['person']?.items.slice(0, 1) ?? []
    const rest = await runExchange(exchangeSettings(folder.path, state, 'file', { items }))
    expect(rest).toMatchObject({ rows: 1000, resumed: false })
    expect(new Set(lines(rest.files[0] as string).map((line) => Object.keys(JSON.parse(line)).join()))).toEqual(
      new Set(['id']),
    )
  })
})

test('the guard refuses, and the refusal leaves a receipt that names every item', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 5)
  await using state = openRegistryState(folder.path)
  const run = (change: object): Promise<unknown> => runExchange(exchangeSettings(folder.path, state, 'file', change))
  expect(await rejection(run({ draft: true }))).toBe('RESOURCE_DRAFT')
  expect(await rejection(run({ provide: { file: { to: 'out', format: 'ndjson' } } }))).toBe('EXIT_WITHOUT_CLEARANCE')
  const low = { provide: { file: { to: 'out', format: 'ndjson', clearance: 1 } } }
  expect(await rejection(run(low))).toBe('NOTHING_GRANTED')
  expect(await rejection(run({ provide: {} }))).toBe('MODE_NOT_OFFERED')
  const receipts = await state.receipts(0, 10)
  expect(receipts.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['refused', 'RESOURCE_DRAFT'],
    ['refused', 'EXIT_WITHOUT_CLEARANCE'],
    ['refused', 'NOTHING_GRANTED'],
  ])
  expect(receipts[2]).toMatchObject({ items: [], rows: 0 })
  expect(receipts[2]?.withheld).toEqual([
    { item: 'id', reason: 'ABOVE_CLEARANCE' },
    { item: 'name', reason: 'ABOVE_CLEARANCE' },
    { item: 'remark', reason: 'NO_GRADE' },
    { item: 'born', reason: 'ABOVE_CLEARANCE' },
  ])
  expect(readdirSync(folder.path)).not.toContain('out')
})

test('an item without a grade is nowhere: rows, rejects, errors, receipts, state', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 300)
  changeSource(folder.path, (source) => source.exec(`UPDATE PERSON SET CSRQ = '${canary}' WHERE ID = 5`))
  const said: string[] = []
  {
    await using state = openRegistryState(folder.path)
    for (const exit of ['file', 'table'] as const) {
      const stop = new AbortController()
      const settings = { ...exchangeSettings(folder.path, state, exit), signal: stop.signal }
      const stopped = runExchange({ ...settings, onProgress: ({ read }) => read === 200 && stop.abort() })
      said.push(await stopped.then(JSON.stringify, (error: Error) => `${error.stack} ${JSON.stringify(error)}`))
      said.push(JSON.stringify(await runExchange(exchangeSettings(folder.path, state, exit))))
    }
    said.push(JSON.stringify(await state.receipts(0, 100)))
    expectNowhere(folder.path)
  }
  expectNowhere(folder.path)
  expect(said).toHaveLength(5)
  for (const text of said) expect(text).not.toContain(canary)
  // What the scan would find is there: the canary does stand in the source.
  expect(readFileSync(join(folder.path, 'source.sqlite')).includes(canary)).toBe(true)
})

function expectNowhere(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('source'))
  const scanned = files.filter((name) => statSync(join(folder, name)).isFile())
  expect(scanned.length).toBeGreaterThan(5)
  for (const name of scanned) expect(readFileSync(join(folder, name)).includes(canary), name).toBe(false)
}
