import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import type { TdsToken } from '../../../test/servers/tds/tokens.ts'
import { columnsOf, openScripted, scanT, startScripted } from './scripted.ts'

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

test('a server that does not confirm a stop loses the line', { timeout: 60_000 }, async () => {
  await using silent = await startScripted(() => undefined)
  const [aborted, late] = await Promise.all([stopped(), unanswered(silent)])
  expect(aborted).toMatchObject({ code: 'ABORTED' })
  expect(late).toMatchObject({ code: 'CALL_TIMEOUT', details: { timeoutMs: 300 } })
  await expect.poll(() => server.connections + silent.connections, { timeout: 20_000 }).toBe(0)
})
