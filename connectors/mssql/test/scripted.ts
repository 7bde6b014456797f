import { type ConnectorSession, openSession, type SessionOptions } from '@berth/core'
import type { TdsRequest } from '../../../test/servers/tds/requests.ts'
import { startTdsServer, type TdsEncryption, type TdsServer } from '../../../test/servers/tds/server.ts'
import { parseType } from '../../../test/servers/tds/tds-type.ts'
import type { TdsColumn, TdsToken } from '../../../test/servers/tds/tokens.ts'
import { connector } from '../src/index.ts'
import { password } from './target.ts'

/** What a test answers to a statement; undefined: the usual answer. */
export type Answer = (text: string, request: TdsRequest) => Iterable<TdsToken> | AsyncIterable<TdsToken> | undefined

/** The columns of a result: name and type. */
export function columnsOf(types: Readonly<Record<string, string>>): TdsToken {
  const columns = Object.entries(types).map(([name, type]): TdsColumn => ({ name, type: parseType(type) }))
  return { kind: 'columns', columns }
}

/** The text of a statement, however it was sent. */
export function textOf(request: TdsRequest): string {
  if (request.kind === 'batch') return request.text
  return request.kind === 'procedure' ? String(request.parameters[0]?.value) : request.kind
}

/** A server whose every answer the test gives, but for what a session asks when it begins. */
export async function startScripted(answer: Answer, encryption?: TdsEncryption): Promise<TdsServer> {
  return await startTdsServer((login) => {
    if (login.password !== password) return { kind: 'error', number: 18456, severity: 14, message: 'Login failed' }
    return { answer: (request) => answer(textOf(request), request) ?? usual(request) }
  }, encryption)
}

const transaction = Buffer.alloc(8, 7)

function* usual(request: TdsRequest): Iterable<TdsToken> {
  if (request.kind === 'transaction') {
    const change = request.action === 'begin' ? 'begun' : request.action === 'commit' ? 'committed' : 'rolled back'
    yield { kind: 'transaction', change, id: transaction }
  }
  const text = textOf(request)
  if (text.includes("SERVERPROPERTY('ProductVersion')")) {
    yield columnsOf({
      a: 'nvarchar(128)',
      b: 'sysname',
      c: 'int',
      d: 'nvarchar(40)',
      e: 'nvarchar(128)',
      f: 'tinyint',
      g: 'bit',
    })
    const clock = '2024-06-01 12:00:00.1234567 +08:00'
    yield { kind: 'rows', rows: [['15.0.4300.1', 'Chinese_PRC_CI_AS', 936, clock, 'READ_WRITE', 1, true]] }
  } else if (text.includes('FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE')) {
    yield columnsOf({ a: 'int' })
    yield { kind: 'rows', rows: [[1]] }
  } else if (text.includes('FROM sys.objects')) {
    yield columnsOf({
      a: 'sysname',
      b: 'sysname',
      c: 'char(2)',
      d: 'int',
      e: 'nvarchar(4000)',
      f: 'nvarchar(1035)',
      g: 'int',
      h: 'sysname',
    })
    yield { kind: 'rows', rows: [['dbo', 'T', 'U ', 7, null, null, null, 'dbo']] }
  } else if (text.includes('FROM sys.columns')) {
    yield columnsOf({
      a: 'int',
      b: 'sysname',
      c: 'sysname',
      d: 'smallint',
      e: 'tinyint',
      f: 'tinyint',
      g: 'bit',
      h: 'bit',
      i: 'int',
      j: 'sysname',
      k: 'nvarchar(4000)',
      l: 'bit',
    })
    const column = (name: string, type: string, bytes: number): unknown[] => [
      7,
      name,
      type,
      bytes,
      10,
      0,
      name !== 'ID',
      false,
      null,
      null,
      null,
      false,
    ]
    yield { kind: 'rows', rows: [column('ID', 'int', 4), column('XM', 'nvarchar', 80)] }
  } else if (text.includes('FROM sys.indexes')) {
    yield columnsOf({ a: 'int', b: 'sysname' })
    yield { kind: 'rows', rows: [[7, 'ID']] }
  } else if (text.startsWith('SELECT')) {
    yield columnsOf({ ID: 'int', XM: 'nvarchar(40)' })
    yield { kind: 'rows', rows: text.includes('BERTH_LEDGER') ? [] : [[1, '张三']] }
  }
}

/** A session with the server, with options of the connector changed. */
export async function openScripted(
  server: { readonly port: number },
  changed: Readonly<Record<string, unknown>> = {},
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  const place = { host: '127.0.0.1', port: server.port, database: 'registry', tls: 'disabled' }
  return await openSession(connector, { ...place, user: 'berth', password, ...changed }, settings)
}

export const scanT = { dataset: 'T', columns: [{ name: 'ID' }, { name: 'XM' }], key: ['ID'], batchRows: 10 } as const
