import { openSession } from '@berth/core'
import tedious from 'tedious'
import { afterEach, expect, test } from 'vitest'
import type { TdsServer } from '../../../test/servers/tds/server.ts'
import type { TdsToken } from '../../../test/servers/tds/tokens.ts'
import { connector } from '../src/index.ts'
import { columnsOf, openScripted, scanT, startScripted } from './scripted.ts'
import { password, startEngine } from './target.ts'

const { Connection, Request } = tedious

let server: TdsServer | undefined
afterEach(async () => await server?.[Symbol.asyncDispose]())

/** What the driver alone makes of one answer. */
async function alone(port: number, text = 'SELECT ANYTHING'): Promise<unknown[][]> {
  const connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: 'berth', password } },
    options: { port, encrypt: false, database: 'registry' },
  })
  connection.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error === undefined ? resolve() : reject(error)))
  })
  const rows: unknown[][] = []
  try {
    await new Promise<void>((resolve, reject) => {
      const request = new Request(text, (error) => (error ? reject(error) : resolve()))
      request.on(
        'row',
        (cells: readonly { readonly value: unknown }[]) => void rows.push(cells.map(({ value }) => value)),
      )
      connection.execSql(request)
    })
  } finally {
    connection.close()
  }
  return rows
}

async function answered(...tokens: readonly TdsToken[]): Promise<unknown[][]> {
  server = await startScripted((text) => (text.includes('ANYTHING') ? tokens : undefined))
  return await alone(server.port)
}

const amount = '12345678901234.5678'

test('the driver makes a JavaScript number of a decimal; the connector reads every digit', async () => {
  const [row] = await answered(columnsOf({ d: 'decimal(18,4)', m: 'money' }), {
    kind: 'rows',
    rows: [[amount, amount]],
  })
  expect(row?.map(String)).not.toEqual([amount, amount])
  const { engine, server: second, options } = await startEngine()
  engine.run('CREATE TABLE [T] ([D] decimal(18,4) NOT NULL PRIMARY KEY, [M] money NULL)')
  engine.database.prepare('INSERT INTO "T" VALUES (?, ?)').run(amount, amount)
  const session = await openSession(connector, options)
  const batches = await Array.fromAsync(session.scan({ dataset: 'T', columns: [{ name: 'D' }, { name: 'M' }] }))
  expect(batches[0]?.rows).toEqual([[amount, amount]])
  await session[Symbol.asyncDispose]()
  await second[Symbol.asyncDispose]()
  engine.close()
})

test('the driver keeps the digits below a millisecond apart, where a Date does not show them', async () => {
  const time = '2024-06-01T12:00:00.1234567'
  const [row] = await answered(columnsOf({ t: 'datetime2(7)' }), { kind: 'rows', rows: [[time]] })
  const moment = row?.[0] as Date & { readonly nanosecondsDelta: number }
  expect(moment.toISOString()).toBe('2024-06-01T12:00:00.123Z')
  expect(moment.nanosecondsDelta).toBeCloseTo(0.0004567, 9)
})

test('the driver puts a replacement character in the place of a bad byte', async () => {
  const bytes = Uint8Array.of(0x41, 0xd5, 0xc5, 0xff)
  const [row] = await answered(columnsOf({ t: 'varchar(10)' }), { kind: 'rows', rows: [[bytes]] })
  expect(row?.[0]).toContain('\ufffd')
})

test('the driver hands on half a pair; the connector tells where it stands', async () => {
  const half = Buffer.from('a\u{20bb7}', 'utf16le').subarray(0, 4)
  const answer: TdsToken[] = [
    columnsOf({ ID: 'int', XM: 'nvarchar(40)' }),
    { kind: 'rows', rows: [[1, half]] },
    { kind: 'rows', rows: [[2, '\u{20bb7}']] },
  ]
  server = await startScripted((text) => (text.includes('FROM [dbo].[T]') ? answer : undefined))
  const session = await openScripted(server)
  const [batch] = await Array.fromAsync(session.scan(scanT))
  expect(batch?.rows).toEqual([[2, '\u{20bb7}']])
  expect(batch?.unreadable).toMatchObject([
    { row: 1, error: { code: 'TEXT_UNDECODABLE', details: { column: 'XM', offset: 2, charset: 'UTF-16LE' } } },
  ])
  await session[Symbol.asyncDispose]()
})

test('the driver takes an answer that ends without DONE for a complete one', async () => {
  server = await startScripted((text) =>
    text.includes('ANYTHING')
      ? [columnsOf({ a: 'int' }), { kind: 'rows', rows: [[1]] }, { kind: 'rows', rows: [[2]] }]
      : undefined,
  )
  // That of the initial settings has no tokens, so that it is not cut.
  server.faults.truncateAfterTokens = 2
  expect(await alone(server.port)).toEqual([[1]])
})
