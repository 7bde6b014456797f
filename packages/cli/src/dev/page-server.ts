import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { BerthError, type Language } from '@berth/core'
import { asBerthError } from '../command/as-berth-error.ts'
import { guardedPath, guardHeaders, newToken } from './page-guard.ts'
import type { PageQuestion } from './page-questions.ts'
import { errorView } from './recent-errors.ts'

/** What the page is about. */
export interface PageSubject {
  /** What is shown at once. */
  state(): Promise<unknown>
  /** Words in both languages. */
  readonly words: unknown
  /** The language where the browser names none. */
  readonly language: Language
  /** Answers by name: what the page asks for on its own. Rejects with a `BerthError`. */
  readonly questions: Readonly<Record<string, (question: PageQuestion, signal: AbortSignal) => Promise<unknown>>>
}

/** A page that is served. */
export interface ServedPage extends AsyncDisposable {
  /** With the token. Whoever has it may look. */
  readonly address: string
  /** Tells every open page to look again. */
  changed(): void
}

const maxBodyBytes = 16_384
const heartbeatMs = 15_000
const maxOpenPages = 16

const assets: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['page.html', 'text/html'],
  '/page.js': ['page.js', 'text/javascript'],
  '/page.css': ['page.css', 'text/css'],
}

/**
 * Serves the page on the loopback address, at this port, or any free one where it is taken. Nothing that goes through it is
 * logged or written. Rejects with `ADDRESS_UNUSABLE`.
 */
export async function servePage(subject: PageSubject, port: number): Promise<ServedPage> {
  const token = newToken()
  const listeners = new Set<ServerResponse>()
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(guardHeaders)) response.setHeader(name, value)
    const path = guardedPath(request, token)
    const asset = path === undefined || request.method !== 'GET' ? undefined : assets[path]
    const name = path?.startsWith('/ask/') === true ? path.slice('/ask/'.length) : ''
    const question = Object.hasOwn(subject.questions, name) ? subject.questions[name] : undefined
    if (asset !== undefined) {
      response.setHeader('content-type', `${asset[1]}; charset=utf-8`).end(assetText(asset[0], request, subject))
    } else if (request.method === 'GET' && path === '/state') {
      sendJson(response, 200, await subject.state())
    } else if (request.method === 'GET' && path === '/words') {
      sendJson(response, 200, subject.words)
    } else if (request.method === 'GET' && path === '/events' && listeners.size < maxOpenPages) {
      listen(response)
    } else if (request.method === 'POST' && question !== undefined && isJson(request)) {
      await answerQuestion(request, response, question)
    } else {
      response.writeHead(404).end()
    }
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n')
    listeners.add(response)
    response.once('close', () => listeners.delete(response))
  }

  const tellAll = (text: string): void => {
    for (const listener of listeners) listener.write(text)
  }
  const heartbeat = setInterval(tellAll, heartbeatMs, ': still here\n\n')
  const taken = await listening(server, port)
    .catch(async (cause: unknown) => {
      if (port === 0 || !(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause
      return await listening(server, 0)
    })
    .catch((cause: unknown) => {
      clearInterval(heartbeat)
      const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
      throw new BerthError('ADDRESS_UNUSABLE', { host: '127.0.0.1', port, nativeCode }, { cause })
    })
  return {
    address: `http://127.0.0.1:${taken}/${token}/`,
    changed: () => tellAll('event: changed\ndata: \n\n'),
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat)
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

type Question = PageSubject['questions'][string]

/** Answers a question; whoever goes away meanwhile ends it. */
async function answerQuestion(request: IncomingMessage, response: ServerResponse, question: Question): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    sendJson(response, 200, await question(await bodyOf(request), gone.signal))
  } catch (failure) {
    const error = asBerthError(failure)
    sendJson(response, error.status, { error: errorView(error) })
  }
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** The files of the page lie beside `src` and `dist`. */
function assetText(file: string, request: IncomingMessage, { language }: PageSubject): string {
  const text = readFileSync(new URL(`../../page/${file}`, import.meta.url), 'utf8')
  if (file !== 'page.html') return text
  const wanted = preferred(request.headers['accept-language']) ?? language
  return text.replace('<html lang="zh"', `<html lang="${wanted}"`)
}

/** The first in the browser's order that there is; browsers list languages by rank. */
function preferred(header: string | undefined): Language | undefined {
  const ranked = (header ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase())
  return ranked.find((each) => each === 'zh' || each === 'en')
}

function isJson(request: IncomingMessage): boolean {
  return /^application\/json\b/.test(request.headers['content-type'] ?? '')
}

async function bodyOf(request: IncomingMessage): Promise<PageQuestion> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBodyBytes)
      throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: `≤ ${maxBodyBytes}` })
    chunks.push(chunk)
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
    if (typeof body === 'object' && body !== null) return { ...body }
  } catch {
    // The parser's message quotes the text and is not even a cause.
  }
  throw new BerthError('PARAMETER_INVALID', { parameter: 'body', problem: 'JSON' })
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
}
