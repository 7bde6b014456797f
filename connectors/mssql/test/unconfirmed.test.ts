import { type Row, validateOptions } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import type { TdsToken } from '../../../test/servers/tds/tokens.ts'
import { connector, type MssqlOptions, manifest } from '../src/index.ts'
import { columnsOf, openScripted, scanT, startScripted } from './scripted.ts'
import { password } from './target.ts'

let server: TdsServer

function* endless(): Iterable<TdsToken> {
  yield columnsOf({ ID: 'int', XM: 'nvarchar(40)' })
  for (let id = 0; ; id++) yield { kind: 'rows', rows: [[id, '张三']] }
}

beforeEach(async () => {
  server = await startScripted((text) => (text.includes('ORDER BY [ID]') ? endless() : undefined))
})
afterEach(async () => await server[Symbol.asyncDispose]())

async function stopped(): Promise<unknown> {
  const session = await openScripted(server)
  const abort = new AbortController()
  let rows = 0
  try {
    for await (const batch of session.scan(scanT, { signal: abort.signal })) {
      rows += batch.rows.length
      server.faults.ignoresAttention = true
      server.faults.slowMs = 20
      if (rows >= 20) abort.abort()
    }
    return undefined
  } catch (error) {
    return error
  } finally {
    await session[Symbol.asyncDispose]()
  }
}

async function unanswered(silent: TdsServer): Promise<unknown> {
  const session = await openScripted(silent, { statementTimeoutMs: 300 })
  silent.faults.silent = true
  try {
    return await session.ping()
  } catch (error) {
    return error
  } finally {
    await session[Symbol.asyncDispose]()
  }
}

/** A bulk write, past the deadlines of the wrapper, whose server falls silent in the middle. */
async function bulkUnanswered(): Promise<unknown> {
  await using silent = await startScripted((text) => {
    if (/^insert bulk/i.test(text)) silent.faults.silent = true
    return undefined
  })
  const place = { host: '127.0.0.1', port: silent.port, database: 'registry', tls: 'disabled', user: 'berth' }
  const options = validateOptions(manifest, { ...place, password }) as unknown as MssqlOptions
  const abort = new AbortController()
  const session = await connector.open(options, { signal: abort.signal, access: 'write', datasets: {} })
  const fields = [
    { name: 'ID', type: { name: 'integer' as const } },
    { name: 'XM', type: { name: 'text' as const } },
  ]
  const rows = Array.from({ length: 200 }, (_, id): Row => [id, '张三'])
  const request = { dataset: 'T', fields, rows, key: [], mode: 'insert', batch: 'b', onReject: 'abort' } as const
  const writing = session.apply?.(request, abort.signal)
  await expect.poll(() => silent.faults.silent, { timeout: 20_000 }).toBe(true)
  abort.abort()
  const outcome = await writing?.catch((error: unknown) => error)
  await session[Symbol.asyncDispose]()
  await expect.poll(() => silent.connections, { timeout: 20_000 }).toBe(0)
  return outcome
}

test('a server that does not confirm a stop loses the line', { timeout: 60_000 }, async () => {
  await using silent = await startScripted(() => undefined)
  const [aborted, late, bulk] = await Promise.all([stopped(), unanswered(silent), bulkUnanswered()])
  expect(bulk).toMatchObject({ code: 'ABORTED' })
  expect(aborted).toMatchObject({ code: 'ABORTED' })
  expect(late).toMatchObject({ code: 'CALL_TIMEOUT', details: { timeoutMs: 300 } })
  await expect.poll(() => server.connections + silent.connections, { timeout: 20_000 }).toBe(0)
})
