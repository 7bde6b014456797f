import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetDataset } from '@berth/conformance'
import type { LogicalType, Row, Value } from '@berth/core'

/** A dataset of the server, with its rows in no order that a client may count on. */
interface Held {
  readonly dataset: TargetDataset
  rows: Row[]
}

/** An interface in the way such are written: a code, a message, a page of a list, numbers as numbers. */
export interface StoreServer {
  readonly url: string
  readonly held: Map<string, Held>
  readonly failing: Set<string>
  /** Operations that were carried out. */
  writes: number
  connections(): Promise<number>
  close(): Promise<void>
}

export const pageSize = 7

/** With `ordered` records come in the order of their keys. */
export async function startStoreServer(ordered: boolean): Promise<StoreServer> {
  const held = new Map<string, Held>()
  const failing = new Set<string>()
  const done = new Set<string>()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  const store: StoreServer = {
    url: '',
    held,
    failing,
    writes: 0,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(store, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/interface` })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server')
    const [, base, kind, name = ''] = url.pathname.split('/').map(decodeURIComponent)
    const found = held.get(name)
    response.setHeader('content-type', 'application/json;charset=UTF-8')
    if (base !== 'interface' || found === undefined) return void response.end('{"code":"404","msg":"none"}')
    return void response.end(kind === 'do' ? await carryOut(found, request) : list(found, url.searchParams, ordered))
  }

  async function carryOut({ dataset, rows }: Held, request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { key: string; row: Row }
    const first = body.row[0]
    if (failing.has(dataset.name)) return '{"code":"E-17","msg":"refused"}'
    if (done.has(body.key)) return '{"code":"DONE","msg":"done before"}'
    done.add(body.key)
    store.writes++
    rows.push([first ?? null, body.row[1] ?? null])
    return JSON.stringify({ code: '0', data: [{ answer: Number(first) + 1 }] })
  }
}

function list({ dataset, rows }: Held, query: URLSearchParams, ordered: boolean): string {
  const fits = (row: Row): boolean =>
    dataset.columns.every(({ type }, index) => {
      const asked = query.get(`c${index}`)
      return asked === null || asked === plain(row[index] ?? null, type)
    })
  const found = ordered ? inKeyOrder(dataset, rows.filter(fits)) : rows.filter(fits)
  const start = (Number(query.get('page')) - 1) * pageSize
  const records = found.slice(start, start + pageSize).map((row) => {
    const members = dataset.columns.map(
      ({ name, type }, index) => `${JSON.stringify(name)}:${json(row[index] ?? null, type)}`,
    )
    return `{${members.join(',')}}`
  })
  return `{"code":"0","msg":"","data":{"total":${found.length},"list":[${records.join(',')}]}}`
}

function inKeyOrder({ columns, key }: TargetDataset, rows: readonly Row[]): Row[] {
  const positions = key.map((name) => columns.findIndex((column) => column.name === name))
  return rows.toSorted((left, right) => {
    for (const at of positions) {
      const [first = null, second = null] = [left[at], right[at]]
      const step =
        typeof first === 'number'
          ? first - Number(second)
          : Buffer.compare(Buffer.from(String(first)), Buffer.from(String(second)))
      if (step !== 0) return step
    }
    return 0
  })
}

function plain(value: Value, { name }: LogicalType): string | undefined {
  if (value === null) return undefined
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return name === 'double' && Object.is(value, -0) ? '0' : String(value)
}

function json(value: Value, type: LogicalType): string {
  if (typeof value === 'string' && ['int64', 'decimal', 'json'].includes(type.name)) return value
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  return JSON.stringify(value)
}
