import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError, type ErrorCode } from '@berth/core'
import type { ProvideByFile } from '@berth/manifest'
import { generateKey } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { fileExtensions } from '../../src/deliver/file-layout.ts'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { carried } from './carried.ts'
import { fromChanges, prepareChanges, tellingDeletes } from './changed-registry.ts'
import { layouts, namesIn, received } from './received.ts'
import { createRegistry, exchangeSettings, openRegistryState, personRecord } from './registry.ts'
import { changeSource } from './shown-state.ts'

const key = generateKey('city.registry')
/** It stands in Unicode, in GB18030 and in no older charset of China. */
const rare = '𠮷'

function settingsOf(folder: string, state: StatePort, file: Omit<ProvideByFile, 'to'>, more = {}): ExchangeSettings {
  const provide = { file: { ...file, to: 'out' } }
  return { ...exchangeSettings(folder, state, 'file', { ...more, provide }), key }
}

function named(rejectsFile: string | undefined): unknown[] {
  return readFileSync(String(rejectsFile), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

describe.each(Object.entries(layouts))('%s', (_name, file) => {
  const extension = fileExtensions[file.format]

  test('a receiver reads every row out of it, told nothing but whose batches they are', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 350)
    await using state = openRegistryState(folder.path)
    const result = await runExchange(settingsOf(folder.path, state, file))
    expect(result).toMatchObject({ rows: 350, rejected: 0 })
    const out = join(folder.path, 'out')
    const data = `person-000001.${extension}`
    expect(namesIn(out)).toEqual([data, `${data}.manifest.json`])
    expect(result.bytes).toBe(readFileSync(join(out, data)).length)
    const rows = await received(out, extension, key)
    const records = rows.map(([id, name, born]) => JSON.stringify({ id, name, born }))
    expect(records).toHaveLength(350)
    expect(new Set(records)).toEqual(new Set(Array.from({ length: 350 }, (_, index) => personRecord(index + 1))))
  })

  test('goes on behind a stop, and a file under another layout begins anew', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 350)
    await using state = openRegistryState(folder.path)
    const stop = new AbortController()
    const settings = settingsOf(folder.path, state, file)
    const stopping = { ...settings, signal: stop.signal, onProgress: () => stop.abort() }
    expect(await rejection(runExchange(stopping))).toBe('ABORTED')
    expect(namesIn(join(folder.path, 'out')).every((name) => name.endsWith('.part'))).toBe(true)
    const other = { ...file, layout: { ...file.layout, nulls: ['-'] } }
    const plain = file.format === 'ndjson' ? ({ format: 'ndjson', clearance: 3 } as const) : other
    expect(
      await rejection(runExchange({ ...settingsOf(folder.path, state, plain), signal: AbortSignal.abort() })),
    ).toBe('ABORTED')
    expect(await runExchange(settings)).toMatchObject({ rows: 350 })
    expect(namesIn(join(folder.path, 'out'))).toHaveLength(2)
    expect(await received(join(folder.path, 'out'), extension, key)).toHaveLength(350)
  })

  test('a dry run writes nothing', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 10)
    await using state = openRegistryState(folder.path)
    expect(await runExchange({ ...settingsOf(folder.path, state, file), dryRun: true })).toMatchObject({ rows: 10 })
    expect(namesIn(folder.path)).not.toContain('out')
  })
})

test.each(['csv of GBK', 'fixed-width', 'dbf'])(
  '%s: a character that its charset lacks is a reject by row and item',
  async (name) => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 250)
    changeSource(folder.path, (source) =>
      source.exec(`UPDATE PERSON SET XM = '${rare}野家' WHERE ID IN (1, 250); UPDATE PERSON SET XM = '甲${rare}', CSRQ = '20230229' WHERE ID = 7;
      UPDATE PERSON SET XM = '甲${rare}' WHERE ID = 105`),
    )
    await using state = openRegistryState(folder.path)
    const file = layouts[name] as Omit<ProvideByFile, 'to'>
    const result = await runExchange(settingsOf(folder.path, state, file))
    expect(result).toMatchObject({ read: 250, rows: 246, rejected: 4 })
    expect(named(result.rejectsFile)).toEqual([
      { row: 1, item: 'name', code: 'TEXT_UNENCODABLE', offset: 0, length: 3 },
      { row: 7, item: 'born', code: 'VALUE_INVALID', length: 8 },
      { row: 105, item: 'name', code: 'TEXT_UNENCODABLE', offset: 1, length: 2 },
      { row: 250, item: 'name', code: 'TEXT_UNENCODABLE', offset: 0, length: 3 },
    ])
    expect(readFileSync(String(result.rejectsFile), 'utf8')).not.toContain(rare)
    expect(await received(join(folder.path, 'out'), fileExtensions[file.format], key)).toHaveLength(246)
  },
)

test('a workbook is carried to a connection like any file, and nothing of it waits behind', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 120)
  const there = join(folder.path, 'there')
  mkdirSync(join(there, 'in'), { recursive: true })
  await using state = openRegistryState(folder.path)
  const here = { ...exchangeSettings(folder.path, state, 'file'), key }
  const elsewhere = { connector: 'file', options: { folder: there } } as const
  const result = await runExchange(carried(here, elsewhere, layouts['xlsx']))
  expect(result.files).toEqual(['exchange:in/person-000001.xlsx'])
  expect(await received(join(there, 'in'), 'xlsx', key)).toHaveLength(120)
  expect(namesIn(join(folder.path, '.berth', 'waiting', 'exchange', 'person'))).toEqual([])
})

test('a file takes no more records than its format, and says so; nothing appears', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 30)
  await using state = openRegistryState(folder.path)
  const settings = { ...settingsOf(folder.path, state, layouts['xlsx'] as Omit<ProvideByFile, 'to'>), batchRows: 10 }
  const whole = settings.openConnection
  // A table that never ends, told in few batches.
  const openConnection: typeof whole = async (id, options) => {
    const session = await whole(id, options)
    const { scan } = session
    session.scan = async function* (request, call) {
      for await (const batch of scan.call(session, request, call)) {
        const rows = Array.from({ length: 400_000 }, () => batch.rows[0] ?? [])
        yield { ...batch, rows }
      }
    }
    return session
  }
  expect(await rejection(runExchange({ ...settings, openConnection }))).toBe('FILE_TOO_MANY_RECORDS')
  expect(namesIn(join(folder.path, 'out'))).toEqual(['person-000001.xlsx.records.part'])
})

describe.each(tellingDeletes)('changes by %s', (by) => {
  test.each(['csv of GBK', 'ndjson of GB18030', 'xlsx'])('%s: deletes reach the receiver', async (name) => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 20)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const file = layouts[name] as Omit<ProvideByFile, 'to'>
    const settings = settingsOf(folder.path, state, file, fromChanges(by))
    await runExchange(settings)
    changeSource(folder.path, (source) =>
      source.exec("DELETE FROM PERSON WHERE ID > 3; UPDATE PERSON SET XM = '改名' WHERE ID = 2"),
    )
    expect(await runExchange(settings)).toMatchObject({ rows: 18, deleted: 17, rejected: 0 })
    const rows = await received(join(folder.path, 'out'), fileExtensions[file.format], key, 'changes')
    expect(rows.map(([id, text]) => [id, text])).toEqual([
      ['1', '姓名1'],
      ['2', '改名'],
      ['3', '姓名3'],
    ])
  })

  test('a delete that cannot be written is named as one', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 9)
    await prepareChanges(folder.path, by)
    await using state = openRegistryState(folder.path)
    const file: Omit<ProvideByFile, 'to'> = { format: 'csv', clearance: 3, layout: { charset: 'GBK' } }
    await runExchange(settingsOf(folder.path, state, file, fromChanges(by)))
    changeSource(folder.path, (source) => source.exec('DELETE FROM PERSON WHERE ID IN (6, 7)'))
    // Without quotes a 7 could not be told from NULL.
    const narrow = { ...file, layout: { charset: 'GBK', quote: '', nulls: ['7'] } }
    const result = await runExchange(settingsOf(folder.path, state, narrow, fromChanges(by)))
    expect(result).toMatchObject({ rows: 1, deleted: 1, rejected: 1 })
    expect(named(result.rejectsFile)).toEqual([
      { row: by === 'outbox' ? 2 : 7, change: 'delete', item: 'id', code: 'VALUE_LOSS', length: 1 },
    ])
    expect(readFileSync(String(result.files[0]), 'utf8')).toBe('$change,id,name,born\r\ndelete,6,7,7\r\n')
  })
})
