import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import tedious from 'tedious'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TdsRequest } from '../../../test/servers/tds/requests.ts'
import { startTdsServer, type TdsServer } from '../../../test/servers/tds/server.ts'
import type { TdsToken } from '../../../test/servers/tds/tokens.ts'
import { openScripted, startScripted } from './scripted.ts'

const { Connection, Request, TYPES } = tedious

let server: TdsServer
let requests: TdsRequest[]
let connection: InstanceType<typeof Connection>

function* answer(request: TdsRequest): Iterable<TdsToken> {
  requests.push(request)
  if (request.kind === 'transaction' && request.action === 'begin')
    yield { kind: 'transaction', change: 'begun', id: Buffer.alloc(8, 5) }
  if (request.kind !== 'procedure') return
  yield { kind: 'info', number: 5701, message: 'told' }
  yield { kind: 'order', columns: [1] }
  yield { kind: 'status', status: -6 }
  if (request.name === 'dbo.SP')
    yield { kind: 'value', name: '@next', type: { name: 'decimal', precision: 18, scale: 4 }, value: '2.5000' }
  if (request.name === 'sp_prepare') yield { kind: 'value', name: '@handle', type: { name: 'int' }, value: 7 }
}

beforeEach(async () => {
  requests = []
  server = await startTdsServer(() => ({ answer }))
  connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: 'u', password: 'p' } },
    options: { port: server.port, encrypt: false, packetSize: 512 },
  })
  connection.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error === undefined ? resolve() : reject(error)))
  })
  requests.length = 0
})
afterEach(async () => {
  connection.close()
  await server[Symbol.asyncDispose]()
})

async function done(start: (callback: (error?: unknown) => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
}

test('parameters of every type arrive as they were sent, over as many packets as they need', async () => {
  const day = new Date('2024-02-29T12:34:56.789Z')
  const sent = [
    ['TinyInt', 255, 255n],
    ['SmallInt', -5, -5n],
    ['Int', -6, -6n],
    ['BigInt', '9223372036854775807', 9223372036854775807n],
    ['Bit', true, 1n],
    ['Real', 1.5, 1.5],
    ['Float', 0.1, 0.1],
    ['Money', 1.25, '1.2500'],
    ['SmallMoney', -1.25, '-1.2500'],
    ['Date', day, '2024-02-29'],
    ['Time', day, '12:34:56.789'],
    ['DateTime', day, '2024-02-29T12:34:56.79'],
    ['SmallDateTime', day, '2024-02-29T12:34:00'],
    ['DateTime2', day, '2024-02-29T12:34:56.789'],
    ['DateTimeOffset', day, '2024-02-29T12:34:56.789Z'],
    ['NVarChar', '长'.repeat(9000), '长'.repeat(9000)],
    ['VarChar', '张三', '张三'],
    ['NChar', 'ab', 'ab'],
    ['VarBinary', Buffer.alloc(9000, 3), new Uint8Array(9000).fill(3)],
    ['UniqueIdentifier', '6F9619FF-8B86-D011-B42D-00C04FC964FF', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
  ] as const
  const request = new Request('SELECT 1', () => undefined)
  for (const [index, [type, value]] of sent.entries()) request.addParameter(`p${index}`, TYPES[type], value)
  for (const [index, [type]] of sent.entries()) request.addParameter(`n${index}`, TYPES[type], null)
  await done((callback) => {
    request.callback = callback
    connection.execSql(request)
  })
  const [received] = requests
  if (received?.kind !== 'procedure') throw new Error('no procedure was called')
  expect(received.name).toBe('sp_executesql')
  const values = received.parameters.slice(2).map(({ value }) => value)
  expect(values.slice(0, sent.length)).toEqual(sent.map(([, , value]) => value))
  expect(values.slice(sent.length)).toEqual(sent.map(() => null))
})

test('prepared statements and procedures are told with their handles, outputs and status', async () => {
  const outputs: unknown[] = []
  const statement = new Request('SELECT @a', () => undefined)
  statement.addParameter('a', TYPES.Int)
  await done((callback) => {
    statement.callback = callback
    connection.prepare(statement)
  })
  await done((callback) => {
    statement.callback = callback
    connection.execute(statement, { a: 3 })
  })
  await done((callback) => {
    statement.callback = callback
    connection.unprepare(statement)
  })
  const call = new Request('dbo.SP', () => undefined)
  call.addOutputParameter('next', TYPES.Decimal, null, { precision: 18, scale: 4 })
  call.on('returnValue', (name: string, value: unknown) => void outputs.push([name, value]))
  call.on('doneProc', (_count: unknown, _more: boolean, status: unknown) => void outputs.push(status))
  await done((callback) => {
    call.callback = callback
    connection.callProcedure(call)
  })
  const names = requests.map((request) => (request.kind === 'procedure' ? request.name : request.kind))
  expect(names).toEqual(['sp_prepare', 'sp_execute', 'sp_unprepare', 'dbo.SP'])
  expect(requests[1]).toMatchObject({ parameters: [{ value: 7n }, { name: 'a', value: 3n }] })
  expect(requests[3]).toMatchObject({ parameters: [{ name: 'next', output: true, value: null }] })
  expect(outputs).toEqual([['next', 2.5], -6])
})

test('transaction requests are told with isolation and name', async () => {
  await done((callback) => connection.beginTransaction(callback, '', 5))
  expect(connection.inTransaction).toBe(true)
  await done((callback) => connection.saveTransaction(callback, 'S1'))
  await done((callback) => connection.rollbackTransaction(callback, 'S1'))
  await done((callback) => connection.commitTransaction(callback))
  expect(requests).toEqual([
    { kind: 'transaction', action: 'begin', isolation: 5, name: '' },
    { kind: 'transaction', action: 'save', isolation: 0, name: 'S1' },
    { kind: 'transaction', action: 'rollback', isolation: 0, name: 'S1' },
    { kind: 'transaction', action: 'commit', isolation: 0, name: '' },
  ])
})

test('a named instance is found through SQL Server Browser, one that is not there is told', async () => {
  const scripted = await startScripted(() => undefined)
  const browser = createSocket('udp4')
  browser.on('message', (_, { port, address }) => {
    const told = `ServerName;X;InstanceName;SQL2008;IsClustered;No;Version;10.50.6000;tcp;${scripted.port};;`
    const head = Buffer.from([5, told.length & 0xff, told.length >> 8])
    browser.send(Buffer.concat([head, Buffer.from(told)]), port, address)
  })
  browser.bind(1434, '127.0.0.1')
  await once(browser, 'listening')
  try {
    const place = { host: '127.0.0.1', port: undefined as unknown as number }
    const session = await openScripted(place, { instance: 'SQL2008' })
    expect((await session.ping()).product).toContain('SQL Server')
    await session[Symbol.asyncDispose]()
    await expect(openScripted(place, { instance: 'OTHER' })).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
      details: { port: 1434 },
    })
  } finally {
    browser.close()
    await scripted[Symbol.asyncDispose]()
  }
})
