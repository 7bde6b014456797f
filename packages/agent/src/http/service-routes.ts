import type { FastifyInstance } from 'fastify'
import type { ServiceJourney } from '../service/service-journey.ts'
import { goneSignal, header, incoming } from './incoming-request.ts'

const json = 'application/json; charset=utf-8'

/** The routes that a platform calls. */
export function addServiceRoutes(app: FastifyInstance, journey: ServiceJourney): void {
  app.post<{ Params: { resource: string } }>('/resources/:resource/lookup', async (request, reply) => {
    const answer = await journey.lookup(incoming(request), request.params.resource, goneSignal(reply))
    return reply.header('content-type', json).send(answer)
  })
  app.post<{ Params: { operation: string } }>('/operations/:operation', async (request, reply) => {
    const key = header(request, 'idempotency-key')
    const { status, body } = await journey.submit(incoming(request), request.params.operation, key)
    return reply.code(status).header('content-type', json).send(body)
  })
  // Not a GET: a key may be a number of a person, and addresses stand in logs.
  app.post<{ Params: { operation: string } }>('/operations/:operation/submission', async (request, reply) => {
    const key = header(request, 'idempotency-key')
    const answer = await journey.submission(incoming(request), request.params.operation, key)
    return reply.header('content-type', json).send(answer)
  })
}
