import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingRequest } from '../service/admission.ts'
import type { ServiceJourney } from '../service/service-journey.ts'

const json = 'application/json; charset=utf-8'
const noBody = Buffer.alloc(0)

/** The two routes that a platform calls. */
export function addServiceRoutes(app: FastifyInstance, journey: ServiceJourney): void {
  app.post<{ Params: { resource: string } }>('/resources/:resource/lookup', async (request, reply) => {
    const answer = await journey.lookup(incoming(request), request.params.resource, goneSignal(reply))
    return reply.header('content-type', json).send(answer)
  })
  app.post<{ Params: { operation: string } }>('/operations/:operation', async (request, reply) => {
    const key = header(request, 'idempotency-key')
    const answer = await journey.submit(incoming(request), request.params.operation, key)
    return reply.header('content-type', json).send(answer)
  })
}

function incoming(request: FastifyRequest): IncomingRequest {
  return {
    method: request.method,
    path: request.originalUrl,
    body: Buffer.isBuffer(request.body) ? request.body : noBody,
    signature: header(request, 'berth-signature'),
    grant: header(request, 'berth-grant'),
  }
}

/** A header that stands once: node joins one that stands several times, and that is no token. */
function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Aborts when the caller goes away before its answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}
