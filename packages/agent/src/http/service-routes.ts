import { BerthError } from '@berth/core'
import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import type { ServiceJourney } from '../service/service-journey.ts'
import { goneSignal, header, incoming } from './incoming-request.ts'

const json = 'application/json; charset=utf-8'

/** The header by which each side tells the version of the contract that it speaks, and the one that this agent speaks. */
const contractHeader = 'berth-contract'
const contractVersion = '1'

/** Where the systems are changed: whoever gets no answer here may have got what was asked for. */
export const submitRoute = '/operations/:operation'

/** Refuses a request by another version of the contract (VER-1). One that tells none is of this version. */
const requireContract: onRequestHookHandler = (request, reply, done) => {
  reply.header(contractHeader, contractVersion)
  const told = request.headers[contractHeader]
  if (told === undefined || told === contractVersion) return done()
  const version = String(told).slice(0, 32)
  done(new BerthError('PROTOCOL_VERSION_UNSUPPORTED', { version, supported: contractVersion }))
}

/** The routes that a platform calls. */
export function addServiceRoutes(app: FastifyInstance, journey: ServiceJourney): void {
  app.post<{ Params: { resource: string } }>(
    '/resources/:resource/lookup',
    { onRequest: requireContract },
    async (request, reply) => {
      const answer = await journey.lookup(incoming(request), request.params.resource, goneSignal(reply))
      return reply.header('content-type', json).send(answer)
    },
  )
  app.post<{ Params: { operation: string } }>(submitRoute, { onRequest: requireContract }, async (request, reply) => {
    const key = header(request, 'idempotency-key')
    const { status, body } = await journey.submit(incoming(request), request.params.operation, key)
    return reply.code(status).header('content-type', json).send(body)
  })
  // Not a GET: a key may be a number of a person, and addresses stand in logs.
  app.post<{ Params: { operation: string } }>(
    '/operations/:operation/submission',
    { onRequest: requireContract },
    async (request, reply) => {
      const key = header(request, 'idempotency-key')
      const answer = await journey.submission(incoming(request), request.params.operation, key)
      return reply.header('content-type', json).send(answer)
    },
  )
}
