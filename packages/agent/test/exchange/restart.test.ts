import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BerthError, type ErrorCode } from '@berth/core'
import { expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { createRegistry, exchangeSettings, openRegistryState } from './registry.ts'
import { changeSource } from './shown-state.ts'

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

function names(folder: string): string[] {
  return readdirSync(join(folder, 'out')).toSorted((one, other) => (one < other ? -1 : 1))
}

test('a file that appeared just before a crash keeps its number, also when the exchange is restarted', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 50)
  await using state = openRegistryState(folder.path)
  const settings = exchangeSettings(folder.path, state, 'file')
  const crash = new BerthError('DISK_FULL', { file: 'state' })
  const crashing = new Proxy(state, {
    get(port, name) {
      if (name === 'commit')
        return (changes: Parameters<typeof port.commit>[0]) =>
          changes.delivered === undefined ? port.commit(changes) : Promise.reject(crash)
      const value: unknown = Reflect.get(port, name)
      return typeof value === 'function' ? value.bind(port) : value
    },
  })
  expect(await rejection(runExchange({ ...settings, state: crashing }))).toBe('DISK_FULL')
  expect(names(folder.path)).toContain('person-000001.ndjson')
  const anew = await runExchange({ ...settings, restart: true })
  expect(anew.files).toEqual([join(folder.path, 'out', 'person-000002.ndjson')])
  expect(names(folder.path)).toHaveLength(4)
  const delivered = (await state.receipts(0, 10)).filter(({ outcome }) => outcome === 'delivered')
  expect(delivered.map(({ reference }) => reference)).toEqual(['person-000001.ndjson', 'person-000002.ndjson'])
})

test('a run that was given up leaves no part of a file and no rejects behind', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 1000)
  changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET CSRQ = '20230229' WHERE ID = 5"))
  await using state = openRegistryState(folder.path)
  const stop = new AbortController()
  const onProgress = ({ read }: { read: number }): void => {
    if (read === 500) stop.abort()
  }
  const settings = exchangeSettings(folder.path, state, 'file')
  expect(await rejection(runExchange({ ...settings, signal: stop.signal, onProgress }))).toBe('ABORTED')
  expect(names(folder.path)).toEqual(['person-000001.ndjson.part'])
  const rejects = join(folder.path, '.berth', 'rejects')
  expect(readdirSync(rejects)).toHaveLength(1)
  changeSource(folder.path, (source) => source.exec("UPDATE PERSON SET CSRQ = '19570810' WHERE ID = 5"))
  const provide = { file: { to: 'out', format: 'csv', clearance: 3 } } as const
  const result = await runExchange(exchangeSettings(folder.path, state, 'file', { provide }))
  expect(result).toMatchObject({ rows: 1000, rejected: 0, resumed: false })
  expect(names(folder.path)).toEqual(['person-000001.csv', 'person-000001.csv.manifest.json'])
  expect(readFileSync(String(result.files[0]), 'utf8').split('\r\n')).toHaveLength(1002)
  expect(readdirSync(rejects)).toEqual([])
})
