import { BerthError } from '@berth/core'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import type { Logger } from 'pino'
import { contractHeader, contractVersion, requireContract } from '../contract-version.ts'
import { acceptedLanguage } from './language.ts'
import { problemOf, problemType } from './problem.ts'
import { headerOf } from './request-parts.ts'

/** Requests of consumers and the administrator. */
const bodyBytes = 1_048_576

/**
 * Makes the HTTP server: bodies as bytes, problem answers, a line in the log for each request. The log holds the
 * route, not the address, and never a body: both may hold what nobody should read there (SEC-2).
 */
export function createServer(log: Logger): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: bodyBytes,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1200 },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.addHook('onRequest', async (request) => requireContract(headerOf(request, contractHeader)))
  server.addHook('onSend', async (_request, reply) => {
    void reply.headers({
      [contractHeader]: contractVersion,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store')
  })
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  server.setNotFoundHandler((request) => {
    throw new BerthError('RESOURCE_UNKNOWN', { resource: request.url.split('?')[0]?.slice(0, 200) ?? '' })
  })
  server.setErrorHandler<FastifyError>((cause, request, reply) => {
    const error = codedError(cause, request.routeOptions.bodyLimit ?? bodyBytes)
    log[error.status >= 500 ? 'error' : 'warn'](
      { route: request.routeOptions.url ?? 'none', ...traceOf(error) },
      'refused',
    )
    const language = acceptedLanguage(headerOf(request, 'accept-language'))
    return reply.code(error.status).type(problemType).send(problemOf(error, language))
  })
  return server
}

function codedError(cause: FastifyError, maxBytes: number): BerthError {
  if (BerthError.is(cause)) return cause
  if (cause.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new BerthError('REQUEST_TOO_LARGE', { maxBytes })
  if (cause.statusCode !== undefined && cause.statusCode < 500) {
    return new BerthError('PARAMETER_INVALID', { parameter: 'request', problem: cause.code })
  }
  return new BerthError('INTERNAL', { subject: cause.name }, { cause })
}

/** What the log may hold of an error: its code, and for one of our own making where it happened, without messages. */
function traceOf(error: BerthError): Readonly<Record<string, unknown>> {
  if (error.code !== 'INTERNAL') return { code: error.code }
  const { cause } = error
  const frames = cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  return { code: error.code, subject: error.details['subject'], at: frames.slice(0, 6).map((line) => line.trim()) }
}
