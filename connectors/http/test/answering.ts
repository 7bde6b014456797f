import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BerthError, type ConnectorSession, openSession } from '@berth/core'
import { connector } from '../src/index.ts'

/** A request as the server saw it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Answering extends AsyncDisposable {
  readonly url: string
  readonly seen: Seen[]
}

/** A server that answers as it is told. */
export async function answering(
  answer: (request: Seen, response: ServerResponse) => void | Promise<void>,
): Promise<Answering> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    const told = { method, url, headers, body: Buffer.concat(chunks).toString() }
    seen.push(told)
    await answer(told, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers with a JSON text. */
export function json(response: ServerResponse, content: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(typeof content === 'string' ? content : JSON.stringify(content))
}

export function open(
  url: string,
  datasets: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>> = {},
  access: 'read' | 'write' = 'read',
): Promise<ConnectorSession> {
  return openSession(connector, { url, ...options }, { datasets, access, callTimeoutMs: 10_000 })
}

/** The coded error that a call ends with. */
export async function failureOf(call: () => Promise<unknown>): Promise<BerthError> {
  const error: unknown = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (BerthError.is(error)) return error
  throw new Error('no coded failure', { cause: error })
}

/** A dataset of two columns under `/permits`. */
export function permits(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { answer, request, ...rest } = change as Record<string, Record<string, unknown>>
  return {
    request: { path: '/permits', query: { id: '{id}' }, ...request },
    inputs: { id: { type: 'text', optional: true } },
    answer: {
      success: { at: '$.code', equals: ['0'], message: '$.msg' },
      records: '$.data[*]',
      columns: { id: '$.id', name: { at: '$.name', type: 'text(10)' } },
      ...answer,
    },
    key: ['id'],
    ...rest,
  }
}

export const columns = [{ name: 'id' }, { name: 'name' }]
