import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { filesInTurn } from '../keys/files-in-turn.ts'
import { type CertificateFiles, readCertificateFiles } from './certificate-files.ts'

/** One request on its way, and when it is given up. */
export interface LineRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
}

/** An answer whose body is still to be read. */
export interface LineAnswer {
  readonly status: number
  /** A header that stands once; undefined where it does not stand there. The name is in lower case. */
  readonly header: (name: string) => string | undefined
  readonly body: AsyncIterable<Uint8Array>
}

/** A way to the other side. Redirects are not followed: a signature holds for one address. */
export type Line = (url: string, request: LineRequest) => Promise<LineAnswer>

/** With the authorities that Node knows, and no certificate of our own. */
export const openLine: Line = async (url, { method, headers, body, signal }) => {
  const init = { method, headers, redirect: 'manual', signal } as const
  const sent = body === undefined ? init : { ...init, body: body as Uint8Array<ArrayBuffer> }
  const { status, headers: told, body: answer } = await fetch(url, sent)
  return { status, header: (name) => told.get(name) ?? undefined, body: answer ?? nothing() }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * With authorities and a certificate of files, which are followed: the next request after they are replaced goes over a connection of its
 * own. Rejects with `CERTIFICATE_UNUSABLE` where they never could be used.
 */
export function certifiedLine(files: CertificateFiles): Line {
  const { authorities, certificate, key } = files
  const names = [authorities, certificate, key].filter((file) => file !== undefined)
  let agent: Agent | undefined
  const agents = filesInTurn(names, async () => {
    const read = await readCertificateFiles(files)
    return new Agent({
      keepAlive: true,
      // A variable of the environment, set for another program, does not undo what the files say.
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(read.authorities === undefined ? {} : { ca: read.authorities }),
      ...(read.own === undefined ? {} : { cert: read.own.certificate, key: read.own.key }),
    })
  })
  return async (url, { method, headers, body, signal }) => {
    const current = await agents.current()
    if (agent !== current) retire(agent)
    agent = current
    const length = body === undefined ? {} : { 'content-length': String(body.length) }
    const sent = request(url, { method, headers: { ...headers, ...length }, agent, signal })
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>
    // What breaks once the answer has begun, its body tells.
    sent.on('error', () => undefined)
    sent.end(body)
    const [answer] = await answered
    return { status: answer.statusCode ?? 0, header: (name) => textOf(answer.headers[name]), body: answer }
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}

/** Whether a failure says that the other side's certificate was not trusted, so that nothing was sent; its code then. */
export function refusedCertificate(error: unknown): string | undefined {
  const code = nativeCodeOf(error)
  return certificateCodes.test(code) ? code : undefined
}

/** The native code of a line that failed. Empty: it has none. */
export function nativeCodeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

const certificateCodes =
  /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/

/** What is under way ends as it would; no connection is kept for another request. */
function retire(agent: Agent | undefined): void {
  if (agent === undefined) return
  agent.maxFreeSockets = 0
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
}
