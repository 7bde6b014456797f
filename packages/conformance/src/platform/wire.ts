import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { ConformanceFailure } from '../run/expect.ts'

/** One request as it goes to the platform. Names of headers are in small letters. */
export interface PlatformRequest {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** What `Content-Length` says, where that is more than there is. The rest never comes. */
  readonly declaredBytes?: number
}

/** What the platform answered. Names of headers are in small letters. */
export interface PlatformAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The line to a platform. A defect stands between it and the cases. */
export interface PlatformWire {
  send(request: PlatformRequest): Promise<PlatformAnswer>
  /** Sends what there is of a body, and drops the line before the rest that was declared. */
  cut(request: PlatformRequest): Promise<void>
}

export interface OpenWire extends PlatformWire {
  close(): void
}

/** The line over HTTP. Each request fails as a finding when no answer comes in time. */
export function httpWire(url: string, timeoutMs: number): OpenWire {
  const base = new URL(url)
  const secure = base.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const prefix = base.pathname.replace(/\/$/, '')
  const open = ({ method, path, headers, body, declaredBytes }: PlatformRequest): ReturnType<typeof httpRequest> => {
    const options: RequestOptions = {
      method,
      agent,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port,
      path: prefix + path,
      headers: {
        ...headers,
        ...(body.length > 0 || method !== 'GET' ? { 'content-length': String(declaredBytes ?? body.length) } : {}),
      },
    }
    return secure ? httpsRequest(options) : httpRequest(options)
  }
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const sent = open(request)
        const call = `${request.method} ${request.path}`
        const timer = setTimeout(() => {
          reject(new ConformanceFailure(`${call}: no answer within ${timeoutMs} ms`))
          sent.destroy()
        }, timeoutMs)
        const failed = (error: NodeJS.ErrnoException): void => {
          clearTimeout(timer)
          reject(new ConformanceFailure(`${call}: the line broke before an answer came (${error.code ?? error.name})`))
        }
        sent.on('error', failed)
        sent.once('response', (response) => {
          readAnswer(response).then((answer) => {
            clearTimeout(timer)
            if (request.declaredBytes !== undefined) sent.destroy()
            resolve(answer)
          }, failed)
        })
        if (request.declaredBytes === undefined) sent.end(request.body)
        else sent.write(request.body.length === 0 ? Buffer.from(' ') : request.body)
      }),
    cut: (request) =>
      new Promise((resolve) => {
        const sent = open(request)
        sent.on('error', () => resolve())
        sent.once('close', () => resolve())
        sent.write(request.body, () => sent.destroy())
      }),
    close: () => agent.destroy(),
  }
}

async function readAnswer(response: IncomingMessage): Promise<PlatformAnswer> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(parts) }
}
