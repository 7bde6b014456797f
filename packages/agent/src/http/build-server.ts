import type { Server, ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import { BerthError } from '@berth/core'
import { currentSigner, type SignerSource, signAnswerBy } from '@berth/trust'
import fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { AgentMetrics } from '../metrics/agent-metrics.ts'
import { unknownOutcome } from '../service/pass-on.ts'
import { shownCertificate } from '../tls/caller-certificates.ts'
import type { ServedTls } from '../tls/served-tls.ts'
import { logError } from './log-error.ts'
import { preferredLanguage } from './preferred-language.ts'
import { problemOf } from './problem.ts'
import { notedFailure, noteFailure, requestFailure } from './request-failure.ts'
import { submitRoute } from './service-routes.ts'

/** The most bytes of a request's body. */
export const defaultMaxBodyBytes = 262_144

export interface ServerSettings {
  readonly log: Logger
  readonly metrics: AgentMetrics
  /** @default 262144 */
  readonly maxBodyBytes?: number
  /** Until a request has arrived whole. @default 30000 */
  readonly requestTimeoutMs?: number
  /** Signs every answer to a signed request. @default nobody does */
  readonly answerKey?: SignerSource
  /** Absent: plain HTTP. */
  readonly tls?: ServedTls | undefined
  /** Whether the agent takes no more requests. */
  readonly stopping: () => boolean
}

/**
 * The HTTP server without its routes: bodies as bytes, problems as answers, one log line and the metrics for each
 * request. fastify gets no logger of its own, because its lines hold addresses and the messages of errors (SEC-2).
 */
export function buildServer(settings: ServerSettings): FastifyInstance {
  const { log, metrics, tls } = settings
  const maxBodyBytes = settings.maxBodyBytes ?? defaultMaxBodyBytes
  const requestTimeout = settings.requestTimeoutMs ?? 30_000
  // Node exchanges the two timeouts where that of the headers, 60 s, is the longer one, and looks every 30 s only.
  const timeouts = { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.min(requestTimeout, 5000) }
  const app: FastifyInstance = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout,
    ...transport(timeouts, tls),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // An address that cannot be decoded or is too long; fastify's own answer repeats it and is no problem of ours.
    frameworkErrors: (_error, request, reply) => answerProblem(new BerthError('ADDRESS_UNKNOWN'), request, reply),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store')
    if (!settings.stopping()) return done()
    reply.header('connection', 'close')
    done(new BerthError('STOPPING'))
  })
  if (tls !== undefined) requireCertificates(app, tls)
  app.setNotFoundHandler(() => {
    throw new BerthError('ADDRESS_UNKNOWN')
  })
  app.setErrorHandler((error, request, reply) => {
    return answerProblem(requestFailure(error, maxBodyBytes, 'application/json'), request, reply)
  })
  const { answerKey } = settings
  if (answerKey !== undefined) {
    app.addHook('onSend', async (request, reply, payload: unknown) => {
      const asked = request.headers['berth-signature']
      if (typeof asked === 'string' && (typeof payload === 'string' || Buffer.isBuffer(payload))) {
        const answer = { request: asked, status: reply.statusCode, body: payload }
        try {
          const signer = await currentSigner(answerKey)
          reply.header('berth-answer-signature', await signAnswerBy(signer, answer, Date.now()))
        } catch (error) {
          // A problem goes unsigned rather than not at all; nothing else does.
          if (reply.statusCode < 400) throw unsigned(error, request)
        }
      }
      return payload
    })
  }
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request)
    const { statusCode: status, elapsedTime } = reply
    metrics.request(route, status, elapsedTime)
    const error = notedFailure(request)
    if (error !== undefined) metrics.error(error)
    const line = {
      request: request.id,
      method: request.method,
      route,
      status,
      durationMs: Math.round(elapsedTime * 10) / 10,
    }
    if (error === undefined) log.info(line, 'answered')
    else if (error.status >= 500) log.error({ ...line, error: logError(error) }, 'failed')
    else log.warn({ ...line, error: logError(error) }, 'refused')
    done()
  })
  return app
}

/** Of a submission nobody may be told that it is to be made anew: it was carried out, or waits. */
function unsigned(error: unknown, request: FastifyRequest): unknown {
  return request.routeOptions.url === submitRoute ? unknownOutcome('submit', error) : error
}

/** As for plain HTTP, which fastify's types tell apart from TLS although it is used the same way. */
function transport(timeouts: ServerOptions, tls: ServedTls | undefined): FastifyHttpOptions<Server> {
  if (tls === undefined) return { http: timeouts }
  return { https: { ...timeouts, ...tls.options } } as FastifyHttpOptions<Server>
}

/** Refuses whoever shows no good certificate, before anything of the request but its head is read. */
function requireCertificates(app: FastifyInstance, tls: ServedTls): void {
  app.server.on('connection', (socket: Socket) => tls.begin(socket))
  app.server.on('secureConnection', (socket: Socket) => tls.accept(socket))
  app.addHook('onRequest', (request, reply, done) => {
    if (!tls.isCurrent(request.raw.socket)) reply.header('connection', 'close')
    if (!tls.asksClients) return done()
    try {
      shownCertificate(request.raw.socket, Date.now())
      done()
    } catch (error) {
      reply.header('connection', 'close')
      done(BerthError.from(error, 'INTERNAL', { subject: 'certificate' }))
    }
  })
}

function answerProblem(error: BerthError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  noteFailure(request, error)
  const language = preferredLanguage(request.headers['accept-language'])
  if (error.status === 503 || error.status === 429) reply.header('retry-after', String(error.details['seconds'] ?? 1))
  return reply
    .code(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language)
    .send(JSON.stringify(problemOf(error, language)))
}

/** The route's pattern: an address may hold anything a caller wrote there. */
function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
}
