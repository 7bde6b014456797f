import { type ApplyRequest, BerthError, type ConnectorSession, type Row } from '@berth/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsFaults, TdsServer } from '../../../test/servers/tds/server.ts'
import type { TdsToken } from '../../../test/servers/tds/tokens.ts'
import { columnsOf, openScripted, scanT, startScripted } from './scripted.ts'

let server: TdsServer
let rowsSent = 0
let endless = false
const uncaught: unknown[] = []
const note = (error: unknown): void => void uncaught.push(error)

function* rows(): Iterable<TdsToken> {
  yield columnsOf({ ID: 'int', XM: 'nvarchar(40)' })
  for (rowsSent = 0; endless || rowsSent < 500; rowsSent += 50)
    yield { kind: 'rows', rows: Array.from({ length: 50 }, (_, index) => [rowsSent + index, '张三'.repeat(10)]) }
}

beforeEach(async () => {
  endless = false
  server = await startScripted((text) =>
    text.startsWith('SELECT') && text.includes('ORDER BY [ID]') ? rows() : undefined,
  )
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  expect(uncaught.splice(0)).toEqual([])
})

async function scanAll(session: ConnectorSession, signal?: AbortSignal): Promise<Row[]> {
  const all: Row[] = []
  for await (const batch of session.scan(scanT, signal === undefined ? {} : { signal })) all.push(...batch.rows)
  return all
}

const write: ApplyRequest = {
  dataset: 'T',
  fields: [
    { name: 'ID', type: { name: 'integer' } },
    { name: 'XM', type: { name: 'text' } },
  ],
  rows: [[1, '甲']],
  key: ['ID'],
  mode: 'upsert',
  batch: 'b1',
  onReject: 'abort',
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'none'
  } catch (error) {
    return BerthError.is(error) ? error.code : String(error)
  }
}

async function whole(access: 'read' | 'write'): Promise<void> {
  const session = await openScripted(server, { loginTimeoutMs: 60_000 }, { access })
  try {
    if (access === 'write') expect(await session.apply(write)).toMatchObject({ applied: 1 })
    else expect((await scanAll(session)).length).toBe(500)
  } finally {
    await session[Symbol.asyncDispose]()
  }
}

test.each(['read', 'write'] as const)(
  'a line cut behind any byte of a %s session is an error with a code',
  async (access) => {
    server.faults.cutAfterBytes = 1_000_000
    await whole(access)
    const bytes = 1_000_000 - (server.faults.cutAfterBytes ?? 0)
    const codes: Set<string> = new Set()
    const step = Math.max(7, Math.floor(bytes / 220))
    for (let after = 1; after < bytes; after += step) {
      server.faults.cutAfterBytes = after
      codes.add(await codeOf(() => whole(access)))
    }
    delete server.faults.cutAfterBytes
    const told = access === 'read' ? ['CONNECTION_LOST'] : ['CONNECTION_LOST', 'UNKNOWN_OUTCOME']
    expect(codes).toEqual(new Set(told))
    await whole(access)
  },
)

test('an abort stops the server in the middle of its rows', async () => {
  endless = true
  const session = await openScripted(server)
  const abort = new AbortController()
  let batches = 0
  const reading = async (): Promise<void> => {
    for await (const _ of session.scan(scanT, { signal: abort.signal })) if (++batches === 3) abort.abort()
  }
  expect(await codeOf(reading)).toBe('ABORTED')
  await expect.poll(() => server.attentions, { timeout: 20_000 }).toBe(1)
  expect(session.usable).toBe(false)
  await session[Symbol.asyncDispose]()
})

test('leaving a read early stops the server, and the connection goes on', async () => {
  endless = true
  const session = await openScripted(server)
  for await (const batch of session.scan(scanT)) {
    expect(batch.rows.length).toBe(10)
    break
  }
  expect(server.attentions).toBe(1)
  expect((await session.ping()).product).toContain('SQL Server')
  await session[Symbol.asyncDispose]()
})

test('a consumer that does not ask stops the server from sending', async () => {
  endless = true
  const session = await openScripted(server)
  const iterator = session.scan(scanT)[Symbol.asyncIterator]()
  await iterator.next()
  let before = -1
  // Until the buffers of both sockets are full.
  await expect
    .poll(
      () => {
        const still = rowsSent === before
        before = rowsSent
        return still
      },
      { interval: 200, timeout: 20_000 },
    )
    .toBe(true)
  const stalled = rowsSent
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(rowsSent).toBe(stalled)
  await iterator.return?.()
  await session[Symbol.asyncDispose]()
})

test('a server that falls silent is left at the deadline of the call', { timeout: 30_000 }, async () => {
  const session = await openScripted(server)
  server.faults.silent = true
  expect(await codeOf(() => session.ping({ timeoutMs: 300 }))).toBe('CALL_TIMEOUT')
  expect(session.usable).toBe(false)
  await session[Symbol.asyncDispose]()
  await expect.poll(() => server.connections, { timeout: 15_000 }).toBe(0)
})

const broken: readonly [string, TdsFaults][] = [
  ['an unknown token', { garbage: Buffer.from([0x00, 1, 2, 3]) }],
  ['an unknown type', { garbage: Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x07]) }],
  ['an error token that is cut', { garbage: Buffer.from([0xaa, 0xff, 0x00, 1]) }],
  ['no DONE behind the rows', { truncateAfterTokens: 2 }],
  ['no DONE behind the columns', { truncateAfterTokens: 1 }],
]

test.each(broken)('%s is a broken protocol, and the connection is not used again', async (_, fault) => {
  const session = await openScripted(server)
  Object.assign(server.faults, fault)
  expect(await codeOf(() => scanAll(session))).toBe('PROTOCOL_ERROR')
  expect(session.usable).toBe(false)
  await session[Symbol.asyncDispose]()
  await expect.poll(() => server.connections, { timeout: 20_000 }).toBe(0)
})

test('a line that dies between two calls is told at the next one', async () => {
  const session = await openScripted(server)
  server.cut()
  await expect.poll(() => server.connections, { timeout: 20_000 }).toBe(0)
  expect(await codeOf(() => session.ping())).toBe('CONNECTION_LOST')
  await session[Symbol.asyncDispose]()
})

test('a commit whose answer is lost has an unknown outcome', async () => {
  await server[Symbol.asyncDispose]()
  server = await startScripted((_, request) => {
    if (request.kind === 'transaction' && request.action === 'commit') server.cut()
    return undefined
  })
  const session = await openScripted(server, {}, { access: 'write' })
  expect(await codeOf(() => session.apply(write))).toBe('UNKNOWN_OUTCOME')
  await session[Symbol.asyncDispose]()
})

test('a refused row that takes the transaction with it fails the batch: nothing is written outside of it', async () => {
  await server[Symbol.asyncDispose]()
  const written: string[] = []
  server = await startScripted((text) => {
    if (!text.startsWith('MERGE') && !text.startsWith('INSERT INTO [dbo].[T]')) return undefined
    written.push(text)
    return [
      { kind: 'error', number: 50_001, message: 'trigger' },
      { kind: 'error', number: 3609, message: 'ended in the trigger' },
      { kind: 'transaction', change: 'rolled back', id: Buffer.alloc(8, 7) },
    ] satisfies TdsToken[]
  })
  const session = await openScripted(server, {}, { access: 'write' })
  const two: Row[] = [
    [1, '甲'],
    [2, '乙'],
  ]
  const error: unknown = await session
    .apply({ ...write, rows: two, onReject: 'skip' })
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'QUERY_FAILED', details: { nativeCode: '50001' } })
  expect(written.length).toBe(1)
  await session[Symbol.asyncDispose]()
})
