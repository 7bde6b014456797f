import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** A request that a platform forwarded, as it arrived. Names of headers are in small letters. */
export interface ArrivedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What the kit's agent does with a request. */
export type AgentReply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** Begins an answer and goes on with it until so many bytes are sent, or the other side has had enough. */
  | { readonly endless: number }
  /** Takes the request and says nothing. */
  | 'stall'
  /** Takes the request and drops the line. */
  | 'cut'

/** A department's agent that is the kit's own: it keeps what arrives, and answers as the case says. */
export interface KitAgent {
  readonly url: string
  readonly arrived: ArrivedRequest[]
  answering: (request: ArrivedRequest) => AgentReply
  /** How many bytes of an endless answer were sent. */
  readonly sentBytes: () => number
  /** Ends the server; nobody is at the address from then on. Once. */
  close(): Promise<void>
}

export interface KitAgentSettings {
  /** The address that it listens on. @default '127.0.0.1' */
  readonly host?: string
  /** @default any free one */
  readonly port?: number
  /** How the platform reaches it. @default its own address */
  readonly url?: string
}

/** Starts an agent of the kit. `arriving` is a defect's hand in what the platform forwards. */
export async function openKitAgent(
  settings: KitAgentSettings,
  arriving: (request: ArrivedRequest) => ArrivedRequest,
): Promise<KitAgent> {
  const { host = '127.0.0.1', port = 0 } = settings
  let sent = 0
  let closing: Promise<void> | undefined
  const server = createServer((request, response) => {
    response.once('error', () => undefined)
    void receive(request)
      .then((arrived) => {
        const told = arriving(arrived)
        agent.arrived.push(told)
        return reply(response, agent.answering(told), (bytes) => {
          sent += bytes
        })
      })
      .catch(() => response.destroy())
  })
  server.listen(port, host)
  await once(server, 'listening')
  const own = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  const agent: KitAgent = {
    url: settings.url ?? own,
    arrived: [],
    answering: () => ({ status: 500, body: '' }),
    sentBytes: () => sent,
    close: () => {
      closing ??= ended(server)
      return closing
    },
  }
  return agent
}

function ended(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function receive(request: IncomingMessage): Promise<ArrivedRequest> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
  return { method: request.method ?? '', path: request.url ?? '', headers, body: Buffer.concat(parts) }
}

async function reply(response: ServerResponse, how: AgentReply, count: (bytes: number) => void): Promise<void> {
  if (how === 'stall') return
  if (how === 'cut') return void response.destroy()
  if (!('endless' in how)) {
    response.writeHead(how.status, { 'content-type': 'application/json', ...how.headers }).end(how.body)
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  await pipeline(blanks(how.endless, count), response)
}

function* blanks(bytes: number, count: (bytes: number) => void): Generator<Uint8Array> {
  const part = Buffer.alloc(262_144, 0x20)
  for (let left = bytes; left > 0; left -= part.length) {
    count(part.length)
    yield part
  }
}
