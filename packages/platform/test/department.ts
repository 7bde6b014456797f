import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Grant, importJwks, MemoryReplayStore, verifyGrant, verifyRequest } from '@berth/trust'

/** A request that reached the department, verified as an agent does. */
export interface Arrived {
  readonly path: string
  /** The header `Berth-Signature`. */
  readonly signature: string
  readonly grant: Grant
  readonly issuer: string
  readonly body: { readonly purpose: string; readonly by?: unknown; readonly input?: unknown }
  readonly idempotencyKey: string | undefined
  readonly language: string | undefined
}

export type Answering = (arrived: Arrived, response: ServerResponse) => void

/** The far side of forwarding: an HTTP server that checks signature and grant, then answers as the test wants. */
export interface Department extends AsyncDisposable {
  readonly url: string
  readonly arrived: Arrived[]
  answering: Answering
}

/** Starts a department for a system. `keysOf` is asked for the platform's address once the first request comes. */
export async function startDepartment(system: string, platformUrl: () => string): Promise<Department> {
  const replay = new MemoryReplayStore()
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const bytes = Buffer.concat(parts)
    const path = request.url ?? ''
    const keys = importJwks(await (await fetch(`${platformUrl()}/.well-known/jwks.json`)).json())
    const { issuer } = await verifyRequest(
      String(request.headers['berth-signature']),
      { method: 'POST', path, body: bytes },
      { now: Date.now(), replay, keyOf: (id) => keys.find((key) => key.id === id) },
    )
    const body = JSON.parse(bytes.toString()) as Arrived['body']
    const target = path.split('/')[2] ?? ''
    const grant = await verifyGrant(String(request.headers['berth-grant']), keys, {
      now: Date.now(),
      system,
      resource: `${system}/${target}`,
      purpose: body.purpose,
    })
    const idempotencyKey = request.headers['idempotency-key']
    const arrived: Arrived = {
      path,
      signature: String(request.headers['berth-signature']),
      grant,
      issuer,
      body,
      idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined,
      language: request.headers['accept-language'],
    }
    department.arrived.push(arrived)
    department.answering(arrived, response)
  }
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const department: Department = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: [],
    answering: (_arrived, response) => json(response, 200, {}),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return department
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}
